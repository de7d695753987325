package org.trialward.workbench;

import java.nio.file.Path;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.trialward.workbench.database.Duty;
import org.trialward.workbench.message.DocumentDesk;

/**
 * Documents from a folder: each is stored, then moved to {@code taken} in it. A file that cannot be
 * stored stays where it is; one that grows is waited for. Of several workbenches on one folder one
 * reads it.
 */
final class DocumentRoute extends RouteBuilder {
  private final Duty duty;
  private final Path folder;
  private final DocumentDesk desk;

  DocumentRoute(Duty duty, Path folder, DocumentDesk desk) {
    this.duty = duty;
    this.folder = folder;
    this.desk = desk;
  }

  @Override
  public void configure() {
    RouteFailures.areToldIn(this);
    bindToRegistry("onDuty", new OnDuty(duty));

    from("file:%s?move=taken/${file:name}&readLock=changed&readLockCheckInterval=250&readLockMinAge=250&sortBy=file:modified&pollStrategy=#onDuty"
            .formatted(folder.toAbsolutePath()))
        .routeId("documents")
        .bean(desk, "take")
        .to(ExchangePattern.InOnly, Endpoints.MESSAGES_FILLED);
  }

  private static final class OnDuty extends DefaultPollingConsumerPollStrategy {
    private final Duty duty;

    OnDuty(Duty duty) {
      this.duty = duty;
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
      return duty.isOurs();
    }
  }
}
