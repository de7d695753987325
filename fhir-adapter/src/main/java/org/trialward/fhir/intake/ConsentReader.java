package org.trialward.fhir.intake;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Resource;
import org.trialward.fhir.intake.ResearchContact.Refusal;

/**
 * FHIR R4 Consents about research. A nested provision is an exception to the one around it. What
 * denies counts even where its limits are not understood; what permits counts against a denial only
 * where it plainly speaks of contact.
 */
final class ConsentReader {
  private static final String RESEARCH = "research";

  /** v3-ActReason: research, and clinical trials with and without patient care. */
  private static final Set<String> RESEARCH_PURPOSES =
      Set.of("HRESCH", "CLINTRCH", "CLINTRCHNPC", "CLINTRCHPC");

  /**
   * Policies of the German Medical Informatics Initiative's broad consent: contact again, and
   * contact again about further studies.
   */
  private static final String MII_POLICIES = "urn:oid:2.16.840.1.113883.3.1937.777.24.5.3";

  private static final Set<String> MII_CONTACT =
      Set.of("2.16.840.1.113883.3.1937.777.24.5.3.26", "2.16.840.1.113883.3.1937.777.24.5.3.29");

  private static final int YEAR = 4;
  private static final int MONTH = 7;
  private static final int DAY = 10;

  /** What a provision says of contact on one day. */
  private enum Word {
    REFUSED,
    ALLOWED,
    SILENT
  }

  private final Consent consent;
  private final boolean ofResearch;

  private ConsentReader(Consent consent) {
    this.consent = consent;
    this.ofResearch =
        Stream.concat(Stream.of(consent.getScope()), consent.getCategory().stream())
            .anyMatch(concept -> codes(concept).anyMatch(RESEARCH::equals));
  }

  static ResearchContact read(List<? extends Resource> consents) {
    List<Refusal> refusals = new ArrayList<>();
    List<Unusable> notes = new ArrayList<>();
    consents.stream()
        .filter(Consent.class::isInstance)
        .map(Consent.class::cast)
        .filter(ConsentReader::isInForce)
        .sorted(Comparator.comparing(References::of))
        .map(ConsentReader::new)
        .forEach(reader -> {
          List<Refusal> said = reader.refusals();
          refusals.addAll(said);
          if (!said.isEmpty()) {
            notes.addAll(reader.notes());
          }
        });
    return new ResearchContact(refusals, notes);
  }

  /** A status that we cannot read must not let a refusal pass. */
  private static boolean isInForce(Consent consent) {
    return !consent.hasStatus() || consent.getStatus() == ConsentState.ACTIVE;
  }

  /** Between two days on which a period begins or has ended nothing changes. */
  private List<Refusal> refusals() {
    List<LocalDate> turns = turns(consent.getProvision()).sorted().distinct().toList();
    Optional<LocalDate> saidOn =
        Optional.ofNullable(consent.getDateTimeElement()).flatMap(ConsentReader::firstDay);
    List<Refusal> refusals = new ArrayList<>();
    Optional<Optional<LocalDate>> since = Optional.empty();
    for (int at = 0; at <= turns.size(); at++) {
      Optional<LocalDate> from = at == 0 ? Optional.empty() : Optional.of(turns.get(at - 1));
      LocalDate probe =
          from.orElseGet(() -> turns.isEmpty() ? LocalDate.EPOCH : turns.getFirst().minusDays(1));
      boolean refused = isRefusedOn(probe);
      if (refused && since.isEmpty()) {
        since = Optional.of(from);
      } else if (!refused && since.isPresent()) {
        refusals.add(refusal(saidOn, since.get(), from.map(day -> day.minusDays(1))));
        since = Optional.empty();
      }
    }
    since.ifPresent(from -> refusals.add(refusal(saidOn, from, Optional.empty())));
    return refusals;
  }

  private Refusal refusal(
      Optional<LocalDate> saidOn, Optional<LocalDate> from, Optional<LocalDate> until) {
    return new Refusal(References.of(consent), saidOn, from, until);
  }

  private static Stream<LocalDate> turns(ProvisionComponent provision) {
    return all(provision)
        .map(ProvisionComponent::getPeriod)
        .flatMap(period ->
            Stream.concat(
                first(period).stream(), last(period).map(day -> day.plusDays(1)).stream()));
  }

  private boolean isRefusedOn(LocalDate day) {
    if (consent.hasModifierExtension()) {
      return all(consent.getProvision()).anyMatch(this::denies);
    }
    Word word = word(consent.getProvision(), day);
    boolean optedOut = ofResearch && policy("OPTOUT");
    boolean optedOutWithExceptions = ofResearch && policy("OPTOUTE");
    return optedOut || word == Word.REFUSED || (optedOutWithExceptions && word != Word.ALLOWED);
  }

  /** v3-ActCode: the consent directive that the whole document follows. */
  private boolean policy(String code) {
    return codes(consent.getPolicyRule()).anyMatch(code::equals);
  }

