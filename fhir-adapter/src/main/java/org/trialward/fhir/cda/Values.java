package org.trialward.fhir.cda;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Observation.ObservationReferenceRangeComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Quantity.QuantityComparator;
import org.hl7.fhir.r4.model.StringType;
import org.trialward.fhir.intake.Codes;
import org.trialward.fhir.intake.Notes;
import org.trialward.fhir.intake.ReferenceRanges;
import org.trialward.fhir.intake.Results;
import org.trialward.fhir.intake.SystemNames;
import org.trialward.fhir.record.FeedProfile;
import org.trialward.rules.patient.Measurement.Result;
import org.trialward.rules.patient.ReferenceRange;
import org.trialward.rules.quantity.Code;
import org.trialward.rules.quantity.CodeSystem;

/**
 * HL7 v3 data types, by way of FHIR's, so that a code, a unit and a range mean the same whether
 * they came in a document or from a FHIR server.
 */
final class Values {
  private static final String UCUM = "http://unitsofmeasure.org";
  private static final String VALUE = "value";

  private static final Pattern TYPE = Pattern.compile("[A-Z]{2,5}(_[A-Z]{2,4})?");

  /**
   * A unit that no laboratory reports: a table of UCUM would compute {@code 10*9999999} for hours.
   * Nothing beyond the third power of a unit, {@code 10*24} and four numbers in all.
   */
  private static final Pattern MONSTROUS =
      Pattern.compile(
          "\\d{5}|10[*^][+-]?(?:\\d{3}|2[5-9]|[3-9]\\d)"
              + "|[A-Za-z\\]](?<!10[eE])(?<![xX])[+-]?(?:\\d{2}|[4-9])"
              + "|(?:\\d+\\D+){4}\\d");

  private static final Pattern ANNOTATION = Pattern.compile("\\{[^{}]*}");

  private static final int LONGEST_UNIT = 40;

  /** In one document: each costs a look into the table, the first time. */
  private static final int MOST_UNITS = 100;

  /** Stands for a unit that is not even looked up. */
  private static final String NO_UCUM = "?";

  /** A number with more digits is none that a laboratory sends, and costs memory when printed. */
  private static final int MOST_DIGITS = 100;

  /** HL7 NullFlavor as FHIR's data-absent-reason (HL7 ConceptMap cm-data-absent-reason-v3). */
  private static final Map<String, String> ABSENT =
      Map.of(
          "UNK", "unknown",
          "ASKU", "asked-unknown",
          "NAV", "temp-unknown",
          "NASK", "not-asked",
          "MSK", "masked",
          "NA", "not-applicable",
          "NINF", "negative-infinity",
          "PINF", "positive-infinity");

  private final FeedProfile profile;
  private final Set<String> units = new HashSet<>();

  Values(FeedProfile profile) {
    this.profile = profile;
  }

  /** The code and its translations; a null-flavoured code leaves its translations. */
  List<Code> codes(Element coded, String what, Notes notes) {
    return Codes.of(concept(coded), what, notes);
  }

  private CodeableConcept concept(Element coded) {
    var concept = new CodeableConcept();
    with(coded).map(this::coding).forEach(concept::addCoding);
    return concept;
  }

  /** It and its translations that are not null-flavoured. */
  static Stream<Element> with(Element coded) {
    return Stream.concat(Stream.of(coded), coded.children("translation"))
        .filter(it -> !it.isNull() && it.attribute("code").isPresent());
  }

  private Coding coding(Element coded) {
    var coding = new Coding();
    system(coded).ifPresent(coding::setSystem);
    coded.attribute("code").ifPresent(coding::setCode);
    coded.attribute("displayName").ifPresent(coding::setDisplay);
    return coding;
  }

  /** By its OID, else by its name, as the site calls it or as all do. */
  private Optional<String> system(Element coded) {
    Optional<String> oid = coded.attribute("codeSystem");
    Optional<String> name = coded.attribute("codeSystemName");
    if (isNationalIcd10(oid.orElse(""), name.orElse(""))) {
      return Optional.of(CodeSystem.ICD_10.uri());
    }
    return Stream.of(oid, name)
        .flatMap(Optional::stream)
        .flatMap(it -> named(it, coded.attribute("code").orElse("")).stream())
        .findFirst();
  }

  private Optional<String> named(String system, String code) {
    return profile.systems().uri(system).isPresent()
        ? Optional.of(system)
        : SystemNames.uri(system, code);
  }

  /** By the name beside the OID, where the site does not say what the OID is. */
  private boolean isNationalIcd10(String oid, String name) {
    return SystemNames.isNationalIcd10(oid, name) && profile.systems().uri(oid).isEmpty();
  }

  /** Every value of an observation; says why where there is none. */
  List<Result> results(Element observation, Notes notes) {
    List<Element> values = observation.children(VALUE).toList();
    return values.isEmpty()
        ? List.of(Results.unusable(VALUE, "the result has no value", notes))
        : values.stream().map(value -> result(value, notes)).toList();
  }

