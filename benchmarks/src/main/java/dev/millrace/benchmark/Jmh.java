package dev.millrace.benchmark;

import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link LoadingBenchmarks} under JMH, each in a JVM of its own; about two minutes. Arguments:
 * the installation, a folder for data, and parts of the names of those to run, otherwise all.
 */
public final class Jmh {
  private Jmh() {}

  /** See the class. */
  public static void main(String[] arguments) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .shouldFailOnError(true)
            .jvmArgs(
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile"),
                "-D" + LoadingBenchmarks.DATA + "=" + Path.of(arguments[1]).toAbsolutePath());
    List<String> names = List.of(arguments).subList(2, arguments.length);
    if (names.isEmpty()) {
      options.include(LoadingBenchmarks.class.getName());
    }
    names.forEach(options::include);
    new Runner(options.build()).run();
  }
}
