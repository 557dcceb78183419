package dev.millrace.engine.testing;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.UnitTestRunner;
import dev.millrace.engine.project.UnitTest;
import java.time.Duration;
import java.util.List;

/** Runs unit tests and compares what they yield with what they expect. */
public final class UnitTestSuite {
  /** The column of expected rows that names the kind of change, when changelogs are compared. */
  public static final String KIND_COLUMN = "_kind";

  private final UnitTestRunner runner;
  private final UnitTestSource source;
  private final Settings settings;

  public UnitTestSuite(UnitTestRunner runner, UnitTestSource source, Settings settings) {
    this.runner = requireNonNull(runner, "runner");
    this.source = requireNonNull(source, "source");
    this.settings = requireNonNull(settings, "settings");
  }

  /** Runs the tests, several at a time; never throws for a test that fails or cannot run. */
  public UnitTestReport run(List<UnitTest> tests, UnitTestListener listener) {
    throw new UnsupportedOperationException("" + runner + source + settings + tests + listener);
  }

  /**
   * How to run.
   *
   * @param parallel tests at a time
   * @param timeout of one test
   */
  public record Settings(int parallel, Duration timeout) {
    public static final Settings DEFAULT = new Settings(2, Duration.ofSeconds(60));

    public Settings {
      requireNonNull(timeout, "timeout");
      if (parallel < 1) {
        throw new IllegalArgumentException("at least one test must run at a time");
      }
    }
  }
}
