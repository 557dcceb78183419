package dev.millrace.it.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** Finds the JDKs of this machine. */
public final class JavaHomes {
  private static final List<Path> USUAL_FOLDERS =
      List.of(
          Path.of("/usr/lib/jvm"),
          Path.of("/usr/java"),
          Path.of("/opt/java"),
          Path.of("/Library/Java/JavaVirtualMachines"));

  private JavaHomes() {}

  /**
   * A JDK of this feature release, such as 17.
   *
   * @throws IllegalStateException when this machine has none; says where was looked
   */
  public static Path find(int feature) {
    return candidates()
        .filter(home -> featureOf(home) == feature)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "This test needs a JDK "
                        + feature
                        + " and found none under "
                        + USUAL_FOLDERS
                        + " or in JAVA_HOME*; install one, such as openjdk-"
                        + feature
                        + "-jre-headless"));
  }

  private static Stream<Path> candidates() {
    Stream<Path> named =
        System.getenv().entrySet().stream()
            .filter(variable -> variable.getKey().startsWith("JAVA_HOME"))
            .map(Map.Entry::getValue)
            .filter(value -> !value.isBlank())
            .map(Path::of);
    Stream<Path> usual =
        USUAL_FOLDERS.stream()
            .filter(Files::isDirectory)
            .flatMap(
                folder -> {
                  try (Stream<Path> homes = Files.list(folder)) {
                    return homes
                        .sorted()
                        .flatMap(home -> Stream.of(home, home.resolve("Contents/Home")))
                        .toList()
                        .stream();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    return Stream.concat(named, usual).filter(home -> Files.isExecutable(home.resolve("bin/java")));
  }

  private static int featureOf(Path home) {
    Properties release = new Properties();
    try (var reader = Files.newBufferedReader(home.resolve("release"))) {
      release.load(reader);
    } catch (IOException e) {
      // Not every folder there is a JDK of its own; some are aliases without a release file.
      return 0;
    }
    String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
    return version.matches("\\d+.*") ? Integer.parseInt(version.split("[^0-9]")[0]) : 0;
  }
}
