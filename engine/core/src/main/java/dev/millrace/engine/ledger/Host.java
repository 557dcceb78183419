package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a process runs: numbers of processes mean something only to those with the same host.
 *
 * @param name of the machine and, where there are several on it, of the space its processes are
 *     numbered in: two containers may have one name
 */
record Host(String name) {
  private static final Path NUMBERS = Path.of("/proc/self/ns/pid");

  Host {
    requireNonNull(name, "name");
  }

  static Host own() {
    try {
      if (Files.isSymbolicLink(NUMBERS)) {
        String space = Files.readSymbolicLink(NUMBERS).toString().replaceAll("[^0-9]", "");
        return new Host(machine() + "/" + space);
      }
    } catch (IOException e) {
      // Not for us to see; the machine's name has to do.
      return new Host(machine());
    }
    return new Host(machine());
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
