package org.trialward.benchmarks.message;

import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.trialward.benchmarks.message.HospitalDay.Kind;
import org.trialward.benchmarks.message.HospitalDay.Sent;

/** The messages of one patient as HL7 v2.5 text, 400 bytes to 2 kB. */
final class PatientMessages {
  private static final DateTimeFormatter HL7 =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

  private static final List<String> FAMILIES =
      List.of("Tarnowska", "Eskildsen", "Ibarrola", "Vanterpool", "Moriguchi", "Adeyinka-Holt");
  private static final List<String> GIVEN =
      List.of("Runa", "Teodor", "Mireille", "Kofi", "Saoirse");

  /** Common ones, and some that the demo's trials ask for. */
  private static final List<String> DIAGNOSES =
      List.of(
          "E11.9^Type 2 diabetes mellitus without complications^I10C",
          "44054006^Diabetes mellitus type 2^SCT",
          "I10^Essential (primary) hypertension^I10C",
          "13645005^Chronic obstructive lung disease^SCT",
          "J44.1^COPD with (acute) exacerbation^I10C",
          "195967001^Asthma^SCT",
          "I25.119^Coronary disease with angina pectoris^I10C",
          "C50.919^Malignant neoplasm of breast^I10C",
          "N18.30^Chronic kidney disease, stage 3^I10C");

  private static final List<String> MEDICINES =
      List.of(
          "6809^Metformin^RXNORM",
          "18631^Azithromycin^RXNORM",
          "8640^Prednisone^RXNORM",
          "29046^Lisinopril^RXNORM",
          "83367^Atorvastatin^RXNORM");

  private static final List<Analysis> ANALYSES =
      List.of(
          new Analysis("4548-4^Hemoglobin A1c/Hemoglobin.total in Blood^LN", "%", 4, 12),
          new Analysis("2160-0^Creatinine in Serum or Plasma^LN", "mg/dL", 0.5, 4),
          new Analysis("718-7^Hemoglobin in Blood^LN", "g/dL", 7, 17),
          new Analysis("777-3^Platelets in Blood by Automated count^LN", "10*3/uL", 40, 450),
          new Analysis("6690-2^Leukocytes in Blood by Automated count^LN", "10*3/uL", 2, 20),
          new Analysis("2823-3^Potassium in Serum or Plasma^LN", "mmol/L", 3, 6),
          new Analysis("1742-6^Alanine aminotransferase in Serum^LN", "U/L", 8, 200),
          new Analysis("1975-2^Bilirubin.total in Serum or Plasma^LN", "mg/dL", 0.2, 4),
          new Analysis("2345-7^Glucose in Serum or Plasma^LN", "mg/dL", 60, 320),
          new Analysis("1988-5^C reactive protein in Serum^LN", "mg/L", 1, 120),
          new Analysis("8480-6^Systolic blood pressure^LN", "mm[Hg]", 95, 190),
          new Analysis("QX7^House analysis 7^L", "AU", 1, 9));

  private record Analysis(String code, String unit, double least, double most) {}

  private final Random random;
  private final LocalDate date;
  private final int patient;
  private int number;

  PatientMessages(Random random, LocalDate date, int patient) {
    this.random = random;
    this.date = date;
    this.patient = patient;
  }

  Sent write(Kind kind, Duration at) {
    number++;
    String time = date.atStartOfDay().plus(at).format(HL7);
    String body =
        switch (kind) {
          case ADMISSION -> event(kind, time) + pid() + pv1(time) + diagnoses(time) + allergy();
          case UPDATE -> event(kind, time) + pid() + pv1(time) + diagnoses(time);
          case DISCHARGE -> event(kind, time) + pid() + pv1(time);
          case MERGE -> event(kind, time) + pid() + "MRG|" + id("OLD") + "\r";
          case RESULT -> pid() + pv1(time) + results(time);
          case PRESCRIPTION -> pid() + pv1(time) + prescription(time);
        };
    return new Sent(at, kind.feed, header(kind, time) + body);
  }

  private String header(Kind kind, String time) {
    return "MSH|^~\\&|%s|HOSP|TRIALWARD|HOSP|%s||%s|P%06d.%d|P|2.5\r"
        .formatted(kind.feed, time, kind.type, patient, number);
  }

  private static String event(Kind kind, String time) {
    return "EVN|%s|%s|||CLERK7^Ostberg^Ine|%s\r".formatted(kind.event(), time, time);
  }

  private String id(String prefix) {
    return "%s%06d^^^HOSP^MR".formatted(prefix, patient);
  }

  private String pid() {
    return "PID|1||%s||%s^%s^Q||19%02d%02d%02d|%s|||%d Lindenau Lane^^Springfield^^%05d^USA||^PRN^PH^^1^555^%07d|||M|||00-%06d\r"
        .formatted(
            id("MR"),
            FAMILIES.get(patient % FAMILIES.size()),
            GIVEN.get(patient % GIVEN.size()),
            25 + patient % 70,
            1 + patient % 12,
            1 + patient % 28,
            patient % 2 == 0 ? "F" : "M",
            1 + patient % 300,
            1000 + patient % 9000,
            patient,
            patient);
  }

  private String pv1(String time) {
    return "PV1|1|I|WARD%d^%d^1^HOSP^^BED||||D%03d^Halvard^Petra^^^DR|||MED||||1|A0||D%03d^Halvard^Petra^^^DR|INP|V%07d|||||||||||||||||||||||||%s\r"
        .formatted(patient % 20, patient % 40, patient % 500, patient % 500, patient, time);
  }

  private String diagnoses(String time) {
    int first = random.nextInt(DIAGNOSES.size());
    return IntStream.rangeClosed(1, 1 + random.nextInt(4))
        .mapToObj(i ->
            "DG1|%d||%s||%s|F\r".formatted(i, DIAGNOSES.get((first + i) % DIAGNOSES.size()), time))
        .collect(Collectors.joining());
  }

  private String allergy() {
    return random.nextInt(3) == 0 ? "AL1|1|DA|7980^Penicillin G^RXNORM|SV|HIVES\r" : "";
  }

  private String results(String time) {
    String order = "%d%03d".formatted(patient, number);
    int first = random.nextInt(ANALYSES.size());
    return "ORC|RE|P%s|F%s\r".formatted(order, order)
        + "OBR|1|P%s|F%s|24323-8^Comprehensive metabolic panel^LN|||%s||||||||||||||||||F\r"
            .formatted(order, order, time)
        + IntStream.rangeClosed(1, 2 + random.nextInt(ANALYSES.size() - 1))
            .mapToObj(i -> result(i, ANALYSES.get((first + i) % ANALYSES.size()), time))
            .collect(Collectors.joining());
  }

  private String result(int place, Analysis analysis, String time) {
    double value = analysis.least + random.nextDouble() * (analysis.most - analysis.least);
    return String.format(
        Locale.ROOT,
        "OBX|%d|NM|%s||%.1f|%s|%.1f-%.1f|N|||F|||%s\r",
        place,
        analysis.code,
        value,
        analysis.unit,
        analysis.least,
        analysis.most,
        time);
  }

  private String prescription(String time) {
    return "ORC|NW|R%d%03d|F%d||IP||^^^%s\r".formatted(patient, number, patient, time)
        + "RXE|^^^%s|%s|500||mg|TAB||||30|TAB\rRXR|PO^Oral\r"
            .formatted(time, MEDICINES.get(random.nextInt(MEDICINES.size())));
  }
}
