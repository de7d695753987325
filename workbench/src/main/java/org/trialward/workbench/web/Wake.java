package org.trialward.workbench.web;

import org.apache.camel.FluentProducerTemplate;
import org.trialward.workbench.Endpoints;

/** Wakes the work that a request has stored; call it after the transaction. */
public class Wake {
  private final FluentProducerTemplate camel;

  Wake(FluentProducerTemplate camel) {
    this.camel = camel;
  }

  void messagesFilled() {
    camel.to(Endpoints.MESSAGES_FILLED).withBody("").send();
  }

  void inboxFilled() {
    camel.to(Endpoints.INBOX_FILLED).withBody("").send();
  }

  public void outboxFilled() {
    camel.to(Endpoints.OUTBOX_FILLED).withBody("").send();
  }

  void pollNow() {
    camel.to(Endpoints.POLL_NOW).withBody("").send();
  }
}
