package org.trialward.workbench.it;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A day of a hospital that does not exist: admissions, updates, results with corrections, orders,
 * medicines and merges, in order of occurrence. Made of a seed.
 */
final class MessageMix {
  private static final DateTimeFormatter HL7 = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
  private static final LocalDateTime MORNING = LocalDateTime.of(2026, 11, 20, 6, 0);
  private static final String[] FAMILIES = {"Zichyfalva", "Oxenstierna", "Quirogana", "Brzezinska"};
  private static final String[] DIAGNOSES = {
    "44054006^Diabetes mellitus type 2^SCT",
    "38341003^Hypertension^SCT",
    "E11.9^Type 2 diabetes^I10"
  };
  private static final List<Analysis> ANALYSES =
      List.of(
          new Analysis("4548-4^HbA1c^LN", "%"),
          new Analysis("2160-0^Creatinine^LN", "mg/dL"),
          new Analysis("777-3^Platelets^LN", "10*3/uL"),
          new Analysis("HB^Hb^L", "g/dl"));

  private record Analysis(String code, String unit) {}

  private final Random random;
  private final int patients;
  private int number;

  MessageMix(long seed, int patients) {
    this.random = new Random(seed);
    this.patients = patients;
  }

  /** So many messages, each a second after the one before. */
  List<String> messages(int count) {
    List<String> messages = new ArrayList<>();
    while (messages.size() < count) {
      messages.add(message());
    }
    return messages;
  }

  private String message() {
    number++;
    int patient = random.nextInt(patients);
    return switch (random.nextInt(20)) {
      case 0, 1, 2 -> adt("A01") + pid(patient) + diagnosis() + allergy();
      case 3, 4 -> adt("A08") + pid(patient) + diagnosis();
      case 5 -> adt("A28") + pid(patient);
      case 6 -> adt("A03") + pid(patient);
      case 7 -> adt("A31") + pid(patient) + allergy();
      case 8 -> merge("A40", patient);
      case 9 -> random.nextInt(3) == 0 ? part(patient) : merge("A40", patient);
      case 10, 11 -> medication(patient);
      case 12 -> order(patient);
      default -> result(patient);
    };
  }

  private String at() {
    return MORNING.plusSeconds(number).format(HL7);
  }

  private String header(String type) {
    return "MSH|^~\\&|EMR|HOSP|TRIALWARD|HOSP|%s||%s|M%05d|P|2.5.1\r".formatted(at(), type, number);
  }

  private String adt(String event) {
    return header("ADT^" + event) + "EVN|" + event + "|" + at() + "\r";
  }

  private static String id(int patient) {
    return "%06d^^^HOSP^MR".formatted(patient);
  }

  private String pid(int patient) {
    return "PID|1||%s||%s^Anna||19%02d0%d15|%s|||^^Springfield^^0100%d^USA\r"
        .formatted(
            id(patient),
            FAMILIES[random.nextInt(FAMILIES.length)],
            30 + patient % 60,
            1 + patient % 9,
            patient % 2 == 0 ? "F" : "M",
            patient % 10);
  }

  private String diagnosis() {
    return "DG1|1||%s||%s|F\r".formatted(DIAGNOSES[random.nextInt(DIAGNOSES.length)], at());
  }

  private String allergy() {
    return "AL1|1|DA|7980^Penicillin G^RXNORM|SV\r";
  }

  private String result(int patient) {
    Analysis analysis = ANALYSES.get(random.nextInt(ANALYSES.size()));
    int order = random.nextInt(200);
    String status = new String[] {"F", "F", "F", "C", "P", "D"}[random.nextInt(6)];
    return header("ORU^R01")
        + "PID|1||%s\r".formatted(id(patient))
        + "OBR|1|P%d|F%d|PANEL^Panel^L|||%s\r".formatted(order, order, at())
        + "OBX|1|NM|%s||%d.%d|%s|||||%s|||%s\r"
            .formatted(
                analysis.code(),
                1 + random.nextInt(20),
                random.nextInt(10),
                analysis.unit(),
                status,
                at());
  }

  private String medication(int patient) {
    int order = random.nextInt(100);
    return header("RDE^O11")
        + "PID|1||%s\r".formatted(id(patient))
        + "ORC|%s|R%d\r".formatted(random.nextInt(4) == 0 ? "DC" : "NW", order)
        + "RXE|^^^%s|6809^Metformin^RXNORM|500||mg\r".formatted(at());
  }

  private String order(int patient) {
    return header("ORM^O01")
        + "PID|1||%s\rORC|NW|P%d\rOBR|1|P%d||4548-4^HbA1c^LN\r"
            .formatted(id(patient), number, number);
  }

  /** Only the last tenth of the patients is ever merged away. */
  private String merge(String event, int survivor) {
    return adt(event)
        + "PID|1||%s\rMRG|%s\r"
            .formatted(id(survivor), id(patients - 1 - random.nextInt(patients / 10)));
  }

  private String part(int patient) {
    return adt("A37")
        + "PID|1||%s\rPID|2||%s\r"
            .formatted(id(patient), id(patients - 1 - random.nextInt(patients / 10)));
  }

  /**
   * The same day as it really arrives: some twice, some late, some of it garbage. Every message is
   * there.
   */
  List<String> disturbed(List<String> messages) {
    List<String> arriving = new ArrayList<>(messages);
    for (int i = 0; i < messages.size() / 20; i++) {
      String again = messages.get(random.nextInt(messages.size()));
      int place = arriving.indexOf(again) + 1 + random.nextInt(20);
      arriving.add(Math.min(place, arriving.size()), again);
    }
    for (int i = 0; i < messages.size() / 20; i++) {
      int early = random.nextInt(arriving.size() - 30);
      Collections.swap(arriving, early, early + 1 + random.nextInt(29));
    }
    for (int i = 0; i < messages.size() / 100; i++) {
      arriving.add(random.nextInt(arriving.size()), garbage());
    }
    return arriving;
  }

  private String garbage() {
    number++;
    return switch (random.nextInt(3)) {
      case 0 -> "garbage " + number;
      case 1 -> "MSH|^~\\&|EMR|HOSP|||" + at() + "||";
      default -> "PID|1||" + number;
    };
  }
}
