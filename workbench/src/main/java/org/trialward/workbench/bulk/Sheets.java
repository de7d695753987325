package org.trialward.workbench.bulk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The sheets of all patients, one compartment in memory at a time. */
final class Sheets {

  /** Of one reading of a compartment; its slips take about twice as much in memory. */
  private static final long MOST_BYTES = 32 << 20;

  private final Spool spool;
  private final Moved moved;
  private final long most;

  Sheets(Spool spool) {
    this(spool, MOST_BYTES);
  }

  Sheets(Spool spool, long most) {
    this.spool = spool;
    this.moved = Moved.in(spool);
    this.most = most;
  }

  /** All behind this place, in a fixed order. */
  void after(SheetPlace place, Consumer<Sheet> each) {
    for (int compartment = Math.max(place.compartment(), 0);
        compartment < Compartments.PATIENTS;
        compartment++) {
      int passes =
          Math.toIntExact(Math.min(1 + spool.size(compartment) / most, Compartments.PATIENTS));
      boolean here = !place.isStart() && compartment == place.compartment();
      for (int pass = here ? place.pass() : 0; pass < passes; pass++) {
        boolean behind = here && pass == place.pass();
        read(compartment, pass, passes).stream()
            .filter(sheet -> !behind || sheet.place().patient().compareTo(place.patient()) > 0)
            .forEach(each);
      }
    }
  }

  private List<Sheet> read(int compartment, int pass, int passes) {
    Map<String, Slip> newest = new HashMap<>();
    int[] taken = new int[1];
    spool.read(
        compartment,
        (block, length) -> {
          for (int at = 0; at < length; at += Slip.length(block, at)) {
            if (Compartments.pass(Bytes.int32(block, at + Slip.TAG_AT), passes) == pass) {
              Slip slip = Slip.at(block, at);
              taken[0]++;
              if (!moved.isElsewhere(slip)) {
                newest.merge(slip.reference, slip, Sheets::newer);
              }
            }
          }
        });
    Map<String, List<Slip>> byPatient = new TreeMap<>();
    newest
        .values()
        .forEach(slip -> byPatient.computeIfAbsent(slip.patient, p -> new ArrayList<>()).add(slip));
    List<Sheet> sheets = new ArrayList<>();
    byPatient.forEach((patient, slips) -> {
      int twice = sheets.isEmpty() ? taken[0] - newest.size() : 0;
      sheets.add(new Sheet(new SheetPlace(compartment, pass, patient), slips, twice));
    });
    return sheets;
  }

  static Slip newer(Slip one, Slip other) {
    return Slip.NEWEST_FIRST.compare(one, other) <= 0 ? one : other;
  }
}
