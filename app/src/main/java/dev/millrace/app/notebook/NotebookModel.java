package dev.millrace.app.notebook;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.recovery.RecoveryBuffers;
import dev.millrace.app.recovery.RecoveryBuffers.Buffer;
import dev.millrace.app.work.Progress;
import dev.millrace.app.work.Shielded;
import dev.millrace.app.work.Work;
import dev.millrace.app.work.Works;
import dev.millrace.engine.file.WholeFile;
import dev.millrace.engine.notebook.Cell;
import dev.millrace.engine.notebook.CellKind;
import dev.millrace.engine.notebook.CellRun;
import dev.millrace.engine.notebook.Notebook;
import dev.millrace.engine.notebook.NotebookListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** An open notebook. FX thread only; running and writing happen elsewhere. */
public final class NotebookModel implements AutoCloseable {
  private final Path file;
  private final String name;
  private final NotebookRunner runner;
  private final RecoveryBuffers recovery;
  private final Works works;
  private final Executor fx;
  private final ObservableList<CellModel> cells = FXCollections.observableArrayList();
  private final ObservableList<CellModel> shown = FXCollections.unmodifiableObservableList(cells);
  private final ReadOnlyBooleanWrapper unsaved = new ReadOnlyBooleanWrapper(false);
  private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper(false);
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<Optional<Throwable>> failure =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Notice> notice = new ReadOnlyObjectWrapper<>(Notice.NONE);
  private Notebook notebook = Notebook.parse("");
  private String saved = "";
  private volatile boolean stopping;

  /** What the user must know about the file. */
  public enum Notice {
    NONE,
    /** Unsaved text of an earlier time is shown. */
    RECOVERED,
    /** The file was changed by somebody else, and here is unsaved text. */
    CHANGED_ON_DISK
  }

  /**
   * @param file what is read and written
   * @param name how users call it, such as {@code analyses/first_look.sql}
   * @param recovery keeps what was typed and not saved
   */
  public NotebookModel(
      Path file,
      String name,
      NotebookRunner runner,
      RecoveryBuffers recovery,
      Works works,
      Executor fx) {
    this.file = requireNonNull(file, "file");
    this.name = requireNonNull(name, "name");
    this.runner = requireNonNull(runner, "runner");
    this.recovery = requireNonNull(recovery, "recovery");
    this.works = requireNonNull(works, "works");
    this.fx = requireNonNull(fx, "fx");
  }

  public String name() {
    return name;
  }

  public ObservableList<CellModel> cells() {
    return shown;
  }

