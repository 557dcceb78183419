package dev.millrace.app.work;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Executor;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** All work that runs, for the status bar. The list changes on the FX thread. */
public final class Works {
  private final Executor fx;
  private final ObservableList<Work<?>> running = FXCollections.observableArrayList();
  private final ObservableList<Work<?>> shown = FXCollections.unmodifiableObservableList(running);

  /**
   * @param fx the FX thread
   */
  public Works(Executor fx) {
    this.fx = requireNonNull(fx, "fx");
  }

  /**
   * What is done.
   *
   * @param <T> what comes out
   */
  @FunctionalInterface
  public interface Body<T> {
    T run(Progress progress) throws Exception;
  }

  /** Starts a piece of work on a thread of its own. */
  public <T> Work<T> start(String title, Body<T> body) {
    Work<T> work = new Work<>(title, fx);
    fx.execute(() -> running.add(work));
    // minimalCompletionStage hands the outcome on; here only its end matters.
    work.result().whenComplete((value, failure) -> running.remove(work));
    Thread.ofVirtual().name("work: " + title).start(() -> work.run(body));
    return work;
  }

  /** Oldest first. */
  public ObservableList<Work<?>> running() {
    return shown;
  }
}
