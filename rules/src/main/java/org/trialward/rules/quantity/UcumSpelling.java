package org.trialward.rules.quantity;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How people write units where they do not write UCUM, and what they mean. Only whole, exact
 * spellings are known: {@code MG/DL} could be megagrams.
 *
 * <p>The spellings are those of ClinicalTrials.gov eligibility texts and of C-CDA and HL7 v2
 * samples, with the usual variants of the micro sign and of litre. {@code IU} becomes UCUM's
 * arbitrary {@code [IU]}; that an enzyme's is a {@code U} is known to its {@link Analyte}.
 */
public final class UcumSpelling {

  private static final Map<String, String> MEANT = new HashMap<>();

  /** Valid UCUM that hardly anybody means. */
  private static final Map<String, String> MISTAKEN = new HashMap<>();

  static {
    counts();
    amounts();
    vitalSigns();
    times();
    means(MISTAKEN, "[pH]", "pH"); // picohenry
    means(MISTAKEN, "10*3/uL", "K/uL", "K/ul", "K/mm3"); // kelvin per microlitre
    means(MISTAKEN, "10*6/uL", "m/uL", "m/ul"); // metre per microlitre
    means(MISTAKEN, "10*9/L", "G/L", "G/l"); // gauss per litre
    means(MISTAKEN, "10*12/L", "T/L", "T/l"); // tesla per litre
    means(MISTAKEN, "Cel", "C"); // coulomb
    means(MISTAKEN, "[degF]", "F"); // farad
    means(MISTAKEN, "[ft_i]", "ft"); // femtotonne
    means(MISTAKEN, "U/mL", "U/ML"); // per megalitre
    means(MISTAKEN, "U/L", "u/L", "u/l"); // atomic mass unit per litre
    means(MISTAKEN, "U/mL", "u/mL", "u/ml");
    means(MISTAKEN, "g/L", "g/l-1", "g/L-1"); // gram times litre
  }

  private UcumSpelling() {}

  /** The unit that the text is in UCUM, else the one that people mean by it, else empty. */
  public static Optional<UcumUnit> read(String text) {
    String unit = text.strip();
    if (unit.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new UcumUnit(unit))
        .filter(UcumUnit::isKnown)
        .or(() -> Optional.ofNullable(MEANT.get(unit)).map(UcumUnit::new));
  }

  /**
   * What people mean by a code that is valid UCUM for something else: {@code K/uL} is kelvin per
   * microlitre there. For a warning, or for text that never claimed to be UCUM.
   */
  public static Optional<UcumUnit> probablyMeantBy(UcumUnit unit) {
    return Optional.ofNullable(MISTAKEN.get(unit.code())).map(UcumUnit::new);
  }

  static Set<String> spellings() {
    return Set.copyOf(MEANT.keySet());
  }

  static Set<String> mistakenCodes() {
    return Set.copyOf(MISTAKEN.keySet());
  }

  private static void counts() {
    meant("10*3/uL", "x10^3/uL", "x 10^3/uL", "x10E3/uL", "10E3/uL", "10+3/uL", "10+3/ul");
    meant("10*3/uL", "x10^3/µL", "x10^3/μL", "k/uL", "k/ul", "K/µL", "K/μL", "k/mm3");
    meant("10*3/uL", "thou/uL", "Thou/uL", "THOU/uL", "Thousand/uL", "thousand/uL", "10^3/µL");
    meant("10*3/uL", "x10e3/uL", "10e3/uL", "thous/mcL", "Thous/mcL", "THOUS/MCL", "thous/uL");
    meant("10*3/uL", "10(3)/uL", "K/mcL", "k/mcL", "K/cumm", "k/cumm", "K/cmm", "k/cmm");
    meant("10*6/uL", "10(6)/uL");
    meant("10*9/L", "10(9)/L");
    meant("10*12/L", "10(12)/L");
    meant("10*6/uL", "x10e6/uL", "10e6/uL", "mill/mcL", "Mill/mcL", "MILL/MCL", "mill/uL");
    meant("10*6/uL", "x10^6/uL", "x 10^6/uL", "x10E6/uL", "10E6/uL", "10+6/uL", "10+6/ul");
    meant("10*6/uL", "x10^6/µL", "x10^6/μL", "M/uL", "M/µL", "M/μL", "mil/uL", "Mill/uL");
    meant("10*6/uL", "Million/uL", "million/uL");
    // "x 109/L" has lost its superscript on the way to plain text.
    meant("10*9/L", "x10^9/L", "x 10^9/L", "x10^9/l", "x 10^9/l", "X10^9/L", "10e9/L", "10E9/L");
    meant("10*9/L", "x 109/L", "x109/L", "x 109/l", "x109/l", "x10E9/L", "x10e9/L", "10**9/L");
    meant("10*9/L", "x 10*9/L", "x10*9/L", "Giga/L", "giga/L", "giga.l-1", "bil/L");
    meant("10*12/L", "x10^12/L", "x 10^12/L", "x10E12/L", "10E12/L", "tera/L", "Tera/L");
    meant("10*12/L", "x 1012/L", "x1012/L", "tera.l-1");
    meant("/uL", "/µL", "/μL", "/µl", "/μl", "/mcL", "/mcl", "/microL", "/microl", "/microliter");
    meant("/uL", "/mm^3", "/mm³", "/cmm", "/cumm", "/cu mm");
    meant("{cells}/uL", "cells/uL", "cells/ul", "cells/µL", "cells/μL", "cells/µl", "cells/mcL");
    meant("{cells}/uL", "cells/mm3", "cells/mm^3", "cells/mm³", "cell/mm3", "cells/microliter");
    meant("{platelets}/uL", "platelets/uL", "platelets/mm3");
    meant("{cells}/mL", "cells/mL", "cells/ml");
    meant("{cells}/L", "cells/L", "cells/l");
    meant("{copies}/mL", "copies/mL", "copies/ml", "c/mL");
    meant("/[HPF]", "/HPF", "/hpf");
  }

