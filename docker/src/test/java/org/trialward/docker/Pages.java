package org.trialward.docker;

import java.net.URI;

/** Where a browser reaches a workbench. */
interface Pages {
  /** The address of a path such as {@code /login}. */
  URI page(String path);
}
