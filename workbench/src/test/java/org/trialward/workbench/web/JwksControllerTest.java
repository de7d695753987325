package org.trialward.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;
import static org.springframework.test.web.servlet.setup.MockMvcBuilders.standaloneSetup;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.http.MediaType;
import org.trialward.fhir.emr.smart.ClientKeys;
import org.trialward.workbench.smart.PublishedKeys;

class JwksControllerTest {
  @TempDir private Path folder;

  @Test
  void theEmrFetchesOurPublicKeysAndNothingElse() throws Exception {
    JWKSet secret = new JWKSet(new ECKeyGenerator(Curve.P_384).keyID("k1").generate());
    Path file = Files.writeString(folder.resolve("keys.json"), secret.toString(false));
    var beans = new StaticListableBeanFactory();
    beans.addBean("clientKeys", new ClientKeys(file));
    String shown =
        standaloneSetup(
                new JwksController(
                    beans.getBeanProvider(ClientKeys.class), new PublishedKeys(List.of())))
            .build()
            .perform(get("/.well-known/jwks.json"))
            .andExpect(status().isOk())
            .andExpect(content().contentTypeCompatibleWith(MediaType.APPLICATION_JSON))
            .andReturn()
            .getResponse()
            .getContentAsString();
    JWKSet keys = JWKSet.parse(shown);
    assertThat(keys.containsNonPublicKeys()).isFalse();
    assertThat(keys.getKeyByKeyId("k1").toECKey().toPublicKey())
        .isEqualTo(secret.getKeyByKeyId("k1").toECKey().toPublicKey());
  }
}
