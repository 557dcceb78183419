package dev.millrace.connector.flink.local;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A Java runtime to start a process with.
 *
 * @param executable its {@code java}
 * @param version such as 25.0.3
 */
record JavaRuntime(Path executable, Runtime.Version version) {
  private static final int OLDEST = 17;

  /** Since 24 the JVM warns of memory access through Unsafe; the flag that allows it came in 23. */
  private static final int UNSAFE_FLAG_SINCE = 23;

  /** Every package Flink reaches into on some statement; measured to be silent on 17 and 25. */
  private static final List<String> EXPORTS =
      List.of(
          "java.management/sun.management",
          "java.rmi/sun.rmi.registry",
          "java.security.jgss/sun.security.krb5");

  private static final List<String> OPENS =
      List.of(
          "java.lang",
          "java.net",
          "java.io",
          "java.nio",
          "sun.nio.ch",
          "java.lang.reflect",
          "java.text",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks");

  /**
   * Looks at the runtime in this folder without starting it.
   *
   * @throws MillraceException LOCAL_START_FAILED when there is none, or one too old
   */
  static JavaRuntime at(Path home) {
    Path executable = home.resolve("bin").resolve(File.separatorChar == '\\' ? "java.exe" : "java");
    if (!Files.isExecutable(executable)) {
      throw unusable("There is no Java runtime in " + home);
    }
    Runtime.Version version = version(home);
    if (version.feature() < OLDEST) {
      throw unusable("The Java runtime in " + home + " is a " + version.feature());
    }
    return new JavaRuntime(executable, version);
  }

  /** The flags that make a JVM run Flink or Kafka without warnings. */
  List<String> flags() {
    Stream<String> unsafe =
        version.feature() >= UNSAFE_FLAG_SINCE
            ? Stream.of("--sun-misc-unsafe-memory-access=allow")
            : Stream.empty();
    return Stream.of(
            Stream.of("--enable-native-access=ALL-UNNAMED"),
            unsafe,
            EXPORTS.stream().map(name -> "--add-exports=" + name + "=ALL-UNNAMED"),
            OPENS.stream().map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED"))
        .flatMap(flag -> flag)
        .toList();
  }

  private static Runtime.Version version(Path home) {
    Properties release = new Properties();
    try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
      release.load(reader);
      String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
      return Runtime.Version.parse(version);
    } catch (IOException | IllegalArgumentException e) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.LOCAL_START_FAILED, "Cannot tell the version of Java in " + home)
              .remedy("Name another JDK in MILLRACE_SIDECAR_JAVA_HOME"),
          e);
    }
  }

  private static MillraceException unusable(String what) {
    return new MillraceException(
        Problem.error(ProblemCode.LOCAL_START_FAILED, what)
            .remedy("Name a JDK of version " + OLDEST + " or later in MILLRACE_SIDECAR_JAVA_HOME"));
  }
}
