package org.trialward.ctms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.trialward.ctms.Deliveries.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractObjectAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.trialward.rules.match.Delivery;
import org.trialward.rules.match.DeliveryException;
import org.trialward.rules.match.DeliveryException.Category;
import org.trialward.rules.match.DeliveryReceipt;

class ConnectorsTest {
  private static final Capabilities OPEN = new Capabilities(true, false, false, false, false);
  private static final Capabilities CONSENTED_ONLY =
      new Capabilities(true, false, false, true, false);
  private static final Capabilities READ_ONLY = new Capabilities(false, true, false, false, false);

  @Nested
  class Consent {
    @Test
    void nobodyWithoutConsentReachesASystemOfConsentedSubjects() {
      var edc = new Recording("edc", CONSENTED_ONLY);
      var connectors = new Connectors(List.of(edc), _ -> false);
      assertThatIsThrownBy(() -> connectors.deliver(delivery().to("edc").build()))
          .returns(Category.REJECTED, DeliveryException::category)
          .satisfies(e -> assertThat(e).hasMessageContaining("has not consented"))
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain(Deliveries.PATIENT_ID));
      assertThat(edc.delivered).isEmpty();
    }

    @Test
    void whoHasConsentedReachesIt() {
      var edc = new Recording("edc", CONSENTED_ONLY);
      Delivery delivery = delivery().to("edc").build();
      var connectors = new Connectors(List.of(edc), key -> key.equals(delivery.candidate().key()));
      assertThat(connectors.deliver(delivery)).isEqualTo(DeliveryReceipt.CREATED);
      assertThat(edc.delivered).containsExactly(delivery);
    }

    @Test
    void aConsentThatCannotBeEstablishedCountsAsNone() {
      var edc = new Recording("edc", CONSENTED_ONLY);
      var connectors =
          new Connectors(
              List.of(edc),
              _ -> {
                throw new IllegalStateException("database down");
              });
      assertThatIsThrownBy(() -> connectors.deliver(delivery().to("edc").build()))
          .returns(Category.UNAVAILABLE, DeliveryException::category);
      assertThat(edc.delivered).isEmpty();
    }

    @Test
    void aSystemInsideTheHospitalIsNotAskedForConsent() {
      var log = new Recording("screening-log", OPEN);
      var connectors = new Connectors(List.of(log), _ -> false);
      assertThat(connectors.deliver(delivery().build())).isEqualTo(DeliveryReceipt.CREATED);
    }

    @Test
    void aSystemThatCannotSayWhatItHoldsGetsNobody() {
      var edc = new Recording("edc", CONSENTED_ONLY);
      edc.failure = Optional.of(new DeliveryException(Category.UNAVAILABLE, "down"));
      var connectors = new Connectors(List.of(edc), _ -> true);
      assertThatIsThrownBy(() -> connectors.deliver(delivery().to("edc").build()))
          .returns(Category.UNAVAILABLE, DeliveryException::category);
      assertThat(edc.delivered).isEmpty();
    }

    @Test
    void aLaterProbeDecidesAnew() {
      var edc = new Recording("edc", OPEN);
      var connectors = new Connectors(List.of(edc), _ -> false);
      connectors.deliver(delivery().to("edc").build());
      edc.capabilities = CONSENTED_ONLY;
      connectors.probe("edc");
      assertThatThrownBy(() -> connectors.deliver(delivery().to("edc").build()))
          .isInstanceOf(DeliveryException.class);
    }
  }

  @Test
  void aConnectorIsProbedOnceNotForEachDelivery() {
    var log = new Recording("screening-log", OPEN);
    var connectors = new Connectors(List.of(log), _ -> false);
    connectors.deliver(delivery().build());
    connectors.deliver(delivery().build());
    assertThat(log.probes).isEqualTo(1);
  }

  @Test
  void anUnknownDestinationIsRefusedAndNamesTheKnownOnes() {
    var connectors = new Connectors(List.of(new Recording("redcap", OPEN)), _ -> true);
    assertThatIsThrownBy(() -> connectors.deliver(delivery().to("oncore").build()))
        .returns(Category.REJECTED, DeliveryException::category)
        .satisfies(
            e -> assertThat(e).hasMessageContaining("oncore").hasMessageContaining("redcap"));
  }

  @Test
  void aDestinationThatTakesNoCandidatesGetsNone() {
    var feed = new Recording("feed", READ_ONLY);
    var connectors = new Connectors(List.of(feed), _ -> true);
    assertThatIsThrownBy(() -> connectors.deliver(delivery().to("feed").build()))
        .returns(Category.REJECTED, DeliveryException::category);
  }

  @Test
  void twoConnectorsOfOneNameAreAMistake() {
    assertThatThrownBy(() ->
            new Connectors(
                List.of(new Recording("log", OPEN), new Recording("log", OPEN)), _ -> true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatAConnectorCannotDoIsEmpty() {
    var connectors = new Connectors(List.of(new Recording("log", OPEN)), _ -> true);
    assertThat(connectors.statusChanges("log", Optional.empty())).isEqualTo(StatusPage.none());
    assertThat(connectors.studies("log")).isEmpty();
    assertThat(connectors.destinations()).containsExactly("log");
  }

  private static AbstractObjectAssert<?, DeliveryException> assertThatIsThrownBy(
      ThrowingCallable call) {
    return assertThatThrownBy(call).asInstanceOf(type(DeliveryException.class));
  }

  private static final class Recording implements CtmsConnector {
    private final String name;
    private final List<Delivery> delivered = new ArrayList<>();
    private Capabilities capabilities;
    private Optional<DeliveryException> failure = Optional.empty();
    private int probes;

    Recording(String name, Capabilities capabilities) {
      this.name = name;
      this.capabilities = capabilities;
    }

    @Override
    public String destination() {
      return name;
    }

    @Override
    public Capabilities probe() {
      probes++;
      if (failure.isPresent()) {
        throw failure.get();
      }
      return capabilities;
    }

    @Override
    public DeliveryReceipt deliver(Delivery delivery) {
      delivered.add(delivery);
      return DeliveryReceipt.CREATED;
    }
  }
}
