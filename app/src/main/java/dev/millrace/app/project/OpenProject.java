package dev.millrace.app.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.work.Works;
import dev.millrace.engine.Engine;
import dev.millrace.engine.EngineRequest;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.telemetry.Telemetry;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The folder the window is open on. The state changes on the FX thread; everything else may be
 * called from any.
 */
public final class OpenProject implements AutoCloseable {
  private final Path folder;
  private final boolean restricted;
  private final EngineRequest request;
  private final Telemetry telemetry;
  private final Works works;
  private final Executor fx;
  private final ReadOnlyObjectWrapper<ProjectState> state =
      new ReadOnlyObjectWrapper<>(new ProjectState.Opening());
  private final Object guard = new Object();

  private @Nullable SharedEngine current;
  private long asked;
  private long shown;
  private boolean closed;

  /** Readings that run, and engines that are open. */
  private int alive;

  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /**
   * @param restricted whether nothing may be reached and nothing of the environment read, since the
   *     user does not trust the folder
   * @param fx the FX thread
   */
  public OpenProject(
      Path folder,
      boolean restricted,
      EngineRequest request,
      Telemetry telemetry,
      Works works,
      Executor fx) {
    this.folder = requireNonNull(folder, "folder");
    this.restricted = restricted;
    this.request = requireNonNull(request, "request");
    this.telemetry = requireNonNull(telemetry, "telemetry");
    this.works = requireNonNull(works, "works");
    this.fx = requireNonNull(fx, "fx");
  }

  /** The project's root. */
  public Path folder() {
    return folder;
  }

  /** Whether clusters, environment and credentials are out of reach. */
  public boolean restricted() {
    return restricted;
  }

  public ReadOnlyObjectProperty<ProjectState> state() {
    return state.getReadOnlyProperty();
  }

  /** Reads the folder, again when it was read before. What was known stays until it is done. */
  public void reload() {
    long generation;
    synchronized (guard) {
      if (closed) {
        return;
      }
      generation = ++asked;
      alive++;
    }
    works.start("Reading " + folder.getFileName(), progress -> read(generation));
  }

  /**
   * Borrows the engine of the newest reading.
   *
   * @return empty before the first reading, and when it failed
   */
  public Optional<EngineLease> lease() {
    synchronized (guard) {
      SharedEngine shared = current;
      return shared != null && shared.borrow()
          ? Optional.of(new EngineLease(shared))
          : Optional.empty();
    }
  }

  /** Nobody gets the engine any more; it is closed when the last borrower gives it back. */
  @Override
  public void close() {
    SharedEngine last;
    synchronized (guard) {
      closed = true;
      alive++;
      last = current;
      current = null;
    }
    if (last != null) {
      last.replace();
    }
    oneLess();
  }

  /** Completes after {@link #close}, when nothing of the project is open or being read any more. */
  public CompletionStage<Void> ended() {
    return ended.minimalCompletionStage();
  }

  private void oneLess() {
    boolean last;
    synchronized (guard) {
      alive--;
      last = closed && alive == 0;
    }
    if (last) {
      ended.complete(null);
    }
  }

  private long read(long generation) {
    ProjectState outcome;
    @Nullable Engine engine = null;
    try {
      engine = Engine.open(request, telemetry);
      if (!take(generation, new SharedEngine(engine, this::oneLess))) {
        return generation;
      }
      outcome = new ProjectState.Ready(engine.project(), generation);
    } catch (MillraceException e) {
      outcome = new ProjectState.Failed(e.problems());
    } finally {
      if (engine == null) {
        oneLess();
      }
    }
    ProjectState known = outcome;
    fx.execute(
        () -> {
          // Two readings may end in the other order.
          if (generation > shown) {
            shown = generation;
            state.set(known);
          }
        });
    return generation;
  }

  private boolean take(long generation, SharedEngine fresh) {
    SharedEngine old;
    synchronized (guard) {
      if (closed || generation < asked) {
        old = fresh;
      } else {
        old = current;
        current = fresh;
      }
    }
    if (old != null) {
      old.replace();
    }
    return old != fresh;
  }
}
