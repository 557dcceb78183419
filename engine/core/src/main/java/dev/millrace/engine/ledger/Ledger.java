package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/** The ledger of one project and target. Thread-safe. */
public final class Ledger implements AutoCloseable {
  private final Path file;

  private Ledger(Path file) {
    this.file = requireNonNull(file, "file");
  }

  /**
   * Opens {@code ledger.sqlite} in the folder, making it when it is not there and bringing it up to
   * date when it is older.
   *
   * @param folder the platform data folder of this project and target; never the project folder
   * @throws dev.millrace.engine.problem.MillraceException LEDGER_UNAVAILABLE
   */
  public static Ledger open(Path folder, String projectKey, String target) {
    return new Ledger(folder.resolve("ledger.sqlite"));
  }

  /** Where it lies. */
  public Path file() {
    return file;
  }

  @Override
  public void close() {}
}
