package dev.millrace.app.work;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work that runs. Properties change on the FX thread.
 *
 * @param <T> what comes out
 */
public final class Work<T> {
  private final String title;
  private final Executor fx;
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");
  private final ReadOnlyDoubleWrapper share = new ReadOnlyDoubleWrapper(-1);
  private final ReadOnlyBooleanWrapper cancelling = new ReadOnlyBooleanWrapper(false);
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
  private volatile boolean cancelled;

  Work(String title, Executor fx) {
    this.title = requireNonNull(title, "title");
    this.fx = requireNonNull(fx, "fx");
  }

  /** What is done, such as {@code Deploying shop}. */
  public String title() {
    return title;
  }

  /** What is being done right now. */
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /** Between 0 and 1, negative while nobody can tell. */
  public ReadOnlyDoubleProperty share() {
    return share.getReadOnlyProperty();
  }

  /** Whether it was asked to stop and has not ended yet. */
  public ReadOnlyBooleanProperty cancelling() {
    return cancelling.getReadOnlyProperty();
  }

  /**
   * What came out; dependents run on the FX thread. A cancelled work ends with {@link
   * java.util.concurrent.CancellationException}.
   */
  public CompletionStage<T> result() {
    return result.minimalCompletionStage();
  }

  /** Asks it to stop: its thread is interrupted, and {@link Progress#isCancelled} is true. */
  public void cancel() {
    cancelled = true;
    fx.execute(() -> cancelling.set(true));
    Thread running = thread.get();
    if (running != null) {
      running.interrupt();
    }
  }

  /** Runs the body on the calling thread. */
  void run(Works.Body<T> body) {
    thread.set(Thread.currentThread());
    try {
      T value = body.run(progress());
      thread.set(null);
      fx.execute(() -> result.complete(value));
    } catch (Exception | Error e) {
      thread.set(null);
      Throwable why = cancelled ? new CancellationException() : e;
      fx.execute(() -> result.completeExceptionally(why));
      if (e instanceof Error error) {
        throw error;
      }
    }
  }

  private Progress progress() {
    return new Progress() {
      @Override
      public void says(String text) {
        fx.execute(() -> message.set(text));
      }

      @Override
      public void done(double value) {
        fx.execute(() -> share.set(value));
      }

      @Override
      public boolean isCancelled() {
        return cancelled;
      }
    };
  }
}
