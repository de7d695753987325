package org.trialward.workbench.emr;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.trialward.fhir.emr.Emr;
import org.trialward.fhir.emr.EmrSettings;
import org.trialward.fhir.emr.Limits;
import org.trialward.fhir.emr.QuietHours;
import org.trialward.fhir.emr.StayAway;
import org.trialward.fhir.emr.TokenSource;
import org.trialward.fhir.emr.smart.BackendServices;
import org.trialward.fhir.emr.smart.ClientKeys;
import org.trialward.fhir.emr.smart.Scopes;
import org.trialward.fhir.emr.smart.SmartSettings;
import org.trialward.fhir.subject.WriteBacks;
import org.trialward.workbench.settings.TrialwardSettings;
import org.trialward.workbench.settings.TrialwardSettings.WriteBack;

/** Opens the connection to the EMR: who we are there, and how much we ask. */
public final class EmrClient {
  private EmrClient() {}

  /** Opens it for a command, which is alone with the EMR; nothing is asked yet. */
  public static Emr open(TrialwardSettings settings, InstantSource clock) {
    return open(settings, tokens(settings, keys(settings), clock), new StayAway(clock), clock);
  }

  /** Opens it; nothing is asked yet. */
  public static Emr open(
      TrialwardSettings settings, TokenSource tokens, StayAway stayAway, InstantSource clock) {
    TrialwardSettings.Emr emr = settings.emr();
    return new Emr(
        new EmrSettings(
            emr.url()
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        "No EMR is set: give --trialward.emr.url=https://…/fhir.")),
            emr.token(),
            emr.connectTimeout(),
            emr.readTimeout(),
            emr.pageSize(),
            settings.site().zone()),
        tokens,
        limits(settings),
        stayAway,
        clock);
  }

  public static Limits limits(TrialwardSettings settings) {
    TrialwardSettings.Limit limit = settings.emr().limit();
    if (limit.quietFrom().isPresent() != limit.quietUntil().isPresent()) {
      throw new IllegalArgumentException(
          "Quiet hours need both ends: set trialward.emr.limit.quiet-from and quiet-until, or neither.");
    }
    Optional<QuietHours> quiet =
        limit
            .quietFrom()
            .map(from ->
                new QuietHours(
                    from,
                    limit.quietUntil().orElseThrow(),
                    settings.site().zone(),
                    limit.quietPerSecond()));
    return new Limits(limit.perSecond(), limit.burst(), limit.concurrent(), quiet);
  }

  /** By SMART Backend Services where they are set up, else a token that does not end, or none. */
  public static TokenSource tokens(
      TrialwardSettings settings, Optional<ClientKeys> ours, InstantSource clock) {
    TrialwardSettings.Emr emr = settings.emr();
    if (ours.isEmpty()) {
      return TokenSource.fixed(emr.token());
    }
    if (emr.token().isPresent()) {
      throw new IllegalArgumentException(
          "Both trialward.emr.token and trialward.emr.smart.client-id are set: remove one of them.");
    }
    SmartSettings smart =
        new SmartSettings(
            emr.url().orElseThrow(),
            emr.smart().clientId().orElseThrow(),
            emr.smart().tokenUrl(),
            scopes(emr),
            emr.readTimeout());
    return new BackendServices(smart, ours.get(), clock);
  }

  private static Scopes scopes(TrialwardSettings.Emr emr) {
    WriteBack writeBack = emr.writeBack();
    List<String> written =
        writeBack.enabled()
            ? WriteBacks.types(writeBack.plan(), writeBack.screeningList())
            : List.of();
    return emr.smart()
        .scopes()
        .map(Scopes::new)
        .orElseGet(() -> Scopes.of(emr.readTypes().all(), written));
  }

  /** Our keys for SMART Backend Services, where a client id is set. */
  public static Optional<ClientKeys> keys(TrialwardSettings settings) {
    TrialwardSettings.Smart smart = settings.emr().smart();
    return smart
        .clientId()
        .map(id ->
            new ClientKeys(
                Path.of(
                    smart
                        .keyFile()
                        .orElseThrow(() ->
                            new IllegalArgumentException(
                                "trialward.emr.smart.client-id is set without keys: set trialward.emr.smart.key-file.")))));
  }
}
