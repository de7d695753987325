package org.trialward.fhir.screening;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.ResearchSubject;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trialward.fhir.ValidFhir;
import org.trialward.fhir.emr.FhirR4;
import org.trialward.fhir.screening.ScreenedCandidate.Step;
import org.trialward.rules.match.CandidateState;

class ScreeningBundleTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");

  private static String write(List<ScreenedCandidate> candidates) throws IOException {
    var out = new ByteArrayOutputStream();
    var bundle = new ScreeningBundle("NCT01234567", "A \"study\" of something", NOW, out);
    for (ScreenedCandidate candidate : candidates) {
      bundle.write(candidate);
    }
    bundle.finish();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Bundle read(List<ScreenedCandidate> candidates) throws IOException {
    return FhirR4.get().newJsonParser().parseResource(Bundle.class, write(candidates));
  }

  private static ScreenedCandidate candidate(long number, Step... steps) {
    return new ScreenedCandidate(number, "3", 2026, List.of(steps));
  }

  private static Step engine(CandidateState state) {
    return new Step(state, Optional.empty(), Optional.empty());
  }

  private static <T extends Resource> List<T> all(Class<T> type, Bundle bundle) {
    return bundle.getEntry().stream()
        .map(BundleEntryComponent::getResource)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void everyStateHasAStatusThatFhirKnows(CandidateState state) throws IOException {
    Bundle bundle = read(List.of(candidate(1, engine(state))));
    assertThat(all(ResearchSubject.class, bundle)).hasSize(1);
    ValidFhir.check(bundle);
  }

  @Test
  void theListNamesEverySubjectAndEveryReferenceLeadsIntoTheBundle() throws IOException {
    Bundle bundle =
        read(
            List.of(
                candidate(1, engine(CandidateState.DETECTED)),
                candidate(2, engine(CandidateState.LAPSED))));
    List<String> urls = bundle.getEntry().stream().map(BundleEntryComponent::getFullUrl).toList();
    assertThat(urls).doesNotHaveDuplicates();
    assertThat(all(ListResource.class, bundle).getFirst().getEntry())
        .hasSize(2)
        .allSatisfy(e -> assertThat(urls).contains(e.getItem().getReference()));
    assertThat(all(ResearchSubject.class, bundle))
        .allSatisfy(s -> assertThat(urls).contains(s.getStudy().getReference()));
    assertThat(all(Provenance.class, bundle))
        .allSatisfy(p -> assertThat(urls).contains(p.getTargetFirstRep().getReference()));
  }

  @Test
  void theSubjectIsOurNumberAndThePersonWhoDecidedIsNamed() throws IOException {
    Instant decided = Instant.parse("2026-11-20T08:00:00Z");
    Bundle bundle =
        read(
            List.of(
                candidate(
                    17,
                    engine(CandidateState.DETECTED),
                    new Step(
                        CandidateState.CONFIRMED, Optional.of("carla"), Optional.of(decided)))));
    ResearchSubject subject = all(ResearchSubject.class, bundle).getFirst();
    assertThat(subject.getStatus().toCode()).isEqualTo("candidate");
    assertThat(subject.getIndividual().hasReference()).isFalse();
    assertThat(subject.getIndividual().getIdentifier().getValue()).isEqualTo("17");
    assertThat(subject.getPeriod().getStartElement().getValueAsString()).isEqualTo("2026");
    List<Provenance> history = all(Provenance.class, bundle);
    assertThat(history)
        .extracting(p -> p.getActivity().getText())
        .containsExactly("DETECTED", "CONFIRMED");
    assertThat(history.getFirst().getAgent()).hasSize(1);
    assertThat(history.getFirst().getRecorded()).isEqualTo(NOW);
    assertThat(history.getLast().getRecorded()).isEqualTo(decided);
    assertThat(history.getLast().getAgent().getLast().getWho().getIdentifier().getValue())
        .isEqualTo("carla");
    assertThat(history.getLast().getEntityFirstRep().getWhat().getIdentifier().getValue())
        .isEqualTo("NCT01234567|3");
  }

  @Test
  void anEmptyListSaysSo() throws IOException {
    Bundle bundle = read(List.of());
    assertThat(all(ListResource.class, bundle).getFirst().hasEmptyReason()).isTrue();
    ValidFhir.check(bundle);
  }

  @Test
  void aHundredBundlesAreValid() throws IOException {
    Random random = new Random(6);
    CandidateState[] states = CandidateState.values();
    for (int round = 0; round < 100; round++) {
      List<ScreenedCandidate> candidates = new ArrayList<>();
      for (int number = 1; number <= 1 + random.nextInt(4); number++) {
        Step[] steps =
            Stream.generate(() ->
                    new Step(
                        states[random.nextInt(states.length)],
                        random.nextBoolean() ? Optional.of("Practitioner/7") : Optional.empty(),
                        random.nextBoolean()
                            ? Optional.of(NOW.minusSeconds(random.nextInt(1_000_000)))
                            : Optional.empty()))
                .limit(1 + random.nextInt(3))
                .toArray(Step[]::new);
        candidates.add(candidate(number, steps));
      }
      ValidFhir.check(read(candidates));
    }
  }
}