  private Word word(ProvisionComponent provision, LocalDate day) {
    if (first(provision.getPeriod()).filter(day::isBefore).isPresent()
        || last(provision.getPeriod()).filter(day::isAfter).isPresent()) {
      return Word.SILENT;
    }
    List<Word> inner = provision.getProvision().stream().map(p -> word(p, day)).toList();
    if (inner.contains(Word.REFUSED)) {
      return Word.REFUSED;
    }
    if (inner.contains(Word.ALLOWED)) {
      return Word.ALLOWED;
    }
    if (denies(provision)) {
      return Word.REFUSED;
    }
    boolean allows =
        provision.getType() == ConsentProvisionType.PERMIT && speaksPlainlyOfContact(provision);
    return allows ? Word.ALLOWED : Word.SILENT;
  }

  /** Outside a research consent only what names research. */
  private boolean denies(ProvisionComponent provision) {
    return provision.getType() == ConsentProvisionType.DENY
        && (ofResearch || namesContact(provision));
  }

  private static boolean speaksPlainlyOfContact(ProvisionComponent provision) {
    return namesContact(provision) && !isLimited(provision);
  }

  private static boolean namesContact(ProvisionComponent provision) {
    return provision.getPurpose().stream()
            .anyMatch(purpose -> purpose.hasCode() && RESEARCH_PURPOSES.contains(purpose.getCode()))
        || provision.getCode().stream()
            .flatMap(concept -> concept.getCoding().stream())
            .anyMatch(ConsentReader::isMiiContact);
  }

  private static boolean isMiiContact(Coding code) {
    return MII_POLICIES.equals(code.getSystem())
        && code.hasCode()
        && MII_CONTACT.contains(code.getCode());
  }

  /** To some people, data or labels only. */
  private static boolean isLimited(ProvisionComponent provision) {
    return provision.hasActor()
        || provision.hasAction()
        || provision.hasClass_()
        || provision.hasSecurityLabel()
        || provision.hasData()
        || provision.hasDataPeriod()
        || provision.hasModifierExtension();
  }

  private List<Unusable> notes() {
    var notes = new Notes(References.source(consent));
    if (consent.hasModifierExtension()) {
      notes.drop(
          "the resource",
          "it carries a modifier extension that we do not understand; what it denies is taken as a refusal to be asked about research");
    } else if (all(consent.getProvision()).filter(this::denies).anyMatch(this::isNotUnderstood)) {
      notes.drop(
          "provision",
          "what it denies is limited in a way that we do not understand; it is taken as a refusal to be asked about research");
    }
    return notes.unusable();
  }

  private boolean isNotUnderstood(ProvisionComponent provision) {
    boolean namesSomethingElse = provision.hasCode() || provision.hasPurpose();
    return isLimited(provision) || (namesSomethingElse && !namesContact(provision));
  }

  private static Stream<ProvisionComponent> all(ProvisionComponent provision) {
    return Stream.concat(
        Stream.of(provision), provision.getProvision().stream().flatMap(ConsentReader::all));
  }

  private static Stream<String> codes(CodeableConcept concept) {
    return concept.getCoding().stream().filter(Coding::hasCode).map(Coding::getCode);
  }

  private static Optional<LocalDate> first(Period period) {
    return Optional.ofNullable(period.getStartElement()).flatMap(ConsentReader::firstDay);
  }

  private static Optional<LocalDate> last(Period period) {
    return Optional.ofNullable(period.getEndElement()).flatMap(ConsentReader::lastDay);
  }

  private static Optional<LocalDate> firstDay(BaseDateTimeType written) {
    return month(written).map(month -> month.first().atDay(1)).or(() -> day(written));
  }

  private static Optional<LocalDate> lastDay(BaseDateTimeType written) {
    return month(written).map(month -> month.last().atEndOfMonth()).or(() -> day(written));
  }

  private record Months(YearMonth first, YearMonth last) {}

  /** Of a date that does not name its day. */
  private static Optional<Months> month(BaseDateTimeType written) {
    return text(written)
        .filter(text -> text.length() <= MONTH)
        .flatMap(text ->
            read(() ->
                text.length() <= YEAR
                    ? new Months(
                        Year.parse(text).atMonth(Month.JANUARY),
                        Year.parse(text).atMonth(Month.DECEMBER))
                    : new Months(YearMonth.parse(text), YearMonth.parse(text))));
  }

  /** As written, whatever its offset: who refuses until noon is not asked that day. */
  private static Optional<LocalDate> day(BaseDateTimeType written) {
    return text(written)
        .filter(text -> text.length() >= DAY)
        .flatMap(text -> read(() -> LocalDate.parse(text.substring(0, DAY))));
  }

  /** A limit that cannot be read does not limit. */
  private static <T> Optional<T> read(Supplier<T> parsed) {
    try {
      return Optional.of(parsed.get());
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(BaseDateTimeType written) {
    return Optional.ofNullable(written.getValueAsString()).filter(text -> !text.isBlank());
  }
}
