package org.trialward.fhir.bulk;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Quantity.QuantityComparator;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;

/** FHIR's data types, as far as our mappers look at them. */
final class Datatypes {
  private static final int LONGEST_INTEGER = 9;

  private Datatypes() {}

  /** Text that HAPI would leave as it is. */
  static final Value<String> TEXT =
      json -> {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
          throw new NotPlain();
        }
        String text = json.getText();
        if (text.isBlank()) {
          throw new NotPlain();
        }
        return text;
      };

  /** A code, an id or an address: HAPI takes blanks off some of them. */
  static final Value<String> WORD =
      json -> {
        String text = TEXT.read(json);
        if (text.charAt(0) <= ' ' || text.charAt(text.length() - 1) <= ' ') {
          throw new NotPlain();
        }
        return text;
      };

  static final Value<Boolean> YES_OR_NO =
      json ->
          switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw new NotPlain();
          };

  static final Value<BooleanType> BOOLEAN = json -> new BooleanType(YES_OR_NO.read(json));

  static final Value<IntegerType> INTEGER =
      json -> {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
            || json.getTextLength() > LONGEST_INTEGER) {
          throw new NotPlain();
        }
        return new IntegerType(json.getIntValue());
      };

  static final Value<StringType> STRING = json -> new StringType(TEXT.read(json));

  static final Value<DateTimeType> DATE_TIME = json -> WrittenDates.dateTime(WORD.read(json));

  static final Value<DateType> DATE = json -> WrittenDates.date(WORD.read(json));

  static final Value<InstantType> INSTANT = json -> WrittenDates.instant(WORD.read(json));

  static final Value<Coding> CODING =
      coding().many("extension", extensionOfCoding(), Coding::addExtension);

  static final Value<CodeableConcept> CONCEPT = concept();

  /** Where somebody looks at what is said of the concept itself. */
  static final Value<CodeableConcept> PLAIN_CONCEPT = concept().notPlainWith("extension");

  static final Value<Quantity> QUANTITY =
      Shape.of(Quantity::new)
          .one("value", Datatypes::number, Quantity::setValue)
          .one(
              "comparator",
              codes(QuantityComparator.class, QuantityComparator::toCode),
              Quantity::setComparator)
          .one("unit", TEXT, Quantity::setUnit)
          .one("system", WORD, Quantity::setSystem)
          .one("code", WORD, Quantity::setCode);

  static final Value<Period> PERIOD =
      Shape.of(Period::new)
          .one("start", DATE_TIME, Period::setStartElement)
          .one("end", DATE_TIME, Period::setEndElement);

  static final Value<Identifier> IDENTIFIER =
      Shape.of(Identifier::new)
          .one("type", CONCEPT, Identifier::setType)
          .one("system", WORD, Identifier::setSystem)
          .one("value", TEXT, Identifier::setValue)
          .mayBeHollow();

  static final Value<Reference> REFERENCE =
      Shape.of(Reference::new)
          .one("reference", Datatypes::address, Reference::setReference)
          .one("identifier", IDENTIFIER, Reference::setIdentifier);

  /** Whom else an Observation is about and whether a medicine is taken are said in parts. */
  private static final Value<String> WITHOUT_PARTS =
      json -> {
        String url = WORD.read(json);
        if (url.endsWith("/observation-focusCode") || url.endsWith("adherence")) {
          throw new NotPlain();
        }
        return url;
      };

  static final Value<Extension> EXTENSION =
      Shape.of(Extension::new)
          .one("url", WITHOUT_PARTS, Extension::setUrl)
          .choice(
              "value",
              Map.<String, Value<? extends Type>>of(
                  "CodeableConcept",
                  CONCEPT,
                  "DateTime",
                  DATE_TIME,
                  "Date",
                  DATE,
                  "Period",
                  PERIOD),
              Extension::setValue);

  /** Of which nothing is looked at. */
  static final Value<Extension> PASSED_OVER =
      Shape.of(Extension::new).one("url", WITHOUT_PARTS, Extension::setUrl);

  /** Types of {@code x[x]} that say when. */
  static final Map<String, Value<? extends Type>> WHEN =
      Map.of("DateTime", DATE_TIME, "Period", PERIOD);

  /** Of a closed list of codes; one that FHIR does not have is not plain. */
  static <E extends Enum<E>> Value<E> codes(Class<E> type, Function<E, String> code) {
    Map<String, E> byCode =
        Arrays.stream(type.getEnumConstants())
            .filter(constant -> !constant.name().equals("NULL"))
            .collect(Collectors.toMap(code, Function.identity()));
    return json -> Optional.ofNullable(byCode.get(WORD.read(json))).orElseThrow(NotPlain::new);
  }

  private static Shape<CodeableConcept> concept() {
    return Shape.of(CodeableConcept::new)
        .many("coding", CODING, CodeableConcept::addCoding)
        .one("text", TEXT, CodeableConcept::setText);
  }

  private static Shape<Coding> coding() {
    return Shape.of(Coding::new)
        .one("system", WORD, Coding::setSystem)
        .one("code", WORD, Coding::setCode)
        .one("display", TEXT, Coding::setDisplay);
  }

  /** Looked at for how certain a diagnosis is. */
  private static Value<Extension> extensionOfCoding() {
    return Shape.of(Extension::new)
        .one("url", WORD, Extension::setUrl)
        .choice(
            "value",
            Map.<String, Value<? extends Type>>of("Coding", coding()),
            Extension::setValue);
  }

  private static BigDecimal number(JsonParser json) throws IOException {
    switch (json.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Shape.plainNumber(json);
      default -> throw new NotPlain();
    }
    return new BigDecimal(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
  }

  /** HAPI takes the version off a reference, and follows those to contained resources. */
  private static String address(JsonParser json) throws IOException {
    String text = WORD.read(json);
    if (text.startsWith("#") || text.contains("/_history/")) {
      throw new NotPlain();
    }
    return text;
  }
}
