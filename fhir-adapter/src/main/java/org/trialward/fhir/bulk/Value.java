package org.trialward.fhir.bulk;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Reads what stands at the parser's token, up to its end. */
@FunctionalInterface
interface Value<T> {

  /**
   * Reads it.
   *
   * @throws NotPlain where only HAPI's parser may judge it
   */
  T read(JsonParser json) throws IOException;
}