  private static void amounts() {
    meant("ug", "µg", "μg", "mcg");
    meant("ug/mL", "µg/mL", "μg/mL", "µg/ml", "mcg/mL", "mcg/ml");
    meant("ug/dL", "µg/dL", "μg/dL", "µg/dl", "mcg/dL", "mcg/dl");
    meant("ug/L", "µg/L", "μg/L", "µg/l", "mcg/L", "mcg/l");
    meant("umol/L", "µmol/L", "μmol/L", "µmol/l", "μmol/l", "mcmol/L", "micromol/L", "micromol/l");
    meant("meq/L", "mEq/L", "mEq/l", "MEQ/L", "mequiv/L");
    meant("meq", "mEq");
    meant("g/dL", "gm/dL", "gm/dl", "gr/dL", "gram/dL", "grams/deciliter");
    meant("g/L", "gm/L", "gm/l", "grams/liter");
    meant("g", "gm", "gram", "grams");
    meant("mg/(24.h)", "mg/24h", "mg/24hr", "mg/24 h", "mg/24 hr", "mg/24 hours");
    meant("g/(24.h)", "g/24h", "g/24hr", "g/24 h", "g/24 hr", "g/24 hours");
    meant("mg/d", "mg/day");
    meant("g/d", "g/day", "gm/day");
    meant("ug/d", "µg/day", "μg/day", "mcg/day");
    meant("mg/kg/d", "mg/kg/day");
    meant("mg/g{creat}", "mg/g creat", "mg/g Creat", "mg/g cr", "mg/g Cr");
    meant("ug/mg{creat}", "ug/mg creat", "mcg/mg creat", "mcg/mg Creat", "mcg/mg cr");
    meant("mg/m2", "mg/m^2", "mg/m²");
    meant("[IU]", "IU");
    meant("[IU]/L", "IU/L", "IU/l", "UI/L");
    meant("[IU]/mL", "IU/mL", "IU/ml");
    meant("m[IU]/L", "mIU/L", "mIU/l");
    meant("m[IU]/mL", "mIU/mL", "mIU/ml");
    meant("u[IU]/mL", "uIU/mL", "uIU/ml", "µIU/mL", "μIU/mL", "µIU/ml");
    meant("U/L", "units/L", "Units/L");
    meant("U/mL", "units/mL", "units/ml");
    meant("mosm/kg", "mOsm/kg", "mosmol/kg", "mOsmol/kg");
    meant("uL", "µL", "μL", "mcL");
    meant("mL", "cc");
    meant("mL/min", "cc/min", "ml/mn", "mL/minute", "ml/minute");
    meant("mL/min/{1.73_m2}", "mL/min/1.73m2", "mL/min/1.73 m2", "mL/min/1.73m^2");
    meant("mL/min/{1.73_m2}", "mL/min/1.73 m^2", "mL/min/1.73m²", "mL/min/1.73 m²");
    meant("mL/min/{1.73_m2}", "ml/min/1.73m2", "ml/min/1.73 m2", "ml/min/1.73m^2");
    meant("mL/min/{1.73_m2}", "mL/min/1.73 sq.m.", "mL/min/1.73 sq m", "mL/min/1.73sq m");
    meant("mL/min/{1.73_m2}", "mL/min/1.73 sqm", "mL/min/1.73sqm", "mL/min/1.73 sq. m.");
    meant("mL/min/{1.73_m2}", "ml/min/1.73m²", "ml/min/1.73 m²", "ml/min/1.73_m2");
  }

  private static void vitalSigns() {
    meant("mm[Hg]", "mmHg", "mm Hg", "mmHG", "Torr", "torr");
    meant("cm[H2O]", "cmH2O", "cm H2O");
    meant("kg/m2", "kg/m^2", "kg/m²", "Kg/m2", "kg/sqm");
    meant("kg", "Kg", "KG", "kgs", "kilograms");
    meant("[lb_av]", "lb", "lbs", "pound", "pounds", "lb_av");
    meant("[oz_av]", "oz", "ounce", "ounces");
    meant("[in_i]", "in", "inch", "inches", "in_i");
    meant("[in_us]", "in_us");
    meant("Cel", "°C", "ºC", "℃", "degC", "deg C");
    meant("[degF]", "°F", "ºF", "℉", "degF", "deg F");
    meant("/min", "bpm", "beats/min", "beats/minute", "breaths/min", "breaths/minute");
    meant("%", "percent", "Percent", "PERCENT");
    meant("{INR}", "INR", "inr");
  }

  private static void times() {
    meant("ms", "msec", "msecs", "milliseconds");
    meant("s", "sec", "secs", "seconds");
    meant("min", "mins", "minute", "minutes");
    meant("h", "hr", "hrs", "hour", "hours");
    meant("d", "day", "days");
    meant("wk", "week", "weeks");
    meant("mo", "month", "months");
    meant("a", "yr", "yrs", "year", "years");
    meant("mm/h", "mm/hr", "mm/hour");
  }

  private static void meant(String code, String... spellings) {
    means(MEANT, code, spellings);
  }

  private static void means(Map<String, String> table, String code, String... spellings) {
    for (String spelling : spellings) {
      if (table.put(spelling, code) != null) {
        throw new IllegalStateException("`%s` is listed twice.".formatted(spelling));
      }
    }
  }
}
