package org.trialward.workbench.operations;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Lets nothing out of the house that could say who a patient is: of each span its name, its times
 * and attributes of this list. Addresses, and what exceptions say, are not on it.
 */
public final class BareSpans implements SpanExporter {

  /** Each has a handful of values: routes as they are written in the program, words, classes. */
  static final Set<String> KEPT =
      Set.of(
          "method",
          "uri",
          "status",
          "outcome",
          "exception",
          "error",
          "destination",
          "feed",
          "card");

  private final SpanExporter next;

  public BareSpans(SpanExporter next) {
    this.next = next;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    return next.export(spans.stream().<SpanData>map(Bare::new).toList());
  }

  @Override
  public CompletableResultCode flush() {
    return next.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return next.shutdown();
  }

  private static final class Bare extends DelegatingSpanData {
    private final Attributes kept;

    Bare(SpanData span) {
      super(span);
      this.kept = span.getAttributes().toBuilder().removeIf(Bare::isNotListed).build();
    }

    private static boolean isNotListed(AttributeKey<?> key) {
      return !KEPT.contains(key.getKey());
    }

    @Override
    public Attributes getAttributes() {
      return kept;
    }

    @Override
    public List<EventData> getEvents() {
      return List.of();
    }

    @Override
    public List<LinkData> getLinks() {
      return List.of();
    }

    @Override
    public StatusData getStatus() {
      return StatusData.create(super.getStatus().getStatusCode(), "");
    }

    @Override
    public int getTotalAttributeCount() {
      return kept.size();
    }

    @Override
    public int getTotalRecordedEvents() {
      return 0;
    }

    @Override
    public int getTotalRecordedLinks() {
      return 0;
    }
  }
}
