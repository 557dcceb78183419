package dev.millrace.it.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The listening sockets of a process, as Linux tells them. */
final class ListeningSockets {
  private static final String LISTEN = "0A";
  private static final String LOOPBACK = "0100007F";
  private static final String MAPPED_LOOPBACK = "0000000000000000FFFF00000100007F";

  private ListeningSockets() {}

  /** Addresses in the kernel's hexadecimal form, without port. */
  static List<String> addressesOf(long pid) throws IOException {
    Set<String> own = socketsOf(pid);
    List<String> addresses = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
        String[] fields = line.strip().split("\\s+");
        if (fields[3].equals(LISTEN) && own.contains(fields[9])) {
          addresses.add(fields[1].substring(0, fields[1].indexOf(':')));
        }
      }
    }
    return addresses;
  }

  static boolean isLoopback(String address) {
    return address.equals(LOOPBACK) || address.equals(MAPPED_LOOPBACK);
  }

  private static Set<String> socketsOf(long pid) throws IOException {
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith("socket:[")) {
            inodes.add(target.substring("socket:[".length(), target.length() - 1));
          }
        } catch (NoSuchFileException e) {
          // Closed between the two looks.
        }
      }
    }
    return inodes;
  }
}
