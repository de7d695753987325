package org.trialward.benchmarks.message;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.trialward.fhir.hl7.MessageDesk;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.workbench.json.Json;
import org.trialward.workbench.message.ListenerDesk;
import org.trialward.workbench.message.MessageStore;
import org.trialward.workbench.mllp.Listener;
import org.trialward.workbench.mllp.ListenerRoutes;
import org.trialward.workbench.record.HospitalRecords;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;

/** The workbench's route, desk and store; nobody works on what is stored. */
final class OurListener implements Listening {
  private static final String NAME = "bench";
  private static final int MOST_BYTES = 16 << 20;

  private final CamelContext camel = new DefaultCamelContext();
  private final int port = Listening.freePort();

  OurListener(DataSource database) {
    JdbcClient jdbc = JdbcClient.create(database);
    var clock =
        new SiteClock(
            Clock.systemUTC(), new TrialwardSettings.Site(NAME, ZoneOffset.UTC, Optional.empty()));
    var desk =
        new ListenerDesk(
            NAME,
            new MessageDesk(FeedProfile.of(NAME, ZoneOffset.UTC), Clock.systemUTC()),
            new MessageStore(jdbc, new HospitalRecords(jdbc, Json.mapper()), clock),
            Clock.systemUTC());
    var listener =
        new Listener(
            NAME,
            "127.0.0.1",
            port,
            Optional.empty(),
            false,
            MOST_BYTES,
            desk::take,
            desk::tooLarge);
    try {
      camel.addRoutes(
          new ListenerRoutes(List.of(listener), "seda:nobody?size=2&discardWhenFull=true"));
      camel.start();
    } catch (Exception e) { // Camel declares no less.
      throw new IllegalStateException("Our listener does not start.", e);
    }
  }

  @Override
  public String name() {
    return "our listener";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String table() {
    return "message";
  }

  @Override
  public void close() {
    camel.stop();
  }
}
