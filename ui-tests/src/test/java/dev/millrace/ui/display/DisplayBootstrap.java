package dev.millrace.ui.display;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Starts an X server without a screen before JavaFX looks for one.
 *
 * <p>Where Xvfb is missing the session fails: a display test that is skipped in silence is a test
 * that cannot fail.
 */
public final class DisplayBootstrap implements LauncherSessionListener {
  /** Ends itself when its standard input closes, that is after this JVM has gone. */
  private static final String SERVER =
      "Xvfb -displayfd 1 -screen 0 1920x1080x24 -nolisten tcp -noreset & server=$!;"
          + " cat >/dev/null; kill $server";

  /** The system property that names the display, for processes a test starts. */
  public static final String DISPLAY = "millrace.test.display";

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    boolean linux = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    if (linux && System.getenv("DISPLAY") == null) {
      String display = ":" + startServer();
      setEnvironment("DISPLAY", display);
      System.setProperty(DISPLAY, display);
    } else if (linux) {
      System.setProperty(DISPLAY, System.getenv("DISPLAY"));
    }
  }

  private static String startServer() {
    try {
      Process server =
          new ProcessBuilder("sh", "-c", SERVER)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      // Read one line and leave the stream open: closing it would end the server's last words.
      String number =
          new BufferedReader(
                  new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      if (number == null) {
        throw new IllegalStateException(
            "There is no display and Xvfb cannot be started; install xvfb and libgtk-3-0");
      }
      return number.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** GTK reads the C environment, which Java cannot change by itself. */
  private static void setEnvironment(String name, String value) {
    Linker linker = Linker.nativeLinker();
    MethodHandle setenv =
        linker.downcallHandle(
            linker.defaultLookup().find("setenv").orElseThrow(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int result = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
      if (result != 0) {
        throw new IllegalStateException("setenv refused " + name);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
