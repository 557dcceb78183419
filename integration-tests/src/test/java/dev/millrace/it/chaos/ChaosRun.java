package dev.millrace.it.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/** The whole of it, by hand; see {@code benchmarks/chaos/run}. */
public final class ChaosRun {
  private ChaosRun() {}

  /**
   * Ends with one line of JSON on standard output, and with 0 when everything was as it should be.
   *
   * @param arguments a folder of its own, then {@code --points all|N}, {@code --random N}, {@code
   *     --seed S}, {@code --only REGEX} for points in whose names it is found
   */
  public static void main(String[] arguments) throws Exception {
    String points = "all";
    String only = "";
    int random = 0;
    long seed = 1;
    for (int i = 1; i + 1 < arguments.length; i += 2) {
      switch (arguments[i]) {
        case "--points" -> points = arguments[i + 1];
        case "--random" -> random = Integer.parseInt(arguments[i + 1]);
        case "--seed" -> seed = Long.parseLong(arguments[i + 1]);
        case "--only" -> only = arguments[i + 1];
        default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
      }
    }
    Path folder = Path.of(arguments[0]);
    ChaosReport report;
    try (Rig rig = Rig.start(folder)) {
      Chaos chaos =
          new Chaos(rig, Files.createDirectories(folder.resolve("said")), System.err::println);
      chaos.points(chosen(points, only, new Random(seed)));
      chaos.random(random, new Random(seed));
      report = chaos.finish();
    }
    System.out.println(report.json());
    System.exit(report.isClean() ? 0 : 1);
  }

  private static List<Point> chosen(String count, String only, Random random) {
    Points points = Points.ofTable();
    List<Point> chosen =
        count.equals("all") ? points.all() : points.some(Integer.parseInt(count), random);
    return chosen.stream()
        .filter(point -> Pattern.compile(only).matcher(point.name()).find())
        .toList();
  }
}