  private Result result(Element value, Notes notes) {
    boolean isQuantity = value.type().equals("PQ"); // its translations have the codes of units
    if (isQuantity && said(value).exists()) {
      return Results.of(quantity(said(value)), VALUE, notes);
    }
    if (!isQuantity && with(value).findAny().isPresent()) {
      return Results.of(concept(value), VALUE, notes);
    }
    if (value.isNull()) {
      var reason = new CodeableConcept();
      value
          .attribute("nullFlavor")
          .map(flavor -> ABSENT.getOrDefault(flavor, "unknown"))
          .ifPresent(code -> reason.addCoding().setCode(code));
      return Results.absent(reason, VALUE, notes);
    }
    return switch (value.type()) {
      case "PQ" -> Results.of(quantity(value), VALUE, notes);
      case "INT", "REAL" -> Results.of(quantity(value, Optional.of("1")), VALUE, notes);
      case "IVL_PQ", "IVL_INT", "IVL_REAL" -> bounded(value, notes);
      case "BL" -> yesOrNo(value, notes);
      case "ST", "ED" -> Results.of(new StringType(), VALUE, notes);
      case "CD", "CE", "CV", "CO", "CS" -> Results.of(new CodeableConcept(), VALUE, notes);
      case String type when TYPE.matcher(type).matches() ->
          Results.unusable(VALUE, "the result is of the type " + type, notes);
      default -> Results.unusable(VALUE, "the result has no known type", notes);
    };
  }

  private static Result yesOrNo(Element value, Notes notes) {
    return value
        .attribute(VALUE)
        .filter(it -> it.equals("true") || it.equals("false"))
        .map(it -> Results.of(new BooleanType(it.equals("true")), VALUE, notes))
        .orElseGet(() -> Results.unusable(VALUE, "the result has no value", notes));
  }

  /**
   * A laboratory's {@code <0.01}: an interval without a lower end. Its ends belong to it unless it
   * says that they do not (HL7 v3 data types, IVL).
   */
  private Result bounded(Element value, Notes notes) {
    Element low = limit(value, "low");
    Element high = limit(value, "high");
    if (low.exists() && high.exists()) {
      return quantity(low).equalsDeep(quantity(high))
          ? Results.of(quantity(low), VALUE, notes)
          : Results.unusable(VALUE, "the result is a range", notes);
    }
    if (low.exists()) {
      return Results.of(
          quantity(low)
              .setComparator(
                  isOpen(value.child("low"))
                      ? QuantityComparator.GREATER_THAN
                      : QuantityComparator.GREATER_OR_EQUAL),
          VALUE,
          notes);
    }
    if (high.exists()) {
      return Results.of(
          quantity(high)
              .setComparator(
                  isOpen(value.child("high"))
                      ? QuantityComparator.LESS_THAN
                      : QuantityComparator.LESS_OR_EQUAL),
          VALUE,
          notes);
    }
    return Results.unusable(VALUE, "the result has no value", notes);
  }

  private static Element limit(Element interval, String which) {
    return said(interval.child(which));
  }

  /**
   * What has the number: where the unit is none of UCUM, a translation, whose original text is the
   * unit (HL7's C-CDA examples; all blood counts of athenahealth).
   */
  private static Element said(Element quantity) {
    return Stream.concat(
            Stream.of(quantity).filter(it -> !it.isNull()), quantity.children("translation"))
        .filter(it -> it.attribute(VALUE).isPresent())
        .findFirst()
        .orElse(Element.NONE);
  }

  private static boolean isOpen(Element limit) {
    return limit.has("inclusive", "false");
  }

  private Quantity quantity(Element said) {
    if (!said.name().equals("translation")) {
      return quantity(said, unit(said.attribute("unit")));
    }
    String text = said.child("originalText").text();
    var quantity = quantity(said, Optional.empty());
    unit(said.attribute("code").or(() -> Optional.of(text).filter(it -> !it.isEmpty())))
        .ifPresent(quantity::setUnit);
    return quantity;
  }

  private Optional<String> unit(Optional<String> said) {
    return said.map(written -> profile.units().getOrDefault(written, written))
        .map(unit -> isMonstrous(unit) || isOneTooMany(unit) ? NO_UCUM : unit);
  }

  private boolean isOneTooMany(String unit) {
    return !units.contains(unit) && (units.size() == MOST_UNITS || !units.add(unit));
  }

  private static boolean isMonstrous(String unit) {
    return unit.length() > LONGEST_UNIT
        || MONSTROUS.matcher(ANNOTATION.matcher(unit).replaceAll("")).find();
  }

  private static Quantity quantity(Element number, Optional<String> unit) {
    var quantity = new Quantity();
    number(number).ifPresent(quantity::setValue);
    unit.ifPresent(code -> quantity.setSystem(UCUM).setCode(code).setUnit(code));
    return quantity;
  }

  private static Optional<BigDecimal> number(Element written) {
    try {
      return written
          .attribute(VALUE)
          .map(BigDecimal::new)
          .filter(
              it -> it.precision() <= MOST_DIGITS && Math.abs((long) it.scale()) <= MOST_DIGITS);
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  /** The normal range reported with a result. */
  ReferenceRange normal(Element observation, Notes notes) {
    return ReferenceRanges.of(
        observation
            .children("referenceRange")
            .map(range -> range.child("observationRange"))
            .filter(Element::exists)
            .map(this::range)
            .toList(),
        notes);
  }

  private ObservationReferenceRangeComponent range(Element written) {
    var range = new ObservationReferenceRangeComponent();
    Element value = written.child(VALUE);
    Element low = limit(value, "low");
    Element high = limit(value, "high");
    if (low.exists()) {
      range.setLow(quantity(low));
    }
    if (high.exists()) {
      range.setHigh(quantity(high));
    }
    if (value.type().equals("ST") || written.child("text").exists()) {
      range.setText("narrative");
    }
    written
        .code("interpretationCode")
        .ifPresent(code -> range.getType().addCoding().setCode(code.equals("N") ? "normal" : code));
    return range;
  }
}
