package dev.millrace.app.settings;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.millrace.engine.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A record kept in a JSON file, written whole. A file that cannot be read counts as none: what is
 * remembered of a window must never keep it from opening.
 *
 * @param <T> the record
 */
public final class SettingsFile<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Path file;
  private final Class<T> type;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("settings").factory());

  /**
   * @param file need not exist
   */
  public SettingsFile(Path file, Class<T> type) {
    this.file = requireNonNull(file, "file");
    this.type = requireNonNull(type, "type");
  }

  public Optional<T> read() {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readValue(file.toFile(), type));
    } catch (IOException e) {
      LOG.warn("{} cannot be read and is ignored: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  /** Writes in the background, in the order of the calls. */
  public void write(T value) {
    // A window that closes still tells of its last move.
    if (!writer.isShutdown()) {
      writer.execute(() -> writeNow(value));
    }
  }

  /** Waits for what was asked to be written. */
  @Override
  public void close() {
    writer.close();
  }

  private void writeNow(T value) {
    try {
      WholeFile.replace(file, out -> JSON.writeValue(out, value));
    } catch (IOException e) {
      LOG.warn("{} cannot be written: {}", file, e.getMessage());
    }
  }
}
