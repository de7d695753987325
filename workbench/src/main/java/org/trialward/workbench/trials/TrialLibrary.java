package org.trialward.workbench.trials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trialward.matcher.Matcher;
import org.trialward.rules.document.Mistake;
import org.trialward.rules.document.TrialFolder;
import org.trialward.rules.document.TrialReader;
import org.trialward.rules.document.TrialReading;
import org.trialward.rules.document.Vocabulary;
import org.trialward.rules.trial.RegistryReference;
import org.trialward.rules.trial.Trial;
import org.trialward.rules.trial.TrialId;
import org.trialward.workbench.audit.AuditAction;
import org.trialward.workbench.audit.AuditLog;
import org.trialward.workbench.settings.TrialwardSettings;
import tools.jackson.databind.json.JsonMapper;

/**
 * The trials in force, read from the site's folder. A file with mistakes is left out and listed;
 * the others run.
 */
public class TrialLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(TrialLibrary.class);

  private final TrialwardSettings.Trials settings;
  private final TrialStore store;
  private final Matcher matcher;
  private final AuditLog audit;
  private final JsonMapper json;
  private final Map<TrialId, Trial> inForce = new ConcurrentHashMap<>();
  private volatile List<Mistake> mistakes = List.of();
  private volatile Vocabulary vocabulary = Vocabulary.standard();
  private volatile String rules = "";

  public TrialLibrary(
      TrialwardSettings.Trials settings,
      TrialStore store,
      Matcher matcher,
      AuditLog audit,
      JsonMapper json) {
    this.settings = settings;
    this.store = store;
    this.matcher = matcher;
    this.audit = audit;
    this.json = json;
  }

  /**
   * Reads the folder again.
   *
   * @param who asked for it
   * @return the trials whose rules or status changed since the last reading
   */
  public synchronized Set<TrialId> reload(String who) {
    List<Mistake> found = new ArrayList<>();
    Set<TrialId> changed = new TreeSet<>();
    List<Trial> loaded = new ArrayList<>();
    TrialFolder folder = read(found);
    for (TrialReading reading : folder.readings()) {
      found.addAll(reading.mistakes());
      reading.trial().map(trial -> admit(reading, trial, who, found)).ifPresent(loaded::add);
    }
    List<Trial> others =
        loaded.stream().filter(trial -> !trial.equals(inForce.put(trial.id(), trial))).toList();
    matcher.putAll(others);
    others.forEach(trial -> changed.add(trial.id()));
    others.forEach(this::nameBurden);
    Set<TrialId> present = loaded.stream().map(Trial::id).collect(Collectors.toSet());
    inForce.keySet().stream().filter(id -> !present.contains(id)).toList().forEach(this::retire);
    vocabulary = folder.vocabulary();
    rules = digest();
    mistakes = List.copyOf(found);
    importRegistry(loaded);
    LOG.info("{} trials in force, {} mistakes in trial files", loaded.size(), found.size());
    found.forEach(mistake -> LOG.warn("{}", mistake));
    return changed;
  }

  private String digest() {
    String all =
        inForce().stream()
            .map(trial -> trial.id() + " " + trial.version() + " " + trial.status())
            .collect(Collectors.joining("\n", "", "\n" + vocabulary.version()));
    return DigestUtils.sha256Hex(all);
  }

  private void nameBurden(Trial trial) {
    matcher
        .indexedAs(trial.id())
        .map(Matcher.IndexedAs::burden)
        .filter(burden -> !burden.isEmpty())
        .ifPresent(burden ->
            LOG.warn(
                "{} is costly to match: {}. Split it, or ask for less, if matching gets slow",
                trial.id(),
                String.join(", ", burden)));
  }

  private TrialFolder read(List<Mistake> found) {
    if (!Files.exists(settings.path())) {
      found.add(
          new Mistake(
              settings.path().toString(),
              1,
              "there is no such file or folder",
              "Set trialward.trials.path to the folder of trial files"));
      return new TrialFolder(vocabulary, List.of());
    }
    try {
      return TrialReader.readFolder(settings.path());
    } catch (IOException e) {
      found.add(
          new Mistake(
              settings.path().toString(),
              1,
              "cannot be read: " + e.getMessage(),
              "Check that this program may read it"));
      return new TrialFolder(vocabulary, List.of());
    }
  }

  private Trial admit(TrialReading reading, Trial trial, String who, List<Mistake> found) {
    TrialStore.Kept kept = store.keep(trial);
    if (kept == TrialStore.Kept.CONTRADICTED) {
      found.add(
          new Mistake(
              reading.file(),
              1,
              "version `%s` of %s was in force with other criteria"
                  .formatted(trial.version(), trial.id()),
              "Raise `version`, so that old verdicts keep the rules they were made by"));
      return Optional.ofNullable(inForce.get(trial.id()))
          .orElseGet(() -> store.version(trial.id(), trial.version()));
    }
    if (kept == TrialStore.Kept.NEW) {
      audit.append(
          who,
          AuditAction.TRIAL_LOADED,
          trial.id().value(),
          "version " + trial.version() + ", " + trial.status());
    }
    return trial;
  }

  /** A trial whose file is gone or broken is no longer matched; its candidates stay as they are. */
  private void retire(TrialId id) {
    inForce.remove(id);
    matcher.remove(id);
  }

  private void importRegistry(List<Trial> trials) {
    if (settings.registry().isEmpty()) {
      return;
    }
    Set<String> records =
        trials.stream()
            .flatMap(trial -> trial.registry().stream())
            .map(RegistryReference::record)
            .collect(Collectors.toSet());
    try {
      new RegistryFile(Path.of(settings.registry().get()), json)
          .find(records)
          .values()
          .forEach(store::keep);
    } catch (IOException e) {
      LOG.warn("The registry records cannot be read: check trialward.trials.registry", e);
    }
  }

  public Optional<Trial> find(TrialId id) {
    return Optional.ofNullable(inForce.get(id));
  }

  public Collection<Trial> inForce() {
    return inForce.values().stream().sorted(Comparator.comparing(Trial::id)).toList();
  }

  /** The site's shared files. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** By what everybody is matched: a digest of trials, versions, statuses and shared files. */
  public String rules() {
    return rules;
  }

  /** What is wrong with the files that were left out. */
  public List<Mistake> mistakes() {
    return mistakes;
  }
}
