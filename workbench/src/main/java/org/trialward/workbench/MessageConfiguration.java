package org.trialward.workbench;

import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;
import org.trialward.fhir.cda.DocumentReader;
import org.trialward.fhir.hl7.MessageDesk;
import org.trialward.fhir.intake.PatientDirectory;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.workbench.database.Duty;
import org.trialward.workbench.inbox.Inbox;
import org.trialward.workbench.message.Arrivals;
import org.trialward.workbench.message.DocumentDesk;
import org.trialward.workbench.message.ListenerDesk;
import org.trialward.workbench.message.MessageFeed;
import org.trialward.workbench.message.MessageStore;
import org.trialward.workbench.message.MessageWork;
import org.trialward.workbench.mllp.Listener;
import org.trialward.workbench.mllp.ListenerRoutes;
import org.trialward.workbench.record.HospitalRecords;
import org.trialward.workbench.settings.SiteClock;
import org.trialward.workbench.settings.TrialwardSettings;
import org.trialward.workbench.settings.TrialwardSettings.Documents;
import org.trialward.workbench.settings.TrialwardSettings.Tls;

/** Messages and documents, each feed only where it is configured. */
@Configuration(proxyBeanMethods = false)
class MessageConfiguration {
  private static final String DOCUMENTS = "documents";

  /** Names of feeds that are no listener's. */
  private static final Set<String> OURS =
      Set.of(Arrivals.EMR, Inbox.BULK, Inbox.BULK_ASKS, Inbox.REMATCH);

  @Bean
  MessageWork messageWork(
      MessageStore messages,
      TrialwardSettings settings,
      HospitalRecords records,
      ObjectProvider<PatientDirectory> directory,
      Inbox inbox,
      Arrivals arrivals,
      SiteClock clock,
      TransactionTemplate transaction,
      ObservationRegistry observed) {
    return new MessageWork(
        messages,
        feeds(settings),
        records,
        Optional.ofNullable(directory.getIfAvailable()),
        inbox,
        arrivals,
        clock,
        transaction,
        observed);
  }

  /** By name, which must be one's own: it stands with every stored message. */
  private static Map<String, MessageFeed> feeds(TrialwardSettings settings) {
    ZoneId site = settings.site().zone();
    Map<String, MessageFeed> feeds = new LinkedHashMap<>();
    Documents documents = settings.documents();
    if (documents.folder().isPresent()) {
      feeds.put(
          DOCUMENTS,
          feed(
              settings,
              documents.sender().profile(DOCUMENTS, site),
              documents.mode(),
              documents.authorities()));
    }
    for (TrialwardSettings.Listener listener : settings.hl7().listeners()) {
      MessageFeed feed =
          feed(
              settings,
              listener.sender().profile(listener.name(), site),
              listener.mode(),
              listener.authorities());
      if (OURS.contains(listener.name()) || feeds.put(listener.name(), feed) != null) {
        throw new IllegalArgumentException(
            "More than one feed is called `%s`: give each listener a name of its own."
                .formatted(listener.name()));
      }
    }
    return feeds;
  }

  private static MessageFeed feed(
      TrialwardSettings settings,
      FeedProfile profile,
      MessageFeed.Mode mode,
      Map<String, String> authorities) {
    if (mode == MessageFeed.Mode.HINT && settings.emr().url().isEmpty()) {
      throw new IllegalArgumentException(
          "The feed `%s` gives hints, but there is no EMR to read: set trialward.emr.url, or mode: facts."
              .formatted(profile.name()));
    }
    return MessageFeed.of(profile, mode, authorities, Clock.systemUTC());
  }

  @Bean
  RouteBuilder listenerRoutes(TrialwardSettings settings, MessageStore messages) {
    List<Listener> listeners =
        settings.hl7().listeners().stream()
            .map(it -> listener(it, settings.site().zone(), messages))
            .toList();
    return new ListenerRoutes(listeners, Endpoints.MESSAGES_FILLED);
  }

  private static Listener listener(
      TrialwardSettings.Listener it, ZoneId site, MessageStore messages) {
    Clock clock = Clock.systemUTC();
    var desk =
        new ListenerDesk(
            it.name(),
            new MessageDesk(it.sender().profile(it.name(), site), it.acknowledge(), clock),
            messages,
            clock);
    return new Listener(
        it.name(),
        it.host(),
        it.port(),
        it.tls().keyStore().map(keys -> tls(keys, it.tls())),
        it.tls().trustStore().isPresent(),
        Math.toIntExact(it.mostBytes().toBytes()),
        desk::take,
        desk::tooLarge);
  }

  private static SSLContextParameters tls(String keyStore, Tls tls) {
    var keys = new KeyManagersParameters();
    String password = tls.keyPassword().orElse("");
    keys.setKeyStore(store(keyStore, password));
    keys.setKeyPassword(password);
    var parameters = new SSLContextParameters();
    parameters.setKeyManagers(keys);
    tls.trustStore()
        .ifPresent(file -> {
          var trust = new TrustManagersParameters();
          trust.setKeyStore(store(file, tls.trustPassword().orElse("")));
          parameters.setTrustManagers(trust);
        });
    return parameters;
  }

  private static KeyStoreParameters store(String file, String password) {
    var store = new KeyStoreParameters();
    store.setResource("file:" + file);
    store.setType("PKCS12");
    store.setPassword(password);
    return store;
  }

  @Bean
  @ConditionalOnProperty("trialward.documents.folder")
  RouteBuilder documentRoute(Duty duty, TrialwardSettings settings, MessageStore messages) {
    Documents documents = settings.documents();
    FeedProfile profile = documents.sender().profile(DOCUMENTS, settings.site().zone());
    return new DocumentRoute(
        duty,
        Path.of(documents.folder().orElseThrow()),
        new DocumentDesk(DOCUMENTS, new DocumentReader(profile), messages, Clock.systemUTC()));
  }
}
