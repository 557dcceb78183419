package dev.millrace.cli.demo;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A copy of the bundled sample that the demonstration may change. */
record SampleCopy(Path folder) {
  private static final String MODEL = "models/marts/customer_totals.sql";
  private static final String BEFORE = "  MIN(log_offset) AS first_offset,\n";
  private static final String ADDED = "  SUM(amount) / COUNT(*) AS average_order,\n";

  /** Copies the sample, replacing an older copy. */
  static SampleCopy make(Path sample, Path folder) {
    if (!Files.isRegularFile(sample.resolve("dbt_project.yml"))) {
      throw new MillraceException(
          Problem.error(ProblemCode.PROJECT_NOT_FOUND, "The sample is missing in " + sample)
              .remedy("Start with ./millrace, which puts it there"));
    }
    try {
      delete(folder);
      try (Stream<Path> files = Files.walk(sample)) {
        for (Path file : files.toList()) {
          Path copy = folder.resolve(sample.relativize(file).toString());
          if (Files.isDirectory(file)) {
            Files.createDirectories(copy);
          } else {
            Files.copy(file, copy);
          }
        }
      }
      return new SampleCopy(folder);
    } catch (IOException e) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.RESOURCE_EXHAUSTED,
                  "Cannot copy the sample to " + folder + " (" + e.getMessage() + ")")
              .remedy("Make room or name another folder in MILLRACE_DATA_DIR"),
          e);
    }
  }

  /** Deletes a folder with all it holds; no error when it is not there. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Adds a column to the running total, computed from the sums it already keeps. */
  void changeModel() {
    Path model = folder.resolve(MODEL);
    try {
      String text = Files.readString(model);
      if (!text.contains(BEFORE)) {
        throw new IllegalStateException("the sample's model has changed: " + model);
      }
      Files.writeString(model, text.replace(BEFORE, ADDED + BEFORE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
