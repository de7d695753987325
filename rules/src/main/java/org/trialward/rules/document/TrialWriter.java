package org.trialward.rules.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.trialward.rules.criterion.EligibilityCriterion;
import org.trialward.rules.trial.Approval;
import org.trialward.rules.trial.Authorship;
import org.trialward.rules.trial.Protocol;
import org.trialward.rules.trial.RegistryReference;
import org.trialward.rules.trial.Site;
import org.trialward.rules.trial.Trial;

/**
 * Prints a trial as a trial file, see docs/trial-file.md. {@link TrialReader#readPrinted} reads the
 * same trial back without any other file, if its value sets have different names; a set whose name
 * is taken gets a number behind it.
 */
public final class TrialWriter {
  private TrialWriter() {}

  public static String print(Trial trial) {
    SetNames names = new SetNames();
    CharacteristicWriter characteristics = new CharacteristicWriter(names, trial.id());
    List<Yaml> criteria =
        trial.criteria().stream().map(c -> criterion(c, characteristics)).toList();
    return Yaml.map()
        .with("trialward", "1")
        .with("id", trial.id().value())
        .with("version", trial.version())
        .with("title", trial.title())
        .with("area", trial.area())
        .with("status", word(trial.status()))
        .with("phase", trial.dossier().phase().map(phase -> Yaml.text(phase.code())))
        .with("protocol", trial.dossier().protocol().map(TrialWriter::protocol))
        .with("sites", list(trial.dossier().sites().stream().map(TrialWriter::site).toList()))
        .with("approval", trial.dossier().approval().map(TrialWriter::approval))
        .with("source", trial.dossier().authorship().map(TrialWriter::authorship))
        .with("registry", trial.registry().map(TrialWriter::registry))
        .with("codes", names.print())
        .with("criteria", new Yaml.Items(criteria))
        .print();
  }

  private static Yaml criterion(
      EligibilityCriterion criterion, CharacteristicWriter characteristics) {
    return Yaml.map()
        .with("id", criterion.id())
        .with("kind", word(criterion.kind()))
        .with("text", criterion.text())
        .with("registry", list(criterion.registry().stream().map(Yaml::text).toList()))
        .with("when", characteristics.print(criterion.when()));
  }

  private static Yaml protocol(Protocol protocol) {
    return Yaml.map()
        .with("amendment", protocol.amendment().map(Yaml::text))
        .with("effective-from", protocol.effectiveFrom().map(Yaml::text))
        .with("effective-until", protocol.effectiveUntil().map(Yaml::text));
  }

  private static Yaml site(Site site) {
    return Yaml.map()
        .with("name", site.name())
        .with("country", site.country().map(Yaml::text))
        .with("postal-code", site.postalCode().map(Yaml::text))
        .with("contact", site.contact().map(Yaml::text));
  }

  private static Yaml approval(Approval approval) {
    return Yaml.map()
        .with("number", approval.number())
        .with("approved", approval.approved().map(Yaml::text))
        .with("expires", approval.expires().map(Yaml::text));
  }

  private static Yaml authorship(Authorship authorship) {
    return Yaml.map()
        .with("written-by", authorship.writtenBy())
        .with("from", authorship.from())
        .with("reviewed-by", authorship.reviewedBy().map(Yaml::text))
        .with("reviewed-on", authorship.reviewedOn().map(Yaml::text));
  }

  private static Yaml registry(RegistryReference registry) {
    Yaml.Fields reasons = Yaml.map();
    for (Map.Entry<String, String> reason : new TreeMap<>(registry.notCriteria()).entrySet()) {
      reasons = reasons.with(reason.getKey(), reason.getValue());
    }
    return Yaml.map()
        .with("record", registry.record())
        .with(
            "not-criteria",
            registry.notCriteria().isEmpty() ? Optional.empty() : Optional.of(reasons));
  }

  private static Optional<Yaml> list(List<Yaml> items) {
    return items.isEmpty() ? Optional.empty() : Optional.of(new Yaml.Items(new ArrayList<>(items)));
  }

  /** A constant as trial files write it. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
