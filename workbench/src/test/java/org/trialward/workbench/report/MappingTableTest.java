package org.trialward.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.trialward.rules.quantity.Code;

class MappingTableTest {

  @Test
  void codesHaveTheColumnsOfAConceptMapWithEmptyTargets() {
    String csv =
        MappingTable.ofCodes(
            List.of(new LocalCode("lab", new Code("urn:lab", "KREA", "Kreatinin, Serum"), 1_234)));
    assertThat(csv.lines())
        .containsExactly(
            "feed,times,source,code,display,target,target code,target display,equivalence",
            "lab,1234,urn:lab,KREA,\"Kreatinin, Serum\",,,,");
  }

  @Test
  void noSpreadsheetRunsACell() {
    for (String formula : List.of("=1+1", "+1", "-1", "@x", "\t=1", " =1", "|calc", "%x")) {
      assertThat(MappingTable.harmless(formula)).as(formula).startsWith("'");
    }
    String csv =
        MappingTable.ofUnits(
            List.of(
                new ArrivalGap(
                    "lab",
                    "OBX",
                    "OBX-6",
                    "the unit is not one of UCUM",
                    "=HYPERLINK(\"http://x\",\"y\")\r\nnew row",
                    2)));
    assertThat(csv.lines()).hasSize(2);
    assertThat(csv).contains("\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\") new row\"");
  }

  @Test
  void unitsAndOtherGapsAreTwoTables() {
    List<ArrivalGap> gaps =
        List.of(
            new ArrivalGap("lab", "OBX", "OBX-6", "the result has no unit", "", 5),
            new ArrivalGap("lab", "OBX", "OBX-14", "no date is said", "", 3));
    assertThat(MappingTable.ofUnits(gaps)).contains("OBX-6").doesNotContain("OBX-14");
    assertThat(MappingTable.ofOtherGaps(gaps)).contains("OBX-14").doesNotContain("OBX-6");
  }
}
