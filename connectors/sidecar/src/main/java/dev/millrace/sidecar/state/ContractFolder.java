package dev.millrace.sidecar.state;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Savepoints of dry runs, each in a folder named by what was run. Those that nobody has asked for
 * the longest go when there are too many.
 */
final class ContractFolder {
  private static final Logger LOG = LoggerFactory.getLogger(ContractFolder.class);
  private static final String UNFINISHED = "run-";

  private final Path folder;
  private final int most;

  /**
   * @param folder where they are; made when it is needed
   * @param most that are kept
   */
  ContractFolder(Path folder, int most) {
    this.folder = requireNonNull(folder, "folder");
    this.most = most;
  }

  /** Where one is or would be. */
  Path of(String hash) {
    return folder.resolve(hash);
  }

  /** Whether there is one; from now on it counts as the last that was asked for. */
  boolean has(String hash) {
    try {
      Files.setLastModifiedTime(of(hash), FileTime.from(Instant.now()));
      return true;
    } catch (IOException e) {
      // Where nothing can be written, what is there can still be read.
      return Files.exists(of(hash));
    }
  }

  /** An empty folder for a run. */
  Path begin() throws IOException {
    Files.createDirectories(folder);
    return Files.createDirectory(folder.resolve(UNFINISHED + UUID.randomUUID()));
  }

  /** Takes what a run left, unless another was first. */
  void keep(String hash, Path savepoint) throws IOException {
    try {
      Files.move(savepoint, of(hash), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Someone else has asked at the same time and was first.
      if (!Files.exists(of(hash))) {
        throw e;
      }
    }
    has(hash);
    tidy();
  }

  /** One at a time; that something cannot be deleted is no reason to fail who found his own. */
  private synchronized void tidy() {
    List<Path> all;
    try (Stream<Path> files = Files.list(folder)) {
      all =
          files
              .filter(file -> !String.valueOf(file.getFileName()).startsWith(UNFINISHED))
              .sorted(Comparator.comparing(ContractFolder::lastAskedFor))
              .toList();
    } catch (IOException | UncheckedIOException e) {
      LOG.info("The folder of contracts cannot be tidied", e);
      return;
    }
    for (Path old : all.subList(0, Math.max(0, all.size() - most))) {
      delete(old);
    }
  }

  private static long lastAskedFor(Path file) {
    return file.toFile().lastModified();
  }

  /** Deletes a folder as far as it can be, whoever else does so at the same time. */
  static void delete(Path tree) {
    if (!Files.exists(tree)) {
      return;
    }
    try {
      List<Path> inside;
      try (Stream<Path> files = Files.walk(tree)) {
        inside = files.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : inside) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.info("{} cannot be deleted", tree, e);
    }
  }
}
