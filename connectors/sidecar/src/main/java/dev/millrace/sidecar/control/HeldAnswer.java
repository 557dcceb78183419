package dev.millrace.sidecar.control;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import dev.millrace.wire.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An answer that may take long, in the form that {@link Wire#NOT_YET} tells. A server learns that a
 * caller is gone only by writing to it, so this writes while the work goes on, and interrupts the
 * thread that works when nobody is left to hear.
 */
final class HeldAnswer implements AutoCloseable {
  private final HttpExchange exchange;
  private final Thread worker;
  private final ScheduledFuture<?> ticks;

  private @Nullable OutputStream begun;
  private boolean callerGone;
  private boolean workEnded;

  /**
   * To be made by the thread that works.
   *
   * @param everyMillis how often it is looked whether the caller is there; the first time after as
   *     long
   */
  HeldAnswer(HttpExchange exchange, ScheduledExecutorService clock, long everyMillis) {
    this.exchange = exchange;
    this.worker = Thread.currentThread();
    this.ticks =
        clock.scheduleWithFixedDelay(this::tick, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
  }

  private synchronized void tick() {
    if (workEnded || callerGone) {
      return;
    }
    try {
      OutputStream out = begun;
      if (out == null) {
        exchange.sendResponseHeaders(200, 0);
        out = exchange.getResponseBody();
        begun = out;
      }
      out.write(Wire.NOT_YET);
      out.flush();
    } catch (IOException e) {
      callerGone = true;
      worker.interrupt();
    }
  }

  /**
   * Ends the watch; no interrupt of it comes or stays afterwards.
   *
   * @return whether the caller was there when it was last looked
   */
  synchronized boolean endWork() {
    if (!workEnded) {
      workEnded = true;
      ticks.cancel(false);
      if (callerGone) {
        boolean unused = Thread.interrupted();
      }
    }
    return !callerGone;
  }

  /**
   * Writes the answer after what was already written.
   *
   * @return false when nothing was written, so that it is still to be answered in the usual way
   */
  synchronized boolean finish(int status, byte[] body) throws IOException {
    OutputStream out = begun;
    if (out == null) {
      return false;
    }
    out.write((Integer.toString(status) + Wire.NOT_YET).getBytes(US_ASCII));
    out.write(body);
    exchange.close();
    return true;
  }

  @Override
  public void close() {
    boolean unused = endWork();
  }
}
