package org.trialward.workbench.mllp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.ByteProcessor;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MLLP blocks (HL7 v2.5.1 appendix C, "Minimal Lower Layer Protocol"): what stands between VT and
 * FS. What stands outside of blocks is passed over, the CR behind FS too, so that a sender that
 * leaves it out is understood.
 */
final class FrameDecoder extends ByteToMessageDecoder {
  static final byte START = 0x0b;
  static final byte END = 0x1c;

  /** Is true of what may stand between blocks. */
  private static final ByteProcessor LINE_END = sign -> sign == '\r' || sign == '\n';

  private static final Logger LOG = LoggerFactory.getLogger(FrameDecoder.class);

  /** Enough of a block that is too large to tell its header. */
  private static final int BEGINNING = 10_000;

  private final String listener;
  private final int most;

  /** How much of the block has been looked at; no byte is looked at twice. */
  private int seen;

  private State state = State.OUTSIDE;
  private byte[] beginning = {};
  private boolean hasWarned;

  private enum State {
    OUTSIDE,
    INSIDE,
    /** The rest of a block that is too large. */
    PASSING_OVER
  }

  /**
   * @param listener whose log lines these are
   * @param most bytes of a block
   */
  FrameDecoder(String listener, int most) {
    this.listener = listener;
    this.most = most;
  }

  /**
   * What comes out.
   *
   * @param bytes of a block that is too large only the beginning
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Block(byte[] bytes, boolean isTooLarge) {}

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
    skip(in, before < 0 ? in.readableBytes() : before);
    if (before >= 0) {
      in.skipBytes(1);
      seen = 0;
      state = State.INSIDE;
    }
  }

  /** Senders that write no blocks wait for ever; once a connection somebody should hear of it. */
  private void skip(ByteBuf in, int length) {
    if (!hasWarned && in.forEachByte(in.readerIndex(), length, LINE_END) >= 0) {
      LOG.warn(
          "{}: what a sender sends is not within MLLP blocks and passed over: have it write 0x0B"
              + " before each message and 0x1C 0x0D behind it",
          listener);
      hasWarned = true;
    }
    in.skipBytes(length);
  }

  private void findEnd(ByteBuf in, List<Object> out) {
    int end = in.indexOf(in.readerIndex() + seen, in.writerIndex(), END);
    int length = end < 0 ? in.readableBytes() : end - in.readerIndex();
    if (length > most) {
      beginning = new byte[Math.min(length, BEGINNING)];
      in.getBytes(in.readerIndex(), beginning);
      state = State.PASSING_OVER;
      passOver(in, out);
    } else if (end >= 0) {
      byte[] block = new byte[length];
      in.readBytes(block).skipBytes(1);
      out.add(new Block(block, false));
      state = State.OUTSIDE;
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
      out.add(new Block(beginning, true));
      state = State.OUTSIDE;
    }
  }
}
