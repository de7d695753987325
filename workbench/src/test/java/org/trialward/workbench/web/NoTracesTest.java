package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(Thread.getAllStackTraces().keySet())
        .as("threads that would send spans")
        .noneMatch(thread -> thread.getName().contains("BatchSpanProcessor"));
  }
}
