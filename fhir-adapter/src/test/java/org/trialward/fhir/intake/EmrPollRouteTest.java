package org.trialward.fhir.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class EmrPollRouteTest {
  @Test
  void whatIsPolledIsHandedOn() throws Exception {
    BlockingQueue<Poll> handed = new ArrayBlockingQueue<>(10);
    var poll = new Poll(List.of(), "cursor", false);
    try (var camel = new DefaultCamelContext()) {
      camel.addRoutes(new EmrPollRoute(() -> poll, Duration.ofMillis(20)));
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from(EmrPollRoute.POLLED).process(e -> handed.offer(e.getIn().getBody(Poll.class)));
            }
          });
      camel.start();
      assertThat(handed.poll(20, TimeUnit.SECONDS)).isEqualTo(poll);
    }
  }
}
