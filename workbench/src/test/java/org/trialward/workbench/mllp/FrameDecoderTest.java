package org.trialward.workbench.mllp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trialward.workbench.mllp.FrameDecoder.Block;

class FrameDecoderTest {
  private static final int MOST = 20;

  private final EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder("lab", MOST));

  private List<String> blocks(String... packets) {
    for (String packet : packets) {
      channel.writeInbound(Unpooled.copiedBuffer(packet, ISO_8859_1));
    }
    List<String> blocks = new ArrayList<>();
    for (Block block = channel.readInbound(); block != null; block = channel.readInbound()) {
      blocks.add((block.isTooLarge() ? "too large: " : "") + new String(block.bytes(), ISO_8859_1));
    }
    return blocks;
  }

  @Test
  void aBlockIsWhatStandsBetweenItsMarks() {
    assertThat(blocks("\u000bMSH|1\u001c\r")).containsExactly("MSH|1");
  }

  @Test
  void aBlockMayComeInPieces() {
    assertThat(blocks("\u000bM", "S", "H|1\u001c", "\r")).containsExactly("MSH|1");
  }

  @Test
  void aSenderThatDoesNotWaitLosesNothing() {
    assertThat(blocks("\u000bone\u001c\r\u000btwo\u001c\r\u000bthr", "ee\u001c\r"))
        .containsExactly("one", "two", "three");
  }

  @Test
  void whatStandsOutsideOfBlocksIsPassedOver() {
    assertThat(blocks("hello\r\n\u000bone\u001cgarbage\r\n", "more\u000btwo\u001c\r"))
        .containsExactly("one", "two");
  }

  @Test
  void aMissingCarriageReturnIsForgiven() {
    assertThat(blocks("\u000bone\u001c\u000btwo\u001c")).containsExactly("one", "two");
  }

  @Test
  void ofABlockThatIsTooLargeTheBeginningComesOutAndTheNextOneWhole() {
    String large = "x".repeat(MOST + 1);
    assertThat(blocks("\u000b" + large + "\u001c\r\u000bone\u001c\r"))
        .containsExactly("too large: " + large, "one");
    assertThat(blocks("\u000b" + large, large, large, "\u001c\r", "\u000btwo\u001c\r"))
        .containsExactly("too large: " + large, "two");
  }

  @Test
  void aBlockOfTheLargestSizeIsTaken() {
    String largest = "x".repeat(MOST);
    assertThat(blocks("\u000b" + largest, "\u001c\r")).containsExactly(largest);
  }
}
