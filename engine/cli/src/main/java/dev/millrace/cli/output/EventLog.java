package dev.millrace.cli.output;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.artifact.ArtifactTimes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns events into lines of a log, in dbt's shapes, and keeps them in a file where one is asked
 * for.
 */
public final class EventLog {
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Settings settings;
  private final String invocation;
  private final Clock clock;
  private final UnaryOperator<String> redaction;
  private boolean unwritable;

  /**
   * @param invocation id of the run of the command
   * @param redaction takes secrets out of a line
   */
  public EventLog(
      Settings settings, String invocation, Clock clock, UnaryOperator<String> redaction) {
    this.settings = requireNonNull(settings, "settings");
    this.invocation = requireNonNull(invocation, "invocation");
    this.clock = requireNonNull(clock, "clock");
    this.redaction = requireNonNull(redaction, "redaction");
  }

  /** Text for people and no file. */
  public static EventLog plain() {
    return new EventLog(Settings.DEFAULT, "", Clock.systemUTC(), line -> line);
  }

  /** Whether the console is to show JSON lines in place of text. */
  public boolean isJson() {
    return settings.format() == LogFormat.JSON;
  }

  /** The least level the console shows. */
  public LogLevel level() {
    return settings.level();
  }

  /** The event as the console shows it when it shows JSON lines. */
  public String json(LogEvent event) {
    Map<String, @Nullable Object> info = new LinkedHashMap<>();
    info.put("category", "");
    info.put("code", event.code());
    info.put("extra", Map.of());
    info.put("invocation_id", invocation);
    info.put("level", event.level().toString());
    info.put("msg", event.message());
    info.put("name", event.name());
    info.put("pid", ProcessHandle.current().pid());
    info.put("thread", Thread.currentThread().getName());
    info.put("ts", ArtifactTimes.text(clock.instant()));
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("data", event.data());
    line.put("info", info);
    try {
      return redaction.apply(JSON.writeValueAsString(line));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event could not be written as JSON", e);
    }
  }

  /** Writes the event into the file, where one is asked for. */
  public synchronized void keep(LogEvent event) {
    if (settings.file().isEmpty() || unwritable || !event.level().isAtLeast(settings.fileLevel())) {
      return;
    }
    String line =
        switch (settings.fileFormat()) {
          case JSON -> json(event);
          case TEXT, DEBUG ->
              redaction.apply(
                  ArtifactTimes.text(clock.instant())
                      + " ["
                      + event.level()
                      + "] "
                      + event.message().replace("\n", "\n    "));
        };
    Path file = settings.file().get();
    try {
      Files.createDirectories(requireNonNull(file.toAbsolutePath().getParent(), "folder"));
      roll(file);
      Files.writeString(
          file,
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      // What is logged may be a deployment under way, which a full disk of logs must not break off.
      unwritable = true;
      LOG.warn("The log {} cannot be written and goes no further: {}", file, e.toString());
    }
  }

  /** One older file is kept, so that a log never fills a disk. */
  private void roll(Path file) throws IOException {
    if (Files.exists(file) && Files.size(file) > settings.fileBytes()) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * What goes where.
   *
   * @param level least level on the console
   * @param file empty for none
   * @param fileLevel least level in the file
   * @param fileBytes after which a new file is begun
   */
  public record Settings(
      LogFormat format,
      LogLevel level,
      Optional<Path> file,
      LogFormat fileFormat,
      LogLevel fileLevel,
      long fileBytes) {
    /** dbt's size of a log. */
    public static final long FILE_BYTES = 10L * 1024 * 1024;

    public static final Settings DEFAULT =
        new Settings(
            LogFormat.TEXT,
            LogLevel.INFO,
            Optional.empty(),
            LogFormat.TEXT,
            LogLevel.DEBUG,
            FILE_BYTES);

    public Settings {
      requireNonNull(format, "format");
      requireNonNull(level, "level");
      requireNonNull(file, "file");
      requireNonNull(fileFormat, "fileFormat");
      requireNonNull(fileLevel, "fileLevel");
    }
  }
}
