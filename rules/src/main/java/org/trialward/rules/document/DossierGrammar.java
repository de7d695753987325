package org.trialward.rules.document;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.trialward.rules.trial.Approval;
import org.trialward.rules.trial.Authorship;
import org.trialward.rules.trial.Dossier;
import org.trialward.rules.trial.Phase;
import org.trialward.rules.trial.Protocol;
import org.trialward.rules.trial.Site;
import org.yaml.snakeyaml.nodes.Node;

/** What a trial file has on file beside the criteria. */
final class DossierGrammar {
  static final Set<String> KEYS = Set.of("protocol", "sites", "approval", "source");

  private final Mistakes mistakes;
  private final WindowGrammar windows;

  DossierGrammar(Mistakes mistakes) {
    this.mistakes = mistakes;
    this.windows = new WindowGrammar(mistakes);
  }

  Dossier dossier(Fields file, Optional<Phase> phase) {
    return new Dossier(
        phase,
        file.find("protocol").flatMap(this::protocol),
        file.find("sites").map(this::sites).orElse(List.of()),
        file.find("approval").flatMap(this::approval),
        file.find("source").flatMap(this::authorship));
  }

  private Optional<Protocol> protocol(Node node) {
    return Fields.of(
            node, "`protocol`", Set.of("amendment", "effective-from", "effective-until"), mistakes)
        .map(fields -> {
          Optional<LocalDate> from = day(fields, "effective-from");
          Optional<LocalDate> until = day(fields, "effective-until");
          reportDisorder(fields, from, until);
          return new Protocol(text(fields, "amendment"), from, until);
        });
  }

  private List<Site> sites(Node node) {
    List<Site> sites = new ArrayList<>();
    for (Node item : Fields.listOrOne(node)) {
      Fields.of(item, "a site", Set.of("name", "country", "postal-code", "contact"), mistakes)
          .flatMap(fields -> {
            Optional<String> country = text(fields, "country").map(c -> c.toUpperCase(Locale.ROOT));
            country
                .filter(c -> !c.matches("[A-Z]{2}"))
                .ifPresent(c ->
                    mistakes.add(
                        fields.keyNode("country"),
                        "`%s` is not a country code".formatted(Mistakes.shortened(c)),
                        "Write the two letters of ISO 3166-1, e.g. `US`"));
            Optional<String> code =
                text(fields, "postal-code").map(c -> c.replace(" ", "").toUpperCase(Locale.ROOT));
            return fields
                .needText("name", "the hospital")
                .map(name -> new Site(name, country, code, text(fields, "contact")));
          })
          .ifPresent(sites::add);
    }
    return sites;
  }

  private Optional<Approval> approval(Node node) {
    return Fields.of(node, "`approval`", Set.of("number", "approved", "expires"), mistakes)
        .flatMap(fields -> {
          Optional<LocalDate> approved = day(fields, "approved");
          Optional<LocalDate> expires = day(fields, "expires");
          reportDisorder(fields, approved, expires);
          return fields
              .needText("number", "the committee's number")
              .map(number -> new Approval(number, approved, expires));
        });
  }

  private Optional<Authorship> authorship(Node node) {
    return Fields.of(
            node, "`source`", Set.of("written-by", "from", "reviewed-by", "reviewed-on"), mistakes)
        .flatMap(fields -> {
          Optional<String> by = fields.needText("written-by", "who wrote the criteria");
          Optional<String> from = fields.needText("from", "what they were written from");
          Optional<LocalDate> on = day(fields, "reviewed-on");
          return by.flatMap(author ->
              from.map(source -> new Authorship(author, source, text(fields, "reviewed-by"), on)));
        });
  }

  private void reportDisorder(Fields fields, Optional<LocalDate> from, Optional<LocalDate> to) {
    if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get())) {
      mistakes.add(fields.at(), "it ends before it begins", "Let the first day be the earlier one");
    }
  }

  private Optional<String> text(Fields fields, String key) {
    return fields.find(key).flatMap(node -> Fields.text(node, "`" + key + "`", mistakes));
  }

  private Optional<LocalDate> day(Fields fields, String key) {
    return fields.find(key).flatMap(node -> windows.day(node, "`" + key + "`"));
  }
}
