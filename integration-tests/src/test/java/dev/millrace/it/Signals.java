package dev.millrace.it;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals of the operating system that Java cannot send. */
public final class Signals {
  private Signals() {}

  /** Sends one, such as {@code STOP}, which must be possible. */
  public static void send(String name, long pid) {
    try {
      int exit =
          new ProcessBuilder("kill", "-" + name, Long.toString(pid))
              .start()
              .onExit()
              .join()
              .exitValue();
      if (exit != 0) {
        throw new IllegalStateException("process " + pid + " takes no " + name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
