package org.trialward.workbench;

/**
 * The queues between the routes. They carry no data: a message only says that something was stored.
 */
public final class Endpoints {

  /** Wakes the work on stored messages and documents. */
  public static final String MESSAGES_FILLED =
      "seda:messages-filled?size=2&discardWhenFull=true&concurrentConsumers=2";

  /** Wakes the work on the inbox. */
  public static final String INBOX_FILLED =
      "seda:inbox-filled?size=2&discardWhenFull=true&concurrentConsumers=2";

  /** Wakes the work on the outbox. */
  public static final String OUTBOX_FILLED =
      "seda:outbox-filled?size=2&discardWhenFull=true&concurrentConsumers=2";

  /** Polls the EMR at once. */
  public static final String POLL_NOW = "seda:emr-poll?size=1&discardWhenFull=true";

  private Endpoints() {}
}
