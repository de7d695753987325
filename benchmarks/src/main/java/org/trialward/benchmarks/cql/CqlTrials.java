package org.trialward.benchmarks.cql;

import static java.util.stream.Collectors.toSet;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import kotlin.Pair;
import org.cqframework.cql.cql2elm.CqlCompilerException;
import org.cqframework.cql.cql2elm.CqlCompilerOptions;
import org.cqframework.cql.cql2elm.CqlTranslator;
import org.cqframework.cql.cql2elm.LibraryBuilder;
import org.cqframework.cql.cql2elm.LibraryManager;
import org.cqframework.cql.cql2elm.ModelManager;
import org.cqframework.cql.cql2elm.quick.FhirLibrarySourceProvider;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.VersionedIdentifier;
import org.hl7.fhir.r4.model.Bundle;
import org.opencds.cqf.cql.engine.data.CompositeDataProvider;
import org.opencds.cqf.cql.engine.data.DataProvider;
import org.opencds.cqf.cql.engine.execution.CqlEngine;
import org.opencds.cqf.cql.engine.execution.Environment;
import org.opencds.cqf.cql.engine.execution.EvaluationExpressionRef;
import org.opencds.cqf.cql.engine.execution.EvaluationParams;
import org.opencds.cqf.cql.engine.execution.EvaluationResult;
import org.opencds.cqf.cql.engine.execution.EvaluationResults;
import org.opencds.cqf.cql.engine.execution.ExpressionResult;
import org.opencds.cqf.cql.engine.fhir.model.R4FhirModelResolver;
import org.opencds.cqf.cql.engine.model.CachingModelResolverDecorator;
import org.opencds.cqf.cql.engine.model.ModelResolver;
import org.trialward.rules.logic.Truth;

/**
 * The libraries of many trials, translated once into one manager, so that one call can evaluate all
 * of them. For one thread.
 */
public final class CqlTrials {
  private static final String ELIGIBLE = "Eligible";
  private static final ModelResolver MODEL =
      new CachingModelResolverDecorator(new R4FhirModelResolver());
  private static final CqlCompilerOptions OPTIONS =
      new CqlCompilerOptions(
          CqlCompilerException.ErrorSeverity.Error,
          LibraryBuilder.SignatureLevel.All,
          CqlCompilerOptions.Options.EnableResultTypes,
          CqlCompilerOptions.Options.DisableListDemotion,
          CqlCompilerOptions.Options.DisableListPromotion);

  private final LibraryManager manager = new LibraryManager(new ModelManager(), OPTIONS);
  private final List<VersionedIdentifier> ids = new ArrayList<>();
  private final List<List<String>> criteria = new ArrayList<>();
  private final Map<String, Set<CodeKey>> valueSets = new HashMap<>();
  private final ZonedDateTime now;

  private CqlTrials(LocalDate asOf) {
    this.now = asOf.atTime(LocalTime.of(23, 59, 59, 999_000_000)).atZone(ZoneOffset.UTC);
    manager.getLibrarySourceLoader().registerProvider(new FhirLibrarySourceProvider());
  }

  /** Translates; every library defines a Boolean {@code Eligible}. */
  public static CqlTrials translate(List<CqlText> libraries, LocalDate asOf) {
    CqlTrials trials = new CqlTrials(asOf);
    libraries.forEach(trials::add);
    return trials;
  }

  private void add(CqlText cql) {
    cql.valueSets()
        .forEach(
            (url, codes) -> valueSets.put(url, codes.stream().map(CodeKey::of).collect(toSet())));
    CqlTranslator translator = CqlTranslator.fromText(cql.text(), manager);
    if (!translator.getErrors().isEmpty()) {
      throw new IllegalArgumentException(
          "The library cannot be translated: " + translator.getErrors().getFirst().getMessage());
    }
    Library library = Objects.requireNonNull(translator.toELM());
    VersionedIdentifier id = Objects.requireNonNull(library.getIdentifier());
    manager.getCompiledLibraries().put(id, translator.getTranslatedLibrary());
    // The engine finds definitions by binary search and leaves the sorting to who loads them.
    Objects.requireNonNull(library.getStatements())
        .getDef()
        .sort(Comparator.comparing(ExpressionDef::getName));
    ids.add(id);
    criteria.add(cql.criteria());
  }

  /** One patient and an engine that is warm for this patient. */
  public final class Patient {
    private final CqlEngine engine;

    private Patient(Bundle bundle) {
      Map<String, DataProvider> data = new HashMap<>();
      data.put(
          "http://hl7.org/fhir",
          new CompositeDataProvider(MODEL, new PatientIndex(bundle, valueSets)));
      engine =
          new CqlEngine(
              new Environment(manager, data, new NoTerminology()),
              Set.of(CqlEngine.Options.EnableExpressionCaching));
    }

    /** Whether the patient is eligible for one trial. */
    public Truth evaluate(int trial) {
      VersionedIdentifier id = ids.get(trial);
      return truth(ELIGIBLE, id, evaluate(Map.of(id, expressions(List.of(ELIGIBLE)))));
    }

    /** The same for all trials in one call. */
    public List<Truth> evaluateAll() {
      Map<VersionedIdentifier, List<EvaluationExpressionRef>> wanted = new LinkedHashMap<>();
      ids.forEach(id -> wanted.put(id, expressions(List.of(ELIGIBLE))));
      EvaluationResults results = evaluate(wanted);
      return ids.stream().map(id -> truth(ELIGIBLE, id, results)).toList();
    }

    /** Every criterion of one trial, in the trial's order. */
    public List<Truth> evaluateCriteria(int trial) {
      VersionedIdentifier id = ids.get(trial);
      List<String> names = criteria.get(trial);
      EvaluationResults results = evaluate(Map.of(id, expressions(names)));
      return names.stream().map(name -> truth(name, id, results)).toList();
    }

    private EvaluationResults evaluate(
        Map<VersionedIdentifier, List<EvaluationExpressionRef>> wanted) {
      // An answer remembered from the call before would cost nothing and mean nothing.
      engine.getCache().getExpressions().clear();
      return engine.evaluate(
          new EvaluationParams(
              wanted, new Pair<>("Patient", "the one of the bundle"), Map.of(), null, now));
    }
  }

  /** Every resource of the bundle is taken as the patient's. */
  public Patient patient(Bundle bundle) {
    return new Patient(bundle);
  }

  private static List<EvaluationExpressionRef> expressions(List<String> names) {
    return names.stream().map(EvaluationExpressionRef::new).toList();
  }

  /** Null is UNKNOWN. */
  private static Truth truth(String name, VersionedIdentifier id, EvaluationResults results) {
    EvaluationResult result = results.getResultFor(id);
    if (result == null) {
      throw new IllegalStateException(
          "The library `%s` failed.".formatted(id.getId()), results.getExceptionFor(id));
    }
    ExpressionResult answer = Objects.requireNonNull(result.get(name), name);
    return switch (answer.getValue()) {
      case null -> Truth.UNKNOWN;
      case Boolean holds -> Truth.of(holds);
      case Object other ->
          throw new IllegalStateException(
              "`%s` of `%s` gives `%s`, no Boolean.".formatted(name, id.getId(), other));
    };
  }
}
