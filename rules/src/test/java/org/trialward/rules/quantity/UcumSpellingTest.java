package org.trialward.rules.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UcumSpellingTest {

  @ParameterizedTest
  @CsvSource({
    "mmHg,            mm[Hg]",
    "mm Hg,           mm[Hg]",
    "µmol/L,          umol/L",
    "μmol/L,          umol/L",
    "mcg/mL,          ug/mL",
    "mEq/L,           meq/L",
    "IU/L,            [IU]/L",
    "mIU/mL,          m[IU]/mL",
    "gm/dL,           g/dL",
    "x10^9/L,         10*9/L",
    "x 109/L,         10*9/L",
    "10+3/ul,         10*3/uL",
    "giga.l-1,        10*9/L",
    "k/ul,            10*3/uL",
    "M/uL,            10*6/uL",
    "cells/mm3,       {cells}/uL",
    "/mm^3,           /uL",
    "mL/min/1.73 m2,  mL/min/{1.73_m2}",
    "kg/m²,           kg/m2",
    "°C,              Cel",
    "msec,            ms",
    "years,           a",
    "mg/24 h,         mg/(24.h)",
  })
  void whatPeopleWriteIsReadAsWhatTheyMean(String text, String code) {
    assertThat(UcumSpelling.read(text)).contains(new UcumUnit(code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mg/dL", "mg/dl", "10^9/L", "/mm3", "%{Hb}", "{score}", "mm[Hg]", "pH"})
  void ucumIsLeftAsItIs(String code) {
    assertThat(UcumSpelling.read(code)).contains(new UcumUnit(code));
    assertThat(UcumSpelling.read(" " + code + " ")).contains(new UcumUnit(code));
  }

  /** {@code MG} is a megagram, {@code x ULN} no unit, {@code Mm} a megametre. */
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "MG/DL", "x ULN", "ULN", "furlong", "MMHG", "iu/l", "KG/M2"})
  void theRestIsNotGuessed(String text) {
    assertThat(UcumSpelling.read(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "K/uL, 10*3/uL",
    "G/L,  10*9/L",
    "T/L,  10*12/L",
    "pH,   [pH]",
    "C,    Cel",
    "U/ML, U/mL",
  })
  void ucumThatNobodyMeansIsPointedOut(String code, String meant) {
    assertThat(UcumSpelling.probablyMeantBy(new UcumUnit(code))).contains(new UcumUnit(meant));
    assertThat(new UcumUnit(code).isComparableWith(new UcumUnit(meant)) && !code.equals("U/ML"))
        .isFalse();
  }

  @Test
  void mostUcumIsMeant() {
    assertThat(UcumSpelling.probablyMeantBy(new UcumUnit("g/L"))).isEmpty();
  }

  @Test
  void noSpellingIsUcumAndEveryMeaningIs() {
    assertThat(UcumSpelling.spellings())
        .hasSizeGreaterThan(150)
        .noneMatch(spelling -> new UcumUnit(spelling).isKnown())
        .allMatch(spelling -> UcumSpelling.read(spelling).orElseThrow().isKnown());
  }

  @Test
  void everyMistakenCodeIsUcumAndSoIsItsMeaning() {
    assertThat(UcumSpelling.mistakenCodes())
        .allMatch(code -> new UcumUnit(code).isKnown())
        .allMatch(code -> UcumSpelling.probablyMeantBy(new UcumUnit(code)).orElseThrow().isKnown());
  }

  @ParameterizedTest
  @CsvSource({
    "mL/min/1.73 sq.m., mL/min/{1.73_m2}",
    "THOUS/MCL, 10*3/uL",
    "x10e3/uL, 10*3/uL",
    "mill/uL, 10*6/uL",
    "10(9)/L, 10*9/L",
    "oz, [oz_av]"
  })
  void whatLaboratoriesPrintIsRead(String printed, String code) {
    assertThat(UcumSpelling.read(printed)).contains(new UcumUnit(code));
  }

  @ParameterizedTest
  @CsvSource({"u/l, U/L", "u/L, U/L", "u/ml, U/mL"})
  void anEnzymeIsInUnitsAndNotInAtomicMasses(String printed, String code) {
    assertThat(UcumSpelling.probablyMeantBy(new UcumUnit(printed))).contains(new UcumUnit(code));
  }

  /** Codes of the values in Synthea 3 US Core bundles and in HL7's C-CDA samples. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mg/dL",
        "mmol/L",
        "{score}",
        "mm[Hg]",
        "/min",
        "%",
        "g/dL",
        "cm",
        "kg",
        "{#}",
        "10*3/uL",
        "fL",
        "kg/m2",
        "/a",
        "U/L",
        "10*6/uL",
        "pg",
        "mL/min/{1.73_m2}",
        "mL/min",
        "s",
        "{nominal}",
        "Cel",
        "[pH]",
        "g/L",
        "mg/g",
        "{INR}",
        "kU/L",
        "{presence}",
        "pg/mL",
        "ng/mL",
        "ug/mL",
        "ug/L",
        "mg/L",
        "/[HPF]",
        "mm",
        "m[IU]/L",
        "{SG}",
        "ng/L",
        "{T-score}",
        "ng/dl",
        "10*9/L",
        "10*12/L",
        "[in_i]",
        "[in_us]",
        "[lb_av]",
        "g/dl",
        "a"
      })
  void theUnitsOfSampleChartsAreKnownAndMeant(String code) {
    assertThat(new UcumUnit(code).isKnown()).isTrue();
    assertThat(UcumSpelling.probablyMeantBy(new UcumUnit(code))).isEmpty();
  }
}
