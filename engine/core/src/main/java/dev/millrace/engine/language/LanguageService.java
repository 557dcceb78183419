package dev.millrace.engine.language;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.EditCompiler;
import dev.millrace.engine.compile.EditedNode;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.SqlPlanner;
import dev.millrace.engine.language.DocumentReport.Stage;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.Project;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the documents of one project while they are edited: texts that are open here lie over the
 * files on disk. Thread-safe; nothing here blocks a caller.
 *
 * <p>Each text is looked at twice: by the parsers in a few milliseconds, then by Flink's planner,
 * for which no cluster is needed. A text that has been replaced meanwhile is not reported on any
 * more. Whoever saves files opens a new engine, and with it a new service, to see the rest of the
 * project as it is on disk then.
 *
 * <p>Files are named as {@link dev.millrace.engine.project.Node#path} does: relative to the project
 * folder, with {@code /}. Offsets count UTF-16 units from 0, in texts with single line feeds; other
 * line ends are made so on the way in.
 */
public final class LanguageService implements AutoCloseable {
  /** Who has not typed for so long can be told what takes longer to find out. */
  private static final Duration IDLE = Duration.ofMillis(300);

  private final DocumentParser parser;
  private final PlannerRound planner;

  /** Plans whole jobs, which takes long: who types on meanwhile must not wait for it. */
  private final PlannerRound idlePlanner;

  private final FlinkWords words = FlinkWords.load();
  private final Completer completer = new Completer(words);
  private final Explainer explainer = new Explainer(words);
  private final Finder finder = new Finder();
  private final ExecutorService parsing = thread("language-parsing");
  private final ExecutorService planning = thread("language-planning");
  private final ScheduledExecutorService idlePlanning =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("language-idle-planning").factory());
  private final List<Consumer<DocumentReport>> listeners = new CopyOnWriteArrayList<>();

  private final Object lock = new Object();
  private final Map<String, Document> documents = new HashMap<>();
  private final SequencedSet<String> toParse = new LinkedHashSet<>();
  private final SequencedSet<String> toCheck = new LinkedHashSet<>();
  private Edits edits;
  private long lastVersion;

  /**
   * @param defaultTableOptions the connector's, for models that name no connector
   * @param planner of the project's connector; asked for on a thread of this service
   */
  public LanguageService(
      Project project,
      Connector.DefaultTableOptions defaultTableOptions,
      Supplier<SqlPlanner> planner) {
    this(project, defaultTableOptions, Optional.of(planner));
  }

  private LanguageService(
      Project project,
      Connector.DefaultTableOptions defaultTableOptions,
      Optional<Supplier<SqlPlanner>> planner) {
    EditCompiler compiler = new EditCompiler(defaultTableOptions);
    this.edits = Edits.none(requireNonNull(project, "project"));
    this.parser = new DocumentParser(compiler);
    this.planner = new PlannerRound(compiler, planner);
    this.idlePlanner = this.planner.beside(compiler);
  }

  /** A service that starts nothing, for a project that is not trusted: the parsers alone look. */
  public static LanguageService withoutPlanner(
      Project project, Connector.DefaultTableOptions defaultTableOptions) {
    return new LanguageService(project, defaultTableOptions, Optional.empty());
  }

  private static ExecutorService thread(String name) {
    return Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
  }

  /** What is known of one open document. */
  private static final class Document {
    private String text;
    private long version;
    private @Nullable ParsedVersion parsed;
    private @Nullable Future<?> idle;

    Document(String text, long version) {
      this.text = text;
      this.version = version;
    }
  }

  /** A text that has been parsed. */
  private record ParsedVersion(long version, Marks marks, Optional<EditedNode> node) {}

  /** Who is told each report, on a thread of this service. Close what is returned to stop. */
  public AutoCloseable listen(Consumer<DocumentReport> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /**
   * Lays a text over a file, which need not exist; opens the document when it is not open.
   *
   * @return the version that reports on this text will carry; later texts have larger ones
   */
  public long replace(String file, String text) {
    String unified = text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    synchronized (lock) {
      long version = ++lastVersion;
      Document document = documents.computeIfAbsent(file, ignored -> new Document("", 0));
      document.text = unified;
      document.version = version;
      Future<?> idle = document.idle;
      if (idle != null) {
        idle.cancel(false);
      }
      toParse.remove(file);
      toParse.addFirst(file);
      submit(parsing, this::parseNext);
      return version;
    }
  }

  /** Takes the text away again: the file on disk counts, as it was when the engine was opened. */
  public void close(String file) {
    synchronized (lock) {
      documents.remove(file);
      toParse.remove(file);
      toCheck.remove(file);
      DocumentParser.nodeOf(file, edits.base())
          .ifPresent(node -> edits = edits.without(node.uniqueId()));
    }
  }

  /**
   * What could stand at the cursor, the likeliest first.
   *
   * @return empty for a document that is not open
   */
  public CompletableFuture<List<Completion>> complete(String file, int offset) {
    return ask(
        file, List.of(), (text, own) -> completer.complete(text, clamp(offset, text), knowledge()));
  }

  /** What the thing at an offset is. */
  public CompletableFuture<Optional<Hover>> hover(String file, int offset) {
    return ask(
        file,
        Optional.empty(),
        (text, own) -> explainer.hover(text, clamp(offset, text), knowledge(), own));
  }

  /** Where the thing at an offset is defined. */
  public CompletableFuture<Optional<SourcePosition>> definition(String file, int offset) {
    return ask(
        file,
        Optional.empty(),
        (text, own) -> finder.definition(file, text, clamp(offset, text), knowledge()));
  }

  private static int clamp(int offset, String text) {
    return Math.max(0, Math.min(offset, text.length()));
  }

  /** A question about the text that a document has now. */
  @FunctionalInterface
  private interface Question<T> {
    T answer(String text, Optional<RelationOutput> own);
  }

  private <T> CompletableFuture<T> ask(String file, T otherwise, Question<T> question) {
    String text;
    synchronized (lock) {
      Document document = documents.get(file);
      if (document == null) {
        return CompletableFuture.completedFuture(otherwise);
      }
      text = document.text;
    }
    try {
      return CompletableFuture.supplyAsync(() -> question.answer(text, own(file)), parsing);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(otherwise);
    }
  }

  private Optional<RelationOutput> own(String file) {
    return DocumentParser.nodeOf(file, edits().project())
        .flatMap(node -> planner.output(node.uniqueId()));
  }

  private Edits edits() {
    synchronized (lock) {
      return edits;
    }
  }

  private Knowledge knowledge() {
    return new Knowledge(edits().project(), planner.outputs());
  }

  private static void submit(ExecutorService executor, Runnable work) {
    if (!executor.isShutdown()) {
      executor.execute(work);
    }
  }

  private void parseNext() {
    String file;
    String text;
    long version;
    Edits before;
    synchronized (lock) {
      if (toParse.isEmpty()) {
        return;
      }
      file = toParse.removeFirst();
      Document document = documents.get(file);
      if (document == null) {
        return;
      }
      text = document.text;
      version = document.version;
      before = edits;
    }
    DocumentParser.Parsed parsed = parser.parse(file, text, before);
    Marks marks = new Marks(file, text, parsed.edits()::text);
    Optional<EditedNode> node = parsed.node();
    synchronized (lock) {
      Document document = documents.get(file);
      if (document == null) {
        return;
      }
      // Only this thread adds; what was closed meanwhile must stay away.
      edits = merged(before, parsed.edits());
      document.parsed = new ParsedVersion(version, marks, node);
      if (document.version != version) {
        return;
      }
    }
    List<Diagnostic> diagnostics =
        node.map(edited -> marks.of(edited.problems(), edited.syntax(), edited.text()))
            .orElseGet(() -> marks.of(parsed.problems(), List.of(), Optional.empty()));
    Stage stage = node.isPresent() ? Stage.PARSED : Stage.PLANNED;
    tell(
        new DocumentReport(
            file,
            version,
            stage,
            diagnostics,
            node.flatMap(EditedNode::text),
            Optional.empty(),
            Optional.empty()));
    if (node.isPresent()) {
      checkSoon(file, true);
    }
  }

  private Edits merged(Edits before, Edits parsed) {
    Edits merged = parsed;
    for (String id : before.rereads().keySet()) {
      if (!edits.rereads().containsKey(id)) {
        merged = merged.without(id);
      }
    }
    return merged;
  }

  private void checkSoon(String file, boolean first) {
    synchronized (lock) {
      if (first) {
        toCheck.remove(file);
        toCheck.addFirst(file);
      } else if (!toCheck.contains(file)) {
        toCheck.addLast(file);
      }
      submit(planning, this::checkNext);
    }
  }

  private void checkNext() {
    String file;
    synchronized (lock) {
      if (toCheck.isEmpty()) {
        return;
      }
      file = toCheck.removeFirst();
    }
    check(file, Stage.CHECKED, 0);
  }

  /**
   * Asks the planner about the newest text that was parsed.
   *
   * @param only the one version to look at; 0 for any
   */
  private void check(String file, Stage stage, long only) {
    ParsedVersion parsed;
    Edits current;
    synchronized (lock) {
      Document document = documents.get(file);
      if (document == null || document.parsed == null || document.parsed.node().isEmpty()) {
        return;
      }
      parsed = document.parsed;
      current = edits;
      if (only != 0 && document.version != only) {
        return;
      }
    }
    EditedNode node = parsed.node().orElseThrow();
    boolean planned = stage == Stage.PLANNED;
    PlannerRound.Result result =
        (planned ? idlePlanner : planner).check(node, current, parsed.marks(), planned);
    boolean upToDate;
    synchronized (lock) {
      Document document = documents.get(file);
      upToDate = document != null && document.version == parsed.version();
      if (result.changed()) {
        readersOf(node.node().uniqueId(), file).forEach(reader -> checkSoon(reader, false));
      }
    }
    if (!upToDate) {
      return;
    }
    // Where something is wrong already, operators show nothing more.
    boolean more = stage == Stage.CHECKED && result.output().isPresent();
    tell(
        new DocumentReport(
            file,
            parsed.version(),
            more ? Stage.CHECKED : Stage.PLANNED,
            result.diagnostics(),
            node.text(),
            result.output(),
            result.fault()));
    if (more) {
      planWhenIdle(file, parsed.version());
    }
  }

  private void planWhenIdle(String file, long version) {
    synchronized (lock) {
      Document document = documents.get(file);
      if (document != null && document.version == version && !idlePlanning.isShutdown()) {
        document.idle =
            idlePlanning.schedule(
                () -> check(file, Stage.PLANNED, version), IDLE.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  /** Open documents that read a node, directly or not. */
  private List<String> readersOf(String uniqueId, String but) {
    return documents.keySet().stream()
        .filter(file -> !file.equals(but))
        .filter(
            file ->
                DocumentParser.nodeOf(file, edits.project())
                    .filter(node -> Readers.reads(node, uniqueId, edits.project()))
                    .isPresent())
        .toList();
  }

  private void tell(DocumentReport report) {
    listeners.forEach(listener -> listener.accept(report));
  }

  /** Ends its threads; what is under way is dropped. */
  @Override
  public void close() {
    parsing.shutdownNow();
    planning.shutdownNow();
    idlePlanning.shutdownNow();
  }
}
