package org.trialward.workbench.mllp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * MLLP blocks (HL7 v2.5.1 appendix C, "Minimal Lower Layer Protocol") to their bytes: what stands
 * between VT and FS. What stands outside of blocks is passed over, the CR behind FS too, so that a
 * sender that leaves it out is understood. A block that is larger than allowed comes out empty.
 */
final class FrameDecoder extends ByteToMessageDecoder {
  static final byte START = 0x0b;
  static final byte END = 0x1c;

  private final int most;

  /** How much of the block has been looked at; no byte is looked at twice. */
  private int seen;

  private State state = State.OUTSIDE;

  private enum State {
    OUTSIDE,
    INSIDE,
    /** The rest of a block that is too large. */
    PASSING_OVER
  }

  /**
   * @param most bytes of a block
   */
  FrameDecoder(int most) {
    this.most = most;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    switch (state) {
      case OUTSIDE -> findStart(in);
      case INSIDE -> findEnd(in, out);
      case PASSING_OVER -> passOver(in, out);
    }
  }

  private void findStart(ByteBuf in) {
    int before = in.bytesBefore(START);
    if (before < 0) {
      in.skipBytes(in.readableBytes());
    } else {
      in.skipBytes(before + 1);
      seen = 0;
      state = State.INSIDE;
    }
  }

  private void findEnd(ByteBuf in, List<Object> out) {
    int length = in.readableBytes();
    int end = in.indexOf(in.readerIndex() + seen, in.writerIndex(), END);
    if (end >= 0 && end - in.readerIndex() <= most) {
      byte[] block = new byte[end - in.readerIndex()];
      in.readBytes(block).skipBytes(1);
      out.add(block);
      state = State.OUTSIDE;
    } else if (length > most) {
      state = State.PASSING_OVER;
      passOver(in, out);
    } else {
      seen = length;
    }
  }

  private void passOver(ByteBuf in, List<Object> out) {
    int before = in.bytesBefore(END);
    if (before < 0) {
      in.skipBytes(in.readableBytes());
    } else {
      in.skipBytes(before + 1);
      out.add(new byte[0]);
      state = State.OUTSIDE;
    }
  }
}
