package org.trialward.workbench;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.trialward.workbench.operations.BareSpans;
import org.trialward.workbench.operations.Spans;
import org.trialward.workbench.settings.TrialwardSettings;
import org.trialward.workbench.settings.TrialwardSettings.Traces;

/** Traces by OpenTelemetry's protocol over HTTP. Where no endpoint is set, nothing of it exists. */
@Configuration(proxyBeanMethods = false)
@Conditional(TracesConfiguration.Wanted.class)
class TracesConfiguration {

  @Bean(destroyMethod = "close")
  SdkTracerProvider tracerProvider(TrialwardSettings settings) {
    Traces traces = settings.traces();
    String endpoint = traces.endpoint().orElseThrow().toString();
    return SdkTracerProvider.builder()
        .setResource(
            Resource.getDefault().toBuilder()
                .put(AttributeKey.stringKey("service.name"), "trialward")
                .build())
        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(traces.share())))
        .addSpanProcessor(
            BatchSpanProcessor.builder(
                    new BareSpans(OtlpHttpSpanExporter.builder().setEndpoint(endpoint).build()))
                .build())
        .build();
  }

  @Bean
  ObservationHandler<?> spans(SdkTracerProvider provider) {
    return new Spans(
        new OtelTracer(provider.get("trialward"), new OtelCurrentTraceContext(), event -> {}));
  }

  /** An empty endpoint is none. */
  static final class Wanted implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return !context.getEnvironment().getProperty("trialward.traces.endpoint", "").isBlank();
    }
  }
}
