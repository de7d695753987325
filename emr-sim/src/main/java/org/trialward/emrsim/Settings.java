package org.trialward.emrsim;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be told to the simulated EMR besides Spring's own {@code server.port} and {@code
 * server.address}.
 *
 * @param token the bearer token every request must carry; without it anyone may ask
 * @param portFile where to write the port once the server answers
 * @param data folder in which the records stay from start to start; without it they are in memory
 * @param endWithParent whether to stop when the process that started us is gone, so that a killed
 *     test run leaves no server behind
 */
@ConfigurationProperties("emr-sim")
record Settings(
    @Nullable String token,
    @Nullable Path portFile,
    @Nullable Path data,
    @DefaultValue("false") boolean endWithParent) {

  Settings {
    if (token != null && token.isBlank()) {
      throw new IllegalArgumentException(
          "`emr-sim.token` is empty: give a token, or leave the setting out to let anyone ask.");
    }
  }
}
