package org.trialward.benchmarks.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.trialward.benchmarks.message.HospitalDay.Sent;
import org.trialward.fhir.hl7.MessageDesk;
import org.trialward.fhir.hl7.Received;
import org.trialward.fhir.record.FeedProfile;

class HospitalDayTest {
  private static final LocalDate DATE = LocalDate.of(2026, 11, 20);
  private static final int PATIENTS = 2_000;
  private final List<Sent> day = new HospitalDay(7, PATIENTS, DATE).messages();

  @Test
  void everyMessageIsAcceptedAndNoneIsAnother() {
    var desk = new MessageDesk(FeedProfile.of("day", ZoneOffset.UTC), Clock.system(ZoneOffset.UTC));
    List<Received> received =
        day.stream().map(sent -> desk.receive(sent.text().getBytes(UTF_8))).toList();

    assertThat(received).hasOnlyElementsOfType(Received.Accepted.class);
    assertThat(received.stream().map(it -> ((Received.Accepted) it).envelope().dedupKey()))
        .doesNotHaveDuplicates();
  }

  @Test
  void aPatientHasAboutFourMessagesFromAllFeeds() {
    assertThat(day.size()).isBetween(39 * PATIENTS / 10, 42 * PATIENTS / 10);
    assertThat(day.stream().map(Sent::feed).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(Feed.values());
    assertThat(day.stream().filter(sent -> sent.text().contains("\rMRG|"))).hasSize(PATIENTS / 100);
  }

  @Test
  void theDayRunsInOrderAndItsBusiestHourIsThreeTimesTheMean() {
    assertThat(day).isSortedAccordingTo(Comparator.comparing(Sent::at));
    assertThat(day.getLast().at()).isLessThan(Duration.ofDays(1));
    int[] hours = new int[24];
    day.forEach(sent -> hours[(int) sent.at().toHours()]++);
    double mean = day.size() / 24.0;
    assertThat(Arrays.stream(hours).max().orElseThrow() / mean)
        .isBetween(0.9 * HospitalDay.PEAK, 1.1 * HospitalDay.PEAK);
  }

  @Test
  void theMessagesAreAsLongAsThoseOfHospitals() {
    assertThat(day).allMatch(sent -> sent.text().length() > 300 && sent.text().length() < 2_500);
  }

  @Test
  void theSameSeedGivesTheSameDay() {
    assertThat(new HospitalDay(7, PATIENTS, DATE).messages()).isEqualTo(day);
    assertThat(new HospitalDay(8, PATIENTS, DATE).messages()).isNotEqualTo(day);
  }

  @Test
  void aDayWithoutPatientsIsRefused() {
    assertThatThrownBy(() -> new HospitalDay(7, 0, DATE)).hasMessageContaining("needs a patient");
  }

  @Test
  void aBlockIsTheMessageBetweenTheBytesOfMllp() {
    assertThat(Sender.block("MSH|")).containsExactly(0x0b, 'M', 'S', 'H', '|', 0x1c, 0x0d);
  }
}