  public ReadOnlyBooleanProperty unsaved() {
    return unsaved.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty running() {
    return running.getReadOnlyProperty();
  }

  /** What is being done before the first cell runs; often empty. */
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /** Why nothing could be run or written; empty otherwise. */
  public ReadOnlyObjectProperty<Optional<Throwable>> failure() {
    return failure.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Notice> notice() {
    return notice.getReadOnlyProperty();
  }

  /** Reads the file and any unsaved text of it. */
  public CompletionStage<Notebook> read() {
    return read(() -> recovery.find(name), this::opened);
  }

  /** The user wants what is on disk; what was typed is given up. */
  public CompletionStage<Notebook> takeTheirs() {
    return read(
        Optional::empty,
        (disk, kept) -> {
          recovery.forget(name);
          show(disk);
        });
  }

  /** The user wants what is shown: the next save writes over what is on disk. */
  public CompletionStage<Notebook> keepMine() {
    return read(
        Optional::empty,
        (disk, kept) -> {
          saved = disk.text();
          notice.set(Notice.NONE);
          changed();
        });
  }

  /** The user has read the notice. */
  public void dismiss() {
    notice.set(Notice.NONE);
  }

  /** Gives up what was not saved; the file on disk counts. */
  public void forget() {
    recovery.forget(name);
  }

  /**
   * The file may have been changed by somebody else: looks, and shows it when nothing is lost by
   * that.
   */
  public void lookAgain() {
    if (!Files.isRegularFile(file)) {
      return;
    }
    var unused =
        read(
            Optional::empty,
            (disk, kept) -> {
              if (disk.text().equals(saved)) {
                return;
              }
              if (unsaved.get() || running.get()) {
                notice.set(Notice.CHANGED_ON_DISK);
              } else {
                show(disk);
              }
            });
  }

  private CompletionStage<Notebook> read(
      Supplier<Optional<Buffer>> kept, BiConsumer<Notebook, Optional<Buffer>> then) {
    record Loaded(Notebook disk, Optional<Buffer> kept) {}

    CompletionStage<Loaded> read =
        works.start(name, progress -> new Loaded(Notebook.read(file, name), kept.get())).result();
    return read.whenComplete(
            (loaded, why) -> {
              if (why == null) {
                then.accept(loaded.disk(), loaded.kept());
              } else {
                failure.set(Optional.of(why));
              }
            })
        .thenApply(Loaded::disk);
  }

  private void opened(Notebook disk, Optional<Buffer> buffer) {
    if (buffer.isEmpty() || buffer.get().text().equals(disk.text())) {
      show(disk);
      return;
    }
    String digest = digest(disk.text());
    saved = disk.text();
    notebook = Notebook.parse(buffer.get().text());
    cells.setAll(notebook.cells().stream().map(this::cell).toList());
    changed();
    notice.set(buffer.get().digest().equals(digest) ? Notice.RECOVERED : Notice.CHANGED_ON_DISK);
  }

  private static String digest(String text) {
    return RecoveryBuffers.digest(text.getBytes(StandardCharsets.UTF_8));
  }

  void show(Notebook content) {
    notebook = content;
    saved = content.text();
    notice.set(Notice.NONE);
    cells.setAll(content.cells().stream().map(this::cell).toList());
    changed();
  }

  /** The text as it would be saved now. */
  public String text() {
    return current().text();
  }

  /** Adds an empty cell at a place. */
  public CellModel add(int index, CellKind kind) {
    settle();
    int place = Math.min(index, cells.size());
    notebook = notebook.insert(place, Cell.of(kind, ""));
    CellModel added = cell(notebook.cells().get(place));
    added.editing().set(true);
    cells.add(place, added);
    changed();
    return added;
  }

  /** Takes a cell out. */
  public void delete(CellModel cell) {
    settle();
    int index = cells.indexOf(cell);
    if (index >= 0) {
      notebook = notebook.remove(index);
      cells.remove(index);
      changed();
    }
  }

  /** Moves a cell up (-1) or down (1); at an end nothing happens. */
  public void move(CellModel cell, int by) {
    settle();
    int index = cells.indexOf(cell);
    int to = index + by;
    if (index >= 0 && to >= 0 && to < cells.size()) {
      notebook = notebook.move(index, to);
      cells.add(to, cells.remove(index));
      changed();
    }
  }

  /** Runs one cell in the session of those before. */
  public void run(CellModel cell) {
    if (running.get()) {
      return;
    }
    settle();
    int index = cells.indexOf(cell);
    if (index < 0) {
      return;
    }
    Notebook now = notebook;
    cell.begins(CellState.RUNNING);
    start(
        progress -> {
          CellRun run = runner.run(now, index, new Follower(List.of()), progress::says);
          fx.execute(() -> cell.ended(run));
        });
  }

  /** Runs all cells in order, in a new session. */
  public void runAll() {
    if (running.get()) {
      return;
    }
    settle();
    Notebook now = notebook;
    List<CellModel> all = List.copyOf(cells);
    all.forEach(cell -> cell.begins(CellState.WAITING));
    start(progress -> runner.runAll(now, new Follower(all), progress::says));
  }

  /** Asks what runs to end; its job is gone from the cluster when {@link #running()} is false. */
  public void stop() {
    stopping = true;
  }

  /** Forgets what cells have defined. */
  public void restart() {
    works.start(
        name,
        progress ->
            Shielded.call(
                () -> {
                  runner.restart();
                  return name;
                },
                () -> {}));
  }

  /**
   * Writes the file, unless somebody else has changed it meanwhile; what is shown may go on
   * changing.
   *
   * @return fails with an {@link IOException} when it was not written
   */
  public CompletionStage<Path> save() {
    settle();
    String text = text();
    String expected = saved;
    CompletionStage<Path> written =
        works
            .start(
                name,
                progress -> {
                  if (Files.exists(file) && !Notebook.read(file, name).text().equals(expected)) {
                    throw new ChangedOnDiskException(name);
                  }
                  return WholeFile.replace(file, text.getBytes(StandardCharsets.UTF_8));
                })
            .result();
    written.whenComplete(
        (path, why) -> {
          if (why == null) {
            saved = text;
            notice.set(Notice.NONE);
            changed();
          } else if (isChangedOnDisk(why)) {
            notice.set(Notice.CHANGED_ON_DISK);
          } else {
            failure.set(Optional.of(why));
          }
        });
    return written;
  }

  /** Whether a save failed because the file is another one now, which the notice tells. */
  static boolean isChangedOnDisk(Throwable failure) {
    return failure instanceof ChangedOnDiskException
        || (failure.getCause() != null && isChangedOnDisk(failure.getCause()));
  }

  /** Somebody else has written the file. */
  private static final class ChangedOnDiskException extends IOException {
    private static final long serialVersionUID = 1;

    ChangedOnDiskException(String name) {
      super(name + " was changed by somebody else");
    }
  }

  /** What a run does; blocks. */
  @FunctionalInterface
  private interface Body {
    void run(Progress progress);
  }

  private void start(Body body) {
    failure.set(Optional.empty());
    running.set(true);
    stopping = false;
    Work<String> started =
        works.start(
            name,
            progress ->
                Shielded.call(
                    () -> {
                      body.run(progress);
                      return name;
                    },
                    this::stop));
    started.message().subscribe(message::set);
    started
        .result()
        .whenComplete(
            (done, why) -> {
              running.set(false);
              message.set("");
              cells.stream()
                  .filter(CellModel::isPending)
                  .forEach(cell -> cell.begins(CellState.SKIPPED));
              if (why != null && !(why instanceof CancellationException)) {
                failure.set(Optional.of(why));
              }
            });
  }

  private CellModel cell(Cell cell) {
    CellModel made = new CellModel(cell);
    made.source().subscribe(source -> changed());
    return made;
  }

  /** The notebook with what was typed. */
  private Notebook current() {
    Notebook typed = notebook;
    // From the end: a source with markers becomes several cells, and those before keep their place.
    for (int index = cells.size() - 1; index >= 0; index--) {
      typed = cells.get(index).into(typed, index);
    }
    return typed;
  }

  /** Takes over what was typed; a source with markers becomes several cells. */
  private void settle() {
    notebook = current();
    if (notebook.cells().size() != cells.size()) {
      cells.setAll(notebook.cells().stream().map(this::cell).toList());
    }
    changed();
  }

  private void changed() {
    // While cells are being made the two do not agree yet.
    if (cells.size() == notebook.cells().size()) {
      String now = text();
      unsaved.set(!now.equals(saved));
      if (unsaved.get()) {
        recovery.keep(new Buffer(name, digest(saved), now));
      } else {
        recovery.forget(name);
      }
    }
  }

  @Override
  public void close() {
    stop();
    works.start(
        name,
        progress ->
            Shielded.call(
                () -> {
                  runner.close();
                  return name;
                },
                () -> {}));
  }

  /** Tells the cells of a run what becomes of them. */
  private final class Follower implements NotebookListener {
    private final List<CellModel> followed;

    private Follower(List<CellModel> followed) {
      this.followed = List.copyOf(followed);
    }

    @Override
    public void begins(int index) {
      fx.execute(() -> followed.get(index).begins(CellState.RUNNING));
    }

    @Override
    public void ended(int index, CellRun run) {
      fx.execute(() -> followed.get(index).ended(run));
    }

    @Override
    public boolean isCancelled() {
      return stopping;
    }
  }
}
