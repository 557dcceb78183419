package dev.millrace.it.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Races by hand; see {@code benchmarks/chaos/run}. */
public final class RacesRun {
  private RacesRun() {}

  /**
   * Ends with a line of JSON on standard output for each kind of ledger, and with 0 when exactly
   * one proceeded each time.
   *
   * @param arguments a folder of its own, then {@code N [SEED]}: so many races on SQLite and so
   *     many on PostgreSQL
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
    boolean clean = raced(Files.createDirectories(folder.resolve("file")), null, count, seed);
    try (PostgresServer server = PostgresServer.start()) {
      clean &=
          raced(Files.createDirectories(folder.resolve("server")), server.address(), count, seed);
    }
    System.exit(clean ? 0 : 1);
  }

  private static boolean raced(Path folder, @Nullable String address, int count, long seed) {
    try (Races races = new Races(folder, Optional.ofNullable(address))) {
      races.run(count, new Random(seed), System.err::println);
      Races.Report report = races.report();
      System.out.println(report.json());
      return report.isClean();
    }
  }
}
