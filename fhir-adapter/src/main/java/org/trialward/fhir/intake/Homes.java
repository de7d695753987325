package org.trialward.fhir.intake;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Address.AddressType;
import org.hl7.fhir.r4.model.Address.AddressUse;
import org.trialward.rules.patient.Residence;

/**
 * Where a patient lives, from addresses: homes, else addresses of no said use; none that is only
 * postal, temporary, for work or bills, old, or has an end. Where several remain, only what they
 * agree on is known.
 */
public final class Homes {
  private Homes() {}

  public static Residence of(List<Address> addresses, Notes notes) {
    List<Address> lived = addresses.stream().filter(Homes::isLivedIn).toList();
    List<Address> homes = lived.stream().filter(a -> a.getUse() == AddressUse.HOME).toList();
    List<Residence> residences =
        (homes.isEmpty() ? lived : homes)
            .stream()
                .map(address -> residence(address, notes))
                .filter(residence -> !residence.equals(Residence.NOT_RECORDED))
                .toList();
    return shared(residences, "address", notes);
  }

  /**
   * What homes agree on.
   *
   * @param what the element that holds them, for the notes
   */
  public static Residence shared(List<Residence> homes, String what, Notes notes) {
    return new Residence(
        agreed(homes, Residence::country, what, "country", notes),
        agreed(homes, Residence::postalCode, what, "postal code", notes));
  }

  /** No clock here: an address with an end is taken as left, and at worst nothing is known. */
  private static boolean isLivedIn(Address address) {
    return address.getType() != AddressType.POSTAL
        && (!address.hasUse() || address.getUse() == AddressUse.HOME)
        && !address.getPeriod().hasEnd();
  }

  private static Residence residence(Address address, Notes notes) {
    return residence(
        Codes.text(address.getCountry()).orElse(""),
        Codes.text(address.getPostalCode()),
        "address.country",
        notes);
  }

  /**
   * Where one address lies.
   *
   * @param country as it is written there; empty where it is not
   * @param what the element that names the country, for the notes
   */
  public static Residence residence(
      String country, Optional<String> postalCode, String what, Notes notes) {
    Optional<String> code = Countries.code(country);
    if (!country.isEmpty() && code.isEmpty()) {
      notes.drop(what, "it is neither an ISO 3166-1 code nor a country's English name");
    }
    return new Residence(code, postalCode);
  }

  private static Optional<String> agreed(
      Collection<Residence> residences,
      Function<Residence, Optional<String>> part,
      String what,
      String name,
      Notes notes) {
    Set<String> said =
        residences.stream().flatMap(r -> part.apply(r).stream()).collect(Collectors.toSet());
    if (said.size() > 1) {
      notes.drop(what, "several homes that differ in the " + name);
    }
    return said.size() == 1 ? said.stream().findFirst() : Optional.empty();
  }
}
