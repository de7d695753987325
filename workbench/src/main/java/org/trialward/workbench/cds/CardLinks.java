package org.trialward.workbench.cds;

import java.net.URI;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.trialward.fhir.cds.CdsCard.Link;
import org.trialward.workbench.queue.Candidates.Entry;
import org.trialward.workbench.settings.TrialwardSettings.Cds;
import org.trialward.workbench.settings.TrialwardSettings.Cds.Links;

/** Where a card leads: the details page by way of the EMR's launch, or a page of ours. */
public final class CardLinks {
  private final Cds settings;

  public CardLinks(Cds settings) {
    this.settings = settings;
  }

  Link to(Entry entry) {
    String label = "Review " + entry.key().trial();
    String number = String.valueOf(entry.candidate().number());
    return settings.links() == Links.SMART
        ? Link.smart(label, page("/smart/launch"), number)
        : Link.absolute(label, page("/candidates/" + number));
  }

  private URI page(String path) {
    return settings
        .pagesUrl()
        .map(root -> URI.create(root.toString().replaceAll("/+$", "") + path))
        .orElseGet(
            () -> ServletUriComponentsBuilder.fromCurrentContextPath().path(path).build().toUri());
  }
}
