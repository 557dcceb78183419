package dev.millrace.sidecar;

import static java.util.Objects.requireNonNull;

import dev.millrace.sidecar.control.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What the sidecar is told by whoever starts it; no secrets, for every user of the machine can read
 * a command line.
 *
 * @param folder the sidecar's own: lock, ready file and work folder
 * @param checkpoints of the local cluster's jobs; like savepoints outside of {@code folder}
 * @param log where it writes its log; told to clients in the ready file
 * @param idleEnd how long it stays with nobody holding it and nothing running
 * @param slots of the local cluster
 */
record SidecarArguments(
    Role role,
    Path folder,
    Path checkpoints,
    Path savepoints,
    Path log,
    Duration idleEnd,
    int slots) {
  SidecarArguments {
    requireNonNull(role, "role");
    requireNonNull(folder, "folder");
    requireNonNull(checkpoints, "checkpoints");
    requireNonNull(savepoints, "savepoints");
    requireNonNull(log, "log");
    requireNonNull(idleEnd, "idleEnd");
    if (checkpoints.startsWith(folder) || savepoints.startsWith(folder)) {
      throw new IllegalArgumentException("state would be in the folder that is wiped at start");
    }
    if (idleEnd.isNegative() || idleEnd.isZero()) {
      throw new IllegalArgumentException("the idle time must be longer than nothing");
    }
  }

  /**
   * Reads {@code --name=value} arguments.
   *
   * @throws IllegalArgumentException says which one is missing, unknown or malformed
   */
  static SidecarArguments parse(String[] arguments) {
    Map<String, String> values = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 0) {
        throw new IllegalArgumentException("not of the form --name=value: " + argument);
      }
      values.put(argument.substring(2, equals), argument.substring(equals + 1));
    }
    SidecarArguments parsed =
        new SidecarArguments(
            Role.of(take(values, "role")),
            path(values, "folder"),
            path(values, "checkpoints"),
            path(values, "savepoints"),
            path(values, "log"),
            Duration.parse(take(values, "idle-end")),
            Integer.parseInt(take(values, "slots")));
    if (!values.isEmpty()) {
      throw new IllegalArgumentException("unknown arguments " + values.keySet());
    }
    return parsed;
  }

  private static Path path(Map<String, String> values, String name) {
    return Path.of(take(values, name)).toAbsolutePath().normalize();
  }

  private static String take(Map<String, String> values, String name) {
    String value = values.remove(name);
    if (value == null) {
      throw new IllegalArgumentException("--" + name + " is missing");
    }
    return value;
  }
}
