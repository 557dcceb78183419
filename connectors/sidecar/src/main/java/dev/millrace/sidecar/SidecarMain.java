package dev.millrace.sidecar;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The entry of the sidecar process. */
public final class SidecarMain {
  /** Another sidecar has the folder; clients look for it again. */
  static final int EXIT_LOCKED = 3;

  private static final int EXIT_FAILED = 1;
  private static final int EXIT_USAGE = 2;

  private SidecarMain() {}

  /**
   * Runs a sidecar until it is told to stop or has been idle for long enough.
   *
   * @param arguments see {@link SidecarArguments}
   */
  public static void main(String[] arguments) {
    SidecarArguments parsed;
    try {
      parsed = SidecarArguments.parse(arguments);
    } catch (RuntimeException e) {
      System.err.println(e.getMessage());
      System.exit(EXIT_USAGE);
      return;
    }
    // Both are read once, by classes that are not loaded yet.
    System.setProperty("millrace.sidecar.log", fromHere(parsed.log()).toString());
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.exit(run(parsed));
  }

  private static int run(SidecarArguments arguments) {
    Logger log = LoggerFactory.getLogger(SidecarMain.class);
    try {
      Optional<SidecarFolder> folder = SidecarFolder.claim(arguments.folder());
      if (folder.isEmpty()) {
        System.err.println("Another sidecar has " + arguments.folder());
        return EXIT_LOCKED;
      }
      try (Sidecar sidecar = Sidecar.start(arguments, folder.get())) {
        Thread atSignal = new Thread(sidecar::close, "stop-at-signal");
        Runtime.getRuntime().addShutdownHook(atSignal);
        sidecar.awaitEnd();
      }
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return EXIT_FAILED;
    } catch (IOException e) {
      return failed(log, e);
    } catch (Exception | LinkageError e) {
      return failed(log, e);
    }
  }

  /**
   * Logback takes the name of a rolled file for a pattern, in which a percent sign has a meaning.
   */
  private static Path fromHere(Path file) {
    return Path.of("").toAbsolutePath().relativize(file);
  }

  private static int failed(Logger log, Throwable failure) {
    log.error("the sidecar did not start", failure);
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    // The client reads this line when the process is gone.
    System.err.println("cause: " + cause.getClass().getSimpleName() + ": " + cause.getMessage());
    return EXIT_FAILED;
  }
}
