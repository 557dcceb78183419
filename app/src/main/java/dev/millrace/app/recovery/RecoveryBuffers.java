package dev.millrace.app.recovery;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.file.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unsaved texts of one project, kept in the data folder: what was typed is on disk within a second
 * and outlives the process. One file for each document, written whole. Thread-safe.
 */
public final class RecoveryBuffers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecoveryBuffers.class);

  private final ObjectMapper json = new ObjectMapper();
  private final Path folder;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("recovery").factory());

  /** What is still to be written, by file; only the newest text of each counts. */
  private final Map<String, Optional<Buffer>> waiting = new LinkedHashMap<>();

  /**
   * An unsaved text.
   *
   * @param file path in the project
   * @param digest of the file on disk that the text was made from
   */
  public record Buffer(String file, String digest, String text) {
    public Buffer {
      requireNonNull(file, "file");
      requireNonNull(digest, "digest");
      requireNonNull(text, "text");
    }
  }

  /**
   * @param folder of this project alone; made when needed
   */
  public RecoveryBuffers(Path folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  /** The digest of a file's bytes. */
  public static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Keeps a text, soon; a text that comes before it is written takes its place. */
  public void keep(Buffer buffer) {
    put(buffer.file(), Optional.of(buffer));
  }

  /** Forgets the text of a file: it was saved, or nobody wants it. */
  public void forget(String file) {
    put(file, Optional.empty());
  }

  private void put(String file, Optional<Buffer> buffer) {
    synchronized (waiting) {
      boolean first = !waiting.containsKey(file);
      waiting.put(file, buffer);
      if (first && !writer.isShutdown()) {
        writer.execute(() -> write(file));
      }
    }
  }

  /** The text that was kept for a file. */
  public Optional<Buffer> find(String file) {
    synchronized (waiting) {
      Optional<Buffer> soon = waiting.get(file);
      if (soon != null) {
        return soon;
      }
    }
    Path kept = path(file);
    if (!Files.isRegularFile(kept)) {
      return Optional.empty();
    }
    try {
      return Optional.of(json.readValue(kept.toFile(), Buffer.class))
          .filter(buffer -> buffer.file().equals(file));
    } catch (IOException e) {
      LOG.warn("The unsaved text of {} cannot be read: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  /** Writes what is waiting. */
  @Override
  public void close() {
    writer.close();
  }

  private void write(String file) {
    Optional<Buffer> buffer;
    synchronized (waiting) {
      buffer = waiting.getOrDefault(file, Optional.empty());
      waiting.remove(file);
    }
    try {
      Path target = path(file);
      if (buffer.isEmpty()) {
        Files.deleteIfExists(target);
        return;
      }
      WholeFile.replace(target, out -> json.writeValue(out, buffer.get()));
    } catch (IOException e) {
      LOG.warn("The unsaved text of {} cannot be kept: {}", file, e.getMessage());
    }
  }

  private Path path(String file) {
    return folder.resolve(UUID.nameUUIDFromBytes(file.getBytes(StandardCharsets.UTF_8)) + ".json");
  }
}
