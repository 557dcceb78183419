package dev.millrace.engine.telemetry;

import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps OpenTelemetry's own complaints off the console: a collector that is down is no business of
 * who reads our output. They go to the debug log instead.
 */
final class ExporterLog {
  private final Optional<Logger> logger;
  private final Handler handler = new ToDebugLog();

  private ExporterLog(Optional<Logger> logger) {
    this.logger = logger;
  }

  static ExporterLog untouched() {
    return new ExporterLog(Optional.empty());
  }

  static ExporterLog quiet() {
    // Held on to here: the platform forgets a logger, and its settings, that nobody holds.
    Logger logger = Logger.getLogger("io.opentelemetry");
    ExporterLog log = new ExporterLog(Optional.of(logger));
    logger.addHandler(log.handler);
    logger.setUseParentHandlers(false);
    return log;
  }

  void restore() {
    logger.ifPresent(
        changed -> {
          changed.removeHandler(handler);
          changed.setUseParentHandlers(changed.getHandlers().length == 0);
        });
  }

  private static final class ToDebugLog extends Handler {
    private final org.slf4j.Logger log = LoggerFactory.getLogger("io.opentelemetry");

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
