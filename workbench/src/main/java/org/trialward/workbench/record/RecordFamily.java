package org.trialward.workbench.record;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.trialward.fhir.record.RecordKey;
import org.trialward.fhir.record.Stamp;
import org.trialward.rules.patient.PatientId;

/** Records that links lead to from one another, and which of them are the same patient. Pure. */
final class RecordFamily {

  /** A record and the patient that it was first taken for. */
  record Member(long id, RecordKey key, PatientId patient) {}

  /** That {@code retired} is {@code survivor}, said at this moment. */
  record Link(long retired, long survivor, Stamp stamp) {}

  private final Map<Long, Member> members;

  /** Of a record that was merged into several, the last word counts. */
  private final Map<Long, Link> links;

  RecordFamily(Collection<Member> members, Collection<Link> links) {
    this.members = members.stream().collect(Collectors.toMap(Member::id, m -> m));
    this.links =
        links.stream()
            .collect(
                Collectors.toMap(
                    Link::retired, l -> l, (a, b) -> a.stamp().compareTo(b.stamp()) > 0 ? a : b));
  }

  Optional<Member> of(PatientId patient) {
    return members.values().stream().filter(m -> m.patient().equals(patient)).findFirst();
  }

  /** The records of the same patient, the surviving one first, then in order of their making. */
  List<Member> sameAs(Member one) {
    Member survivor = survivor(one);
    return members.values().stream()
        .filter(member -> survivor(member).equals(survivor))
        .sorted(
            Comparator.comparing((Member m) -> !m.equals(survivor)).thenComparingLong(Member::id))
        .toList();
  }

  /**
   * Follows the links. Records that were merged in a circle, one into the other and later back, are
   * parted at the oldest link: the later word says who survives.
   */
  Member survivor(Member from) {
    Map<Long, Link> path = new LinkedHashMap<>();
    Member at = from;
    for (Optional<Link> next = link(at); next.isPresent(); next = link(at)) {
      if (path.containsKey(at.id())) {
        return parted(path, at.id());
      }
      path.put(at.id(), next.get());
      at = member(next.get().survivor());
    }
    return at;
  }

  private Member member(long id) {
    return Optional.ofNullable(members.get(id)).orElseThrow();
  }

  private Optional<Link> link(Member of) {
    return Optional.ofNullable(links.get(of.id()))
        .filter(link -> members.containsKey(link.survivor()));
  }

  private Member parted(Map<Long, Link> path, long circleStart) {
    Link oldest =
        path.values().stream()
            .dropWhile(link -> link.retired() != circleStart)
            .min(Comparator.comparing(Link::stamp))
            .orElseThrow();
    return member(oldest.retired());
  }
}
