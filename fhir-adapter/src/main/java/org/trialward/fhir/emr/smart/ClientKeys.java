package org.trialward.fhir.emr.smart;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Our keys: a private JWK set in a file, RSA for RS384 or EC P-384 for ES384. The first signs, all
 * are published, so that a new key is known to the EMR before it signs. The file is read anew each
 * time: a rotation needs no restart.
 */
public final class ClientKeys {
  /** RFC 7518, 3.3. */
  private static final int LEAST_RSA_BITS = 2048;

  private final Path file;
  private final String setting;

  /**
   * @throws IllegalArgumentException where the file holds no such keys
   */
  public ClientKeys(Path file) {
    this(file, "trialward.emr.smart.key-file");
  }

  /**
   * @param setting that names the file
   * @throws IllegalArgumentException where the file holds no such keys
   */
  public ClientKeys(Path file, String setting) {
    this.file = file;
    this.setting = setting;
    read();
  }

  /** For the EMR: {@code {"keys": […]}} without anything secret. */
  public String publicJson() {
    return publicJson(List.of(this));
  }

  /** All of these in one set; a key that stands in several files is published once. */
  public static String publicJson(Collection<ClientKeys> several) {
    Map<String, JWK> byId = new LinkedHashMap<>();
    several.stream()
        .flatMap(keys -> keys.read().stream())
        .forEach(key -> byId.putIfAbsent(key.getKeyID(), publicKey(key)));
    return new JWKSet(List.copyOf(byId.values())).toString(true);
  }

  /**
   * The first key that signs as the EMR wants it.
   *
   * @param accepted algorithms; empty: it does not say
   */
  public JWK signing(Set<String> accepted) {
    return read().stream()
        .filter(key -> accepted.isEmpty() || accepted.contains(algorithm(key).getName()))
        .findFirst()
        .orElseThrow(() ->
            wrong(
                "it has no key for an algorithm that the EMR accepts: make an RSA key (RS384) or an EC P-384 key (ES384), as its smart-configuration lists"));
  }

  /** The one that SMART names for such a key. */
  public static JWSAlgorithm algorithm(JWK key) {
    return key instanceof RSAKey ? JWSAlgorithm.RS384 : JWSAlgorithm.ES384;
  }

  private List<JWK> read() {
    List<JWK> keys = parse();
    if (keys.isEmpty()) {
      throw wrong("it holds no key: make an RSA or an EC P-384 key");
    }
    Set<String> ids = new HashSet<>();
    for (JWK key : keys) {
      check(key);
      if (!ids.add(key.getKeyID())) {
        throw wrong("two keys have the same `kid`: give each its own");
      }
    }
    return keys;
  }

  private List<JWK> parse() {
    try {
      return JWKSet.parse(Files.readString(file)).getKeys();
    } catch (IOException e) {
      throw wrong(
          "it cannot be read (%s): check the path and that our account may read it"
              .formatted(e.getClass().getSimpleName()));
    } catch (ParseException e) {
      // The exception's message may quote the file.
      throw wrong("it is no JSON Web Key set (RFC 7517): `{\"keys\": [...]}` is expected");
    }
  }

  private void check(JWK key) {
    if (key.getKeyID() == null || key.getKeyID().isBlank()) {
      throw wrong("a key has no `kid`: give it one, the EMR finds our public key by it");
    }
    if (!key.isPrivate()) {
      throw wrong("a key is not private: put the private keys in, only their public halves leave");
    }
    boolean fits =
        switch (key) {
          case RSAKey rsa -> rsa.size() >= LEAST_RSA_BITS;
          case ECKey ec -> Curve.P_384.equals(ec.getCurve());
          default -> false;
        };
    if (!fits) {
      throw wrong("a key is neither RSA of 2048 bits or more nor EC P-384: SMART asks for these");
    }
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("%s, `%s`: %s.".formatted(setting, file, what));
  }

  private static JWK publicKey(JWK key) {
    try {
      return switch (key) {
        case RSAKey rsa ->
            new RSAKey.Builder(rsa.toRSAPublicKey())
                .keyID(key.getKeyID())
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(algorithm(key))
                .build();
        case ECKey ec ->
            new ECKey.Builder(ec.getCurve(), ec.toECPublicKey())
                .keyID(key.getKeyID())
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(algorithm(key))
                .build();
        default -> throw new IllegalStateException("Neither RSA nor EC.");
      };
    } catch (JOSEException e) {
      throw new IllegalStateException("A key that was read cannot be written.", e);
    }
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "ClientKeys[" + file + "]";
  }
}
