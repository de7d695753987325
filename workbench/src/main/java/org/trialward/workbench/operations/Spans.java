package org.trialward.workbench.operations;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/** Makes spans of our own steps and of requests to us; probes and scrapes are not worth one. */
public final class Spans extends DefaultTracingObservationHandler {

  public Spans(Tracer tracer) {
    super(tracer);
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    if (context instanceof ServerRequestObservationContext http) {
      HttpServletRequest request = http.getCarrier();
      return request != null && !request.getRequestURI().startsWith("/actuator");
    }
    String name = context.getName();
    return name != null && name.startsWith("trialward.");
  }
}
