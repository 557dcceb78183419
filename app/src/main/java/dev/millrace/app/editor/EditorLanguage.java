package dev.millrace.app.editor;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.project.EngineLease;
import dev.millrace.app.project.OpenProject;
import dev.millrace.app.project.ProjectState;
import dev.millrace.engine.language.Completion;
import dev.millrace.engine.language.DocumentReport;
import dev.millrace.engine.language.Hover;
import dev.millrace.engine.language.LanguageService;
import dev.millrace.engine.problem.SourcePosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The language service of the project as it was last read. Texts that are open go along when the
 * folder is read again. FX thread only; answers come on it.
 */
public final class EditorLanguage implements AutoCloseable {
  private final OpenProject project;
  private final Executor background;
  private final Executor fx;
  private final Map<String, Opened> opened = new HashMap<>();
  private final Subscription states;
  private @Nullable Session session;
  private long generation;

  /** A text that is open, and who is told about it. */
  private static final class Opened {
    private final Consumer<DocumentReport> reports;
    private String text = "";
    private long version;

    Opened(Consumer<DocumentReport> reports) {
      this.reports = reports;
    }
  }

  /** A service and the lease that keeps its engine open. */
  private record Session(EngineLease lease, LanguageService service, boolean own) {
    void end() {
      if (own) {
        service.close();
      }
      lease.close();
    }
  }

  /**
   * @param background for opening engines' services
   * @param fx the FX thread
   */
  public EditorLanguage(OpenProject project, Executor background, Executor fx) {
    this.project = requireNonNull(project, "project");
    this.background = requireNonNull(background, "background");
    this.fx = requireNonNull(fx, "fx");
    this.states = project.state().subscribe(this::follow);
  }

  private void follow(ProjectState state) {
    if (!(state instanceof ProjectState.Ready)) {
      return;
    }
    long asked = ++generation;
    background.execute(
        () ->
            project
                .lease()
                .ifPresent(
                    lease -> {
                      Session made = session(lease);
                      fx.execute(() -> use(made, asked));
                    }));
  }

  private Session session(EngineLease lease) {
    if (!project.restricted()) {
      return new Session(lease, lease.engine().language(), false);
    }
    LanguageService parsing =
        LanguageService.withoutPlanner(
            lease.engine().project(), lease.engine().connector().defaultTableOptions());
    return new Session(lease, parsing, true);
  }

  private void use(Session made, long asked) {
    if (asked != generation) {
      made.end();
      return;
    }
    end();
    session = made;
    made.service().listen(report -> fx.execute(() -> tell(report, asked)));
    opened.forEach((path, text) -> text.version = made.service().replace(path, text.text));
  }

  private void tell(DocumentReport report, long asked) {
    Opened document = opened.get(report.file());
    if (document != null && asked == generation && report.version() == document.version) {
      document.reports.accept(report);
    }
  }

  /** Begins with a document; what is said of its newest text goes to the consumer. */
  public void open(String path, Consumer<DocumentReport> reports) {
    opened.put(path, new Opened(reports));
  }

  /** The document has this text now. */
  public void replace(String path, String text) {
    Opened document = opened.get(path);
    if (document != null) {
      document.text = text;
      Session current = session;
      if (current != null) {
        document.version = current.service().replace(path, text);
      }
    }
  }

  /** Ends with a document. */
  public void close(String path) {
    opened.remove(path);
    Session current = session;
    if (current != null) {
      current.service().close(path);
    }
  }

  CompletionStage<List<Completion>> complete(String path, int offset) {
    Session current = session;
    return current == null
        ? CompletableFuture.completedStage(List.of())
        : current.service().complete(path, offset).thenApplyAsync(found -> found, fx);
  }

  CompletionStage<Optional<Hover>> hover(String path, int offset) {
    Session current = session;
    return current == null
        ? CompletableFuture.completedStage(Optional.empty())
        : current.service().hover(path, offset).thenApplyAsync(found -> found, fx);
  }

  CompletionStage<Optional<SourcePosition>> definition(String path, int offset) {
    Session current = session;
    return current == null
        ? CompletableFuture.completedStage(Optional.empty())
        : current.service().definition(path, offset).thenApplyAsync(found -> found, fx);
  }

  private void end() {
    Session last = session;
    session = null;
    if (last != null) {
      background.execute(last::end);
    }
  }

  @Override
  public void close() {
    states.unsubscribe();
    generation++;
    end();
  }
}
