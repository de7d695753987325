package org.trialward.workbench;

import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.trialward.workbench.database.Duty;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.inbox.PatientWork;
import org.trialward.workbench.message.MessageWork;
import org.trialward.workbench.operations.DailyRematch;
import org.trialward.workbench.operations.TrialReload;
import org.trialward.workbench.outbox.DeliveryWork;

/**
 * How work flows: poll or message → inbox → patient work → outbox → delivery work. Each step stores
 * what it decided before the next one starts; these routes only wake it.
 */
final class Routes extends RouteBuilder {

  /** What was put off comes due without anybody waking it. */
  private static final Duration TICK = Duration.ofSeconds(1);

  private static final Duration EVERY_MINUTE = Duration.ofMinutes(1);

  private static final Duration DAY = Duration.ofDays(1);

  private final Duty duty;
  private final Inbox inbox;
  private final MessageWork messages;
  private final PatientWork patients;
  private final DeliveryWork deliveries;
  private final DailyRematch rematch;
  private final TrialReload trials;

  Routes(
      Duty duty,
      Inbox inbox,
      MessageWork messages,
      PatientWork patients,
      DeliveryWork deliveries,
      DailyRematch rematch,
      TrialReload trials) {
    this.duty = duty;
    this.inbox = inbox;
    this.messages = messages;
    this.patients = patients;
    this.deliveries = deliveries;
    this.rematch = rematch;
    this.trials = trials;
  }

  @Override
  public void configure() {
    RouteFailures.areToldIn(this);

    from("timer:tick?delay=0&period=" + TICK.toMillis())
        .routeId("tick")
        .to(Endpoints.MESSAGES_FILLED)
        .to(Endpoints.INBOX_FILLED)
        .to(Endpoints.OUTBOX_FILLED);

    from("timer:day?delay=0&period=" + TICK.toMillis())
        .routeId("day")
        .filter(_ -> duty.isOurs())
        .bean(rematch, "whenTheDayChanged")
        .to(Endpoints.INBOX_FILLED);

    from("timer:unheld?delay=0&period=" + EVERY_MINUTE.toMillis())
        .routeId("unheld-changes")
        .filter(_ -> duty.isOurs())
        .bean(inbox, "seekHolders");

    from("timer:missed?delay=0&period=" + DAY.toMillis())
        .routeId("missed-deliveries")
        .bean(deliveries, "tellMissed")
        .to(Endpoints.OUTBOX_FILLED);

    from("timer:agreement?delay=0&period=" + TICK.toMillis())
        .routeId("other-workbenches")
        .bean(trials, "follow");

    from(Endpoints.MESSAGES_FILLED)
        .routeId("message-work")
        .bean(messages, "drain")
        .to(Endpoints.INBOX_FILLED);

    from(Endpoints.INBOX_FILLED)
        .routeId("patient-work")
        .bean(patients, "drain")
        .to(Endpoints.OUTBOX_FILLED);

    from(Endpoints.OUTBOX_FILLED).routeId("delivery-work").bean(deliveries, "drain");
  }
}
