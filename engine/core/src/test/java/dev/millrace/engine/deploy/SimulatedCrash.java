package dev.millrace.engine.deploy;

import java.io.Serial;

/** The process ends here; nothing after it may run. An Error, since product code catches none. */
final class SimulatedCrash extends Error {
  @Serial private static final long serialVersionUID = 1;

  SimulatedCrash(String where) {
    super(where);
  }
}
