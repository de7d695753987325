package org.trialward.workbench.web;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.trialward.fhir.emr.smart.ClientKeys;

/** Our public keys, where the EMR fetches them to check that a request for a token is ours. */
@RestController
class JwksController {
  private final ObjectProvider<ClientKeys> keys;

  JwksController(ObjectProvider<ClientKeys> keys) {
    this.keys = keys;
  }

  @GetMapping(path = "/.well-known/jwks.json", produces = MediaType.APPLICATION_JSON_VALUE)
  String publicKeys() {
    ClientKeys ours = keys.getIfAvailable();
    if (ours == null) {
      throw new ResponseStatusException(
          HttpStatus.NOT_FOUND,
          "SMART Backend Services are off: set trialward.emr.smart.client-id.");
    }
    return ours.publicJson();
  }
}
