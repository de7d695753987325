package org.trialward.workbench.web;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.trialward.fhir.emr.smart.ClientKeys;
import org.trialward.workbench.smart.PublishedKeys;

/** Our public keys, where the EMR fetches them to check that a request for a token is ours. */
@RestController
class JwksController {
  private final ObjectProvider<ClientKeys> keys;
  private final PublishedKeys ofLaunches;

  JwksController(ObjectProvider<ClientKeys> keys, PublishedKeys ofLaunches) {
    this.keys = keys;
    this.ofLaunches = ofLaunches;
  }

  @GetMapping(path = "/.well-known/jwks.json", produces = MediaType.APPLICATION_JSON_VALUE)
  String publicKeys() {
    List<ClientKeys> ours = Stream.concat(keys.stream(), ofLaunches.keys().stream()).toList();
    if (ours.isEmpty()) {
      throw new ResponseStatusException(
          HttpStatus.NOT_FOUND,
          "There are no keys: set trialward.emr.smart.client-id, or trialward.smart.servers with a key-file.");
    }
    return ClientKeys.publicJson(ours);
  }
}
