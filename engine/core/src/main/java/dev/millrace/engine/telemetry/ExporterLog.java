package dev.millrace.engine.telemetry;

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
  // Held on to here: the platform forgets a logger, and its settings, that nobody holds.
  private final List<Logger> loggers;
  private final Handler handler = new ToDebugLog();

  private ExporterLog(List<Logger> loggers) {
    this.loggers = List.copyOf(loggers);
  }

  static ExporterLog untouched() {
    return new ExporterLog(List.of());
  }

  static ExporterLog quiet() {
    ExporterLog log =
        new ExporterLog(
            List.of(Logger.getLogger("io.opentelemetry"), Logger.getLogger("io.micrometer")));
    log.loggers.forEach(
        logger -> {
          logger.addHandler(log.handler);
          logger.setUseParentHandlers(false);
        });
    return log;
  }

  void restore() {
    loggers.forEach(
        logger -> {
          logger.removeHandler(handler);
          logger.setUseParentHandlers(logger.getHandlers().length == 0);
        });
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
