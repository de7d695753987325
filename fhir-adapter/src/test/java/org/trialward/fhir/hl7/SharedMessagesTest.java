package org.trialward.fhir.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trialward.fhir.SharedData;
import org.trialward.fhir.hl7.MessageDesk.Storing;
import org.trialward.fhir.hl7.Received.Accepted;
import org.trialward.fhir.hl7.Received.Refused;
import org.trialward.fhir.record.RecordChange;

/** Messages that others published, of many versions and vendors. */
class SharedMessagesTest {
  @TempDir private Path folder;

  private List<Path> messages() throws IOException {
    Path there = SharedData.unpacked("hl7v2-dev.tar.xz", folder);
    try (Stream<Path> files = Files.walk(there)) {
      return files.filter(file -> file.toString().endsWith(".hl7")).sorted().toList();
    }
  }

  @Test
  void eachIsAcceptedOrRefusedWithACauseAndAnswered() throws IOException {
    var desk = new MessageDesk(Messages.PROFILE, Messages.CLOCK);
    List<String> refused = new ArrayList<>();
    int accepted = 0;
    int silent = 0;
    for (Path file : messages()) {
      Received received = desk.received(Files.readAllBytes(file));
      switch (received) {
        case Accepted _ -> accepted++;
        case Refused(var refusal, var cause, _) -> refused.add(refusal + ": " + cause);
      }
      if (desk.acknowledge(received, Storing.STORED).isEmpty()) {
        silent++;
      }
    }
    System.out.printf(
        "hl7v2-dev: %d accepted, %d refused %s, %d want no answer%n",
        accepted, refused.size(), refused, silent);
    assertThat(accepted).isEqualTo(66);
    assertThat(refused).hasSize(4).allMatch(cause -> cause.startsWith("PROCESSING: MSH-11 says"));
    assertThat(silent).isEqualTo(1);
  }

  @Test
  void whatTheySayIsCounted() throws IOException {
    var kinds = new TreeMap<String, Integer>();
    var links = new TreeMap<String, Integer>();
    int unread = 0;
    for (Path file : messages()) {
      MessageReading reading = Messages.read(Files.readAllBytes(file));
      reading
          .contents()
          .facts()
          .forEach(fact -> kinds.merge(fact.getClass().getSimpleName(), 1, Integer::sum));
      for (RecordChange change : reading.contents().changes()) {
        links.merge(change.getClass().getSimpleName(), 1, Integer::sum);
      }
      if (reading.contents().changes().isEmpty()) {
        unread++;
      }
    }
    System.out.printf("hl7v2-dev: %s, %s, %d concern no record%n", kinds, links, unread);
    assertThat(kinds)
        .containsOnly(
            entry("Allergy", 17),
            entry("Diagnosis", 24),
            entry("Immunization", 4),
            entry("Measurement", 86),
            entry("MedicationUse", 4),
            entry("PerformedProcedure", 17));
    assertThat(links).containsOnly(entry("Merges", 2), entry("Says", 71));
    assertThat(unread).isEqualTo(0);
  }

  /** HAPI's parser as the second opinion on separators, fields and escapes. */
  @Test
  void hapiReadsTheSameFields() throws Exception {
    int compared = 0;
    try (var context = new DefaultHapiContext()) {
      context.setModelClassFactory(new GenericModelClassFactory());
      context.setValidationContext(ValidationContextFactory.noValidation());
      for (Path file : messages()) {
        if (!(Message.open(Files.readAllBytes(file), Messages.PROFILE.charset())
            instanceof Opened.Open(var message))) {
          continue;
        }
        Optional<Terser> terser = hapi(context, message);
        if (terser.isEmpty()) {
          continue;
        }
        for (String path :
            List.of(
                "MSH-3-1", "MSH-9-2", "MSH-10-1", "PID-3-1", "PID-5-2", "PID-8-1", "PID-11-5")) {
          assertThat(ours(message, path))
              .as(file.getFileName() + " " + path)
              .isEqualTo(Optional.ofNullable(terser.get().get("/." + path)).orElse("").strip());
          compared++;
        }
      }
    }
    System.out.println("hl7v2-dev: " + compared + " fields are the same to HAPI");
    assertThat(compared).isGreaterThan(400);
  }

  private static Optional<Terser> hapi(DefaultHapiContext context, Message message) {
    String text =
        message.segments().stream()
            .map(segment ->
                segment.name()
                    + "|"
                    + segment.fields().stream()
                        .skip(segment.is("MSH") ? 1 : 0)
                        .collect(Collectors.joining("|")))
            .collect(Collectors.joining("\r"));
    try {
      return Optional.of(new Terser(context.getPipeParser().parse(text)));
    } catch (HL7Exception unreadableForHapi) {
      return Optional.empty();
    }
  }

  private static String ours(Message message, String path) {
    String[] parts = path.split("-", -1);
    return message
        .first(parts[0])
        .map(segment ->
            segment.first(Integer.parseInt(parts[1])).text(Integer.parseInt(parts[2]), 1))
        .orElse("");
  }
}
