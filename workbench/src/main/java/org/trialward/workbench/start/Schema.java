package org.trialward.workbench.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The schema that this program was made for. */
final class Schema {
  private static final Pattern VERSION = Pattern.compile("V(\\d+)__.*\\.sql");

  private Schema() {}

  /** The number of its last migration. */
  static int version() {
    try {
      return Arrays.stream(
              new PathMatchingResourcePatternResolver()
                  .getResources("classpath*:db/migration/V*.sql"))
          .map(resource -> VERSION.matcher(String.valueOf(resource.getFilename())))
          .filter(Matcher::matches)
          .mapToInt(name -> Integer.parseInt(name.group(1)))
          .max()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
