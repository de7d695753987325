package org.trialward.workbench;

import java.nio.file.Path;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.trialward.workbench.message.DocumentDesk;

/**
 * Documents from a folder: each is stored, then moved to {@code taken} in it. A file that cannot be
 * stored stays where it is; one that grows is waited for.
 */
final class DocumentRoute extends RouteBuilder {
  private final Path folder;
  private final DocumentDesk desk;

  DocumentRoute(Path folder, DocumentDesk desk) {
    this.folder = folder;
    this.desk = desk;
  }

  @Override
  public void configure() {
    RouteFailures.areToldIn(this);

    from("file:%s?move=taken/${file:name}&readLock=changed&readLockCheckInterval=250&readLockMinAge=250&sortBy=file:modified"
            .formatted(folder.toAbsolutePath()))
        .routeId("documents")
        .bean(desk, "take")
        .to(ExchangePattern.InOnly, Endpoints.MESSAGES_FILLED);
  }
}
