package org.trialward.fhir.hl7;

import java.util.Map;
import java.util.Optional;
import org.trialward.rules.quantity.UcumUnit;

/** Units of IEEE 11073-10101 by their reference ids, as monitors write them (IHE PCD-01). */
final class DeviceUnits {
  private static final Map<String, String> BY_ID =
      Map.ofEntries(
          Map.entry("MDC_DIM_PERCENT", "%"),
          Map.entry("MDC_DIM_BEAT_PER_MIN", "/min"),
          Map.entry("MDC_DIM_RESP_PER_MIN", "/min"),
          Map.entry("MDC_DIM_MMHG", "mm[Hg]"),
          Map.entry("MDC_DIM_DEGC", "Cel"),
          Map.entry("MDC_DIM_FAHR", "[degF]"),
          Map.entry("MDC_DIM_KILO_G", "kg"),
          Map.entry("MDC_DIM_LB", "[lb_av]"),
          Map.entry("MDC_DIM_CENTI_M", "cm"),
          Map.entry("MDC_DIM_INCH", "[in_i]"),
          Map.entry("MDC_DIM_KG_PER_M_SQ", "kg/m2"),
          Map.entry("MDC_DIM_MILLI_G_PER_DL", "mg/dL"),
          Map.entry("MDC_DIM_MILLI_MOLE_PER_L", "mmol/L"));

  private DeviceUnits() {}

  static Optional<UcumUnit> read(String text) {
    return Optional.ofNullable(BY_ID.get(text)).map(UcumUnit::new);
  }
}
