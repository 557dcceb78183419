package dev.millrace.app.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.recovery.RecoveryBuffers;
import dev.millrace.app.results.FxQueue;
import dev.millrace.app.work.Works;
import dev.millrace.engine.notebook.CellKind;
import dev.millrace.engine.notebook.CellRun;
import dev.millrace.engine.notebook.Notebook;
import dev.millrace.engine.notebook.NotebookListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookModelTest {
  private static final String TEXT =
      "-- %% [markdown]\r\n-- # Title\r\n\r\n-- %% One\r\nSELECT 1\r\n-- %%\r\nSELECT 2";

  @TempDir private Path folder;
  private final FxQueue fx = new FxQueue();
  private final List<RecoveryBuffers> buffers = new ArrayList<>();
  private Path file = Path.of("");
  private NotebookModel model;

  private NotebookModel model() {
    RecoveryBuffers recovery = new RecoveryBuffers(folder.resolve("recovery"));
    buffers.add(recovery);
    return new NotebookModel(file, "analyses/x.sql", new Always(), recovery, new Works(fx), fx);
  }

  @AfterEach
  void stopWriting() {
    buffers.forEach(RecoveryBuffers::close);
  }

  @BeforeEach
  void open() throws IOException {
    file = Files.writeString(folder.resolve("x.sql"), TEXT);
    model = model();
    var unused = model.read();
    until("it is read", () -> model.cells().size() == 3);
  }

  @Test
  void whatWasTypedAndNotSavedIsThereAgain() throws Exception {
    model.cells().get(1).source().set("SELECT 10");
    until("it is kept", () -> files(folder.resolve("recovery")) == 1);

    NotebookModel next = model();
    var unused = next.read();
    until("it is read", () -> next.cells().size() == 3);

    assertThat(next.text()).isEqualTo(TEXT.replace("SELECT 1", "SELECT 10"));
    assertThat(next.unsaved().get()).isTrue();
    assertThat(next.notice().get()).isEqualTo(NotebookModel.Notice.RECOVERED);

    var unusedTaken = next.takeTheirs();
    until("the file is shown", () -> !next.unsaved().get());
    assertThat(next.text()).isEqualTo(TEXT);
    until("nothing is kept", () -> files(folder.resolve("recovery")) == 0);
  }

  @Test
  void aFileThatSomebodyElseHasWrittenIsNotOverwrittenUnasked() throws IOException {
    model.cells().get(1).source().set("SELECT 10");
    Files.writeString(file, "-- %%\nSELECT 'theirs'\n");

    var unused = model.save();
    until("it is told", () -> model.notice().get() == NotebookModel.Notice.CHANGED_ON_DISK);
    assertThat(Files.readString(file)).contains("theirs");

    var unusedKept = model.keepMine();
    until("mine counts", () -> model.notice().get() == NotebookModel.Notice.NONE);
    var unusedSaved = model.save();
    until("it is saved", () -> !model.unsaved().get());
    assertThat(Files.readString(file)).isEqualTo(TEXT.replace("SELECT 1", "SELECT 10"));
  }

  @Test
  void aChangeOnDiskIsShownWhereNothingIsLostByIt() throws IOException {
    Files.writeString(file, "-- %%\nSELECT 'theirs'\n");

    model.lookAgain();

    until("it is shown", () -> model.cells().size() == 1);
    assertThat(model.unsaved().get()).isFalse();
  }

  private static long files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(path -> path.toString().endsWith(".json")).count();
    } catch (IOException e) {
      return 0;
    }
  }

  @Test
  void whatIsNotChangedIsNotUnsaved() {
    assertThat(model.text()).isEqualTo(TEXT);
    assertThat(model.unsaved().get()).isFalse();
    model.cells().get(1).source().set("SELECT 10");
    assertThat(model.unsaved().get()).isTrue();
    model.cells().get(1).source().set("SELECT 1");
    assertThat(model.unsaved().get()).isFalse();
  }

  @Test
  void aSavedEditChangesItsCellAlone() throws IOException {
    model.cells().get(1).source().set("SELECT\n  10");
    var unused = model.save();
    until("it is saved", () -> !model.unsaved().get());
    assertThat(Files.readString(file)).isEqualTo(TEXT.replace("SELECT 1", "SELECT\r\n  10"));
  }

  @Test
  void cellsAreAddedMovedAndDeleted() {
    CellModel added = model.add(3, CellKind.SQL);
    added.source().set("SELECT 3");
    assertThat(model.text()).isEqualTo(TEXT + "\r\n-- %%\r\nSELECT 3\r\n");
    model.move(added, -1);
    assertThat(model.cells().indexOf(added)).isEqualTo(2);
    model.delete(added);
    assertThat(model.text().strip()).isEqualTo(TEXT);
  }

  @Test
  void aMarkerThatIsTypedMakesTwoCellsWhenTheyAreRun() {
    model.cells().get(2).source().set("SELECT 2\n-- %%\nSELECT 3");
    model.runAll();
    until("all have run", () -> !model.running().get());
    assertThat(model.cells()).hasSize(4);
    assertThat(model.cells()).extracting(cell -> cell.state().get()).containsOnly(CellState.DONE);
  }

  @Test
  void oneCellIsRunByItself() {
    model.run(model.cells().get(1));
    until("it has run", () -> !model.running().get());
    assertThat(model.cells())
        .extracting(cell -> cell.state().get())
        .containsExactly(CellState.NOT_RUN, CellState.DONE, CellState.NOT_RUN);
  }

  private void until(String what, java.util.function.BooleanSupplier condition) {
    fx.until(what, () -> {}, condition);
  }

  /** Runs every cell with success. */
  private static final class Always implements NotebookRunner {
    @Override
    public void runAll(Notebook notebook, NotebookListener listener, Consumer<String> progress) {
      for (int index = 0; index < notebook.cells().size(); index++) {
        listener.begins(index);
        listener.ended(index, run(notebook, index, listener, progress));
      }
    }

    @Override
    public CellRun run(
        Notebook notebook, int index, NotebookListener listener, Consumer<String> progress) {
      return new CellRun(CellRun.Status.DONE, List.of(), Optional.empty(), Duration.ZERO);
    }

    @Override
    public void restart() {}

    @Override
    public void close() {}
  }
}
