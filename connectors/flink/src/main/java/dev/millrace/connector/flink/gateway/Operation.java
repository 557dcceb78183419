package dev.millrace.connector.flink.gateway;

import static java.util.Objects.requireNonNull;

/** A statement that the gateway was given. */
record Operation(String session, String handle) {
  Operation {
    requireNonNull(session, "session");
    requireNonNull(handle, "handle");
  }

  String path() {
    return "/sessions/" + session + "/operations/" + handle;
  }
}
