package org.trialward.workbench.mllp;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/**
 * A sender may close its side of the connection behind its last message and wait for what it is
 * answered: ours is closed when each block has its answer.
 */
final class Farewell extends ChannelDuplexHandler {
  private int unanswered;
  private boolean hasLastCome;

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object block) {
    unanswered++;
    context.fireChannelRead(block);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      hasLastCome = true;
      closeWhenDone(context);
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void write(ChannelHandlerContext context, Object answer, ChannelPromise promise)
      throws Exception {
    unanswered--;
    super.write(context, answer, promise);
    closeWhenDone(context);
  }

  /** Behind all that is still to be written. */
  private void closeWhenDone(ChannelHandlerContext context) {
    if (hasLastCome && unanswered == 0) {
      context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }
}
