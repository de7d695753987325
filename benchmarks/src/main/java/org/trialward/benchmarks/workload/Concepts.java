package org.trialward.benchmarks.workload;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.trialward.rules.criterion.ValueSet;
import org.trialward.rules.quantity.Code;

/**
 * One synthetic code system. Concepts are numbered in the order of the hierarchy, so that the
 * descendants of one follow it without a gap.
 */
final class Concepts {
  private final String name;
  private final Code[] codes;
  private final int[] descendants;
  private final Zipf frequency;
  private final int[] byPatients;
  private final int[] byTrials;
  private final AtomicReferenceArray<ValueSet> closures;

  /**
   * @param name the last part of the system's URI
   * @param largest the codes of the largest closure; sizes are log-uniform from 1
   * @param shift flattens the frequencies of the most frequent concepts
   */
  Concepts(String name, int count, int largest, double shift, SplittableRandom random) {
    this.name = name;
    String system = "urn:trialward:bench:" + name;
    codes =
        IntStream.range(0, count)
            .mapToObj(n -> Code.of(system, Integer.toString(n)))
            .toArray(Code[]::new);
    descendants = new int[count];
    for (int n = 0; n < count; n++) {
      double size = Math.exp(random.nextDouble() * Math.log(largest + 1.0));
      descendants[n] = Math.min((int) size, count - n);
    }
    frequency = new Zipf(count, shift);
    byPatients = shuffled(count, random);
    byTrials = shuffled(count, random);
    closures = new AtomicReferenceArray<>(count);
  }

  Code code(int concept) {
    return codes[concept];
  }

  /** As often as patients have it. */
  int ofPatient(SplittableRandom random) {
    return byPatients[frequency.rank(random)];
  }

  /** Distinct ones, in no order. */
  int[] ofPatient(int count, SplittableRandom random) {
    BitSet drawn = new BitSet(codes.length);
    int[] concepts = new int[count];
    for (int n = 0; n < count; ) {
      int concept = ofPatient(random);
      if (!drawn.get(concept)) {
        drawn.set(concept);
        concepts[n++] = concept;
      }
    }
    return concepts;
  }

  /** Half of what trials ask is what patients often have, half is often asked for itself. */
  int ofTrial(SplittableRandom random) {
    return random.nextBoolean() ? ofPatient(random) : byTrials[frequency.rank(random)];
  }

  /** The concept and its descendants; always the same object. */
  ValueSet closure(int concept) {
    ValueSet known = closures.get(concept);
    if (known != null) {
      return known;
    }
    ValueSet made = new ValueSet(name + "-" + concept, descendants(concept));
    return closures.compareAndSet(concept, null, made) ? made : closures.get(concept);
  }

  ValueSet union(int... concepts) {
    Set<Code> all = new LinkedHashSet<>();
    for (int concept : concepts) {
      all.addAll(descendants(concept));
    }
    String names =
        Arrays.stream(concepts).mapToObj(String::valueOf).collect(Collectors.joining("+"));
    return new ValueSet(name + "-" + names, all);
  }

  private Set<Code> descendants(int concept) {
    return new LinkedHashSet<>(
        Arrays.asList(codes).subList(concept, concept + descendants[concept]));
  }

  private static int[] shuffled(int count, SplittableRandom random) {
    int[] order = IntStream.range(0, count).toArray();
    for (int n = count - 1; n > 0; n--) {
      int other = random.nextInt(n + 1);
      int held = order[n];
      order[n] = order[other];
      order[other] = held;
    }
    return order;
  }
}
