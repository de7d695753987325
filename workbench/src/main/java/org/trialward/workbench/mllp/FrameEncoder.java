package org.trialward.workbench.mllp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;

/** Bytes to an MLLP block; none where a sender wants no answer. */
@Sharable
final class FrameEncoder extends MessageToByteEncoder<byte[]> {
  private static final byte CR = 0x0d;

  @Override
  protected void encode(ChannelHandlerContext context, byte[] message, ByteBuf out) {
    if (message.length > 0) {
      out.writeByte(FrameDecoder.START)
          .writeBytes(message)
          .writeByte(FrameDecoder.END)
          .writeByte(CR);
    }
  }
}
