package dev.millrace.engine.telemetry;

import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the libraries' own complaints off the console: a collector that is down is no business of
 * who reads our output. They go to the debug log instead.
 */
final class ExporterLog {
  // Held on to: the platform forgets a logger, and its settings, that nobody holds.
  private static final List<Logger> LOGGERS =
      List.of(Logger.getLogger("io.opentelemetry"), Logger.getLogger("io.micrometer"));

  private ExporterLog() {}

  /** For the rest of the process: an exporter that was given up may still complain. */
  static void quieten() {
    for (Logger logger : LOGGERS) {
      if (Arrays.stream(logger.getHandlers()).noneMatch(ToDebugLog.class::isInstance)) {
        logger.addHandler(new ToDebugLog());
      }
      logger.setUseParentHandlers(false);
    }
  }

  private static final class ToDebugLog extends Handler {
    private final org.slf4j.Logger log = LoggerFactory.getLogger(ExporterLog.class);

    @Override
    public void publish(LogRecord complaint) {
      log.debug("{}", complaint.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
