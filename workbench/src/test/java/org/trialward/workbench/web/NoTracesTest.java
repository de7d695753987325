package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.tracing.handler.TracingObservationHandler;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Nobody set an endpoint. */
class NoTracesTest extends RunningApplication {
  @Autowired private ApplicationContext context;

  @Test
  void withoutAnEndpointNothingOfTracesExists() {
    for (Class<?> type :
        new Class<?>[] {
          OpenTelemetry.class,
          SdkTracerProvider.class,
          SpanExporter.class,
          TracingObservationHandler.class
        }) {
      assertThat(context.getBeanNamesForType(type)).as(type.getName()).isEmpty();
    }
    // That of a test before this one may need a moment to end.
    await("no thread that would send spans")
        .atMost(PATIENCE)
        .until(() ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains("BatchSpanProcessor")));
  }
}
