package dev.millrace.app.tree;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when something in a project's folder has changed, once for changes that come together.
 *
 * <p>Hidden folders and {@code target} are not watched: tools write there all the time.
 */
public final class FolderWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

  /** A save is often several events, and a checkout thousands. */
  private static final long QUIET_MILLIS = 200;

  private final Path root;
  private final Runnable changed;
  private final WatchService service;

  /**
   * @param changed called on a thread of its own
   * @throws IOException when the folder cannot be watched
   */
  public FolderWatch(Path root, Runnable changed) throws IOException {
    this.root = requireNonNull(root, "root");
    this.changed = requireNonNull(changed, "changed");
    this.service = root.getFileSystem().newWatchService();
    register(root);
    Thread.ofPlatform().daemon().name("watch: " + root.getFileName()).start(this::watch);
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      LOG.debug("The watch on {} did not close", root, e);
    }
  }

  private void watch() {
    try {
      while (true) {
        WatchKey key = service.take();
        while (key != null) {
          key.pollEvents();
          key.reset();
          key = service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
        }
        // New folders are found by looking again, which is cheap beside what follows.
        register(root);
        changed.run();
      }
    } catch (ClosedWatchServiceException e) {
      LOG.debug("The watch on {} has ended", root);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("The folder {} is no longer watched: {}", root, e.getMessage());
    }
  }

  private void register(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path entry, BasicFileAttributes attributes)
              throws IOException {
            String name = String.valueOf(entry.getFileName());
            if (!entry.equals(root) && (name.startsWith(".") || name.equals("target"))) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            try {
              entry.register(
                  service,
                  StandardWatchEventKinds.ENTRY_CREATE,
                  StandardWatchEventKinds.ENTRY_DELETE,
                  StandardWatchEventKinds.ENTRY_MODIFY);
              return FileVisitResult.CONTINUE;
            } catch (NoSuchFileException e) {
              return gone(entry, e);
            }
          }

          @Override
          public FileVisitResult postVisitDirectory(Path entry, @Nullable IOException e)
              throws IOException {
            return e == null ? FileVisitResult.CONTINUE : gone(entry, e);
          }

          /** A folder went while we looked; only the root must be there. */
          private FileVisitResult gone(Path entry, IOException e) throws IOException {
            if (entry.equals(root)) {
              throw e;
            }
            return FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            // It went while we looked.
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
