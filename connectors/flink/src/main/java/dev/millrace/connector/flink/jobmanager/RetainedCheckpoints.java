package dev.millrace.connector.flink.jobmanager;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport.Snapshot;
import dev.millrace.engine.connect.JobId;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checkpoints and savepoints as they lie on disk; what is left when a cluster was killed.
 *
 * <p>A checkpoint is {@code <folder>/<job id>/chk-N}, a savepoint {@code <folder>/savepoint-<six
 * digits of the job id>-<random>}; either is complete when it has a {@code _metadata} file.
 */
public final class RetainedCheckpoints {
  /** The first bytes of a {@code _metadata} file. */
  private static final int MAGIC = 0x4960672d;

  private static final int SHORT_ID = 6;

  private final Path checkpoints;
  private final Path savepoints;

  public RetainedCheckpoints(Path checkpoints, Path savepoints) {
    this.checkpoints = requireNonNull(checkpoints, "checkpoints");
    this.savepoints = requireNonNull(savepoints, "savepoints");
  }

  /** The complete one with the highest number, for a savepoint counts as a checkpoint. */
  public Optional<Snapshot> newest(JobId job) {
    List<Path> candidates = new ArrayList<>();
    candidates.addAll(folders(checkpoints.resolve(job.hex()), "chk-"));
    candidates.addAll(folders(savepoints, "savepoint-" + job.hex().substring(0, SHORT_ID) + "-"));
    return candidates.stream()
        .flatMap(folder -> read(folder).stream())
        .max(Comparator.comparingLong(Snapshot::id).thenComparing(Snapshot::time));
  }

  private static List<Path> folders(Path parent, String prefix) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children
          .filter(child -> String.valueOf(child.getFileName()).startsWith(prefix))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + parent, e);
    }
  }

  /** Empty when it is not complete, or was deleted while we read. */
  private static Optional<Snapshot> read(Path folder) {
    Path metadata = folder.resolve("_metadata");
    try (DataInputStream header = new DataInputStream(Files.newInputStream(metadata))) {
      if (header.readInt() != MAGIC) {
        return Optional.empty();
      }
      // The format's version, which so far has left the checkpoint's number where it is.
      header.readInt();
      long id = header.readLong();
      return Optional.of(
          new Snapshot(
              id,
              "file:" + folder.toAbsolutePath(),
              Files.getLastModifiedTime(metadata).toInstant(),
              size(folder)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      long bytes = 0;
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }
}
