package dev.millrace.app.editor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.editor.EditorDocument.Notice;
import dev.millrace.app.project.OpenProject;
import dev.millrace.app.recovery.RecoveryBuffers;
import dev.millrace.app.work.Works;
import dev.millrace.engine.DataFolders;
import dev.millrace.engine.EngineRequest;
import dev.millrace.engine.project.LoadRequest;
import dev.millrace.engine.telemetry.Telemetry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything on one thread; nothing of a toolkit. */
class EditorDocumentTest {
  @TempDir Path folder;
  private Path file;
  private OpenProject project;
  private EditorLanguage language;
  private RecoveryBuffers recovery;

  @BeforeEach
  void open() throws IOException {
    file = folder.resolve("a.sql");
    write("SELECT 1\n");
    project =
        new OpenProject(
            folder,
            false,
            new EngineRequest(
                LoadRequest.of(folder),
                folder,
                DataFolders.of(Map.of(DataFolders.VARIABLE, folder.toString())),
                OptionalInt.empty(),
                Optional.empty(),
                "tester"),
            Telemetry.fromEnvironment(Map.of()),
            new Works(Runnable::run),
            Runnable::run);
    language = new EditorLanguage(project, Runnable::run, Runnable::run);
    recovery = new RecoveryBuffers(folder.resolve("recovery"));
  }

  @AfterEach
  void close() {
    language.close();
    recovery.close();
    project.close();
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  private String disk() throws IOException {
    return Files.readString(file);
  }

  private EditorDocument document() {
    EditorDocument document =
        new EditorDocument(file, "a.sql", language, recovery, Runnable::run, Runnable::run);
    document.load();
    return document;
  }

  /** The process is gone and another one begins; what was to be written has been. */
  private EditorDocument afterKill() {
    recovery.close();
    recovery = new RecoveryBuffers(folder.resolve("recovery"));
    return document();
  }

  @Test
  void unsavedTextIsFoundAgain() {
    document().settled("SELECT 2\n");
    EditorDocument again = afterKill();
    assertThat(again.text()).isEqualTo("SELECT 2\n");
    assertThat(again.unsaved().get()).isTrue();
    assertThat(again.notice().get()).isEqualTo(Notice.RECOVERED);
  }

  @Test
  void savedTextLeavesNothingToRecover() throws IOException {
    EditorDocument document = document();
    document.settled("SELECT 2\n");
    document.save("SELECT 3\n");
    assertThat(disk()).isEqualTo("SELECT 3\n");
    assertThat(document.unsaved().get()).isFalse();
    assertThat(afterKill().notice().get()).isEqualTo(Notice.NONE);
  }

  @Test
  void textThatIsAsOnDiskAgainIsNotUnsaved() {
    EditorDocument document = document();
    document.settled("SELECT 2\n");
    document.settled("SELECT 1\n");
    assertThat(document.unsaved().get()).isFalse();
    assertThat(afterKill().notice().get()).isEqualTo(Notice.NONE);
  }

  @Test
  void aChangeOnDiskIsShownWhenNothingIsUnsaved() throws IOException {
    EditorDocument document = document();
    write("SELECT 9\n");
    document.lookAgain();
    assertThat(document.shown().get().orElseThrow().text()).isEqualTo("SELECT 9\n");
    assertThat(document.unsaved().get()).isFalse();
  }

  @Test
  void aChangeOnDiskIsAskedAboutWhenSomethingIsUnsavedAndMineCanBeKept() throws IOException {
    EditorDocument document = document();
    document.settled("SELECT 2\n");
    write("SELECT 9\n");
    document.lookAgain();
    assertThat(document.notice().get()).isEqualTo(Notice.CHANGED_ON_DISK);
    document.keepMine();
    document.save("SELECT 2\n");
    assertThat(disk()).isEqualTo("SELECT 2\n");
  }

  @Test
  void theirsCanBeTaken() throws IOException {
    EditorDocument document = document();
    document.settled("SELECT 2\n");
    write("SELECT 9\n");
    document.lookAgain();
    document.takeTheirs();
    assertThat(document.text()).isEqualTo("SELECT 9\n");
    assertThat(document.unsaved().get()).isFalse();
    assertThat(document.notice().get()).isEqualTo(Notice.NONE);
  }

  @Test
  void aSaveNeverWritesOverWhatSomebodyElseWrote() throws IOException {
    EditorDocument document = document();
    write("SELECT 9\n");
    document.save("SELECT 2\n");
    assertThat(disk()).isEqualTo("SELECT 9\n");
    assertThat(document.notice().get()).isEqualTo(Notice.CHANGED_ON_DISK);
  }

  @Test
  void unsavedTextOfAFileThatChangedMeanwhileIsAskedAbout() throws IOException {
    document().settled("SELECT 2\n");
    write("SELECT 9\n");
    EditorDocument again = afterKill();
    assertThat(again.text()).isEqualTo("SELECT 2\n");
    assertThat(again.notice().get()).isEqualTo(Notice.CHANGED_ON_DISK);
  }

  @Test
  void aFileThatHasGoneIsWrittenAgainBySaving() throws IOException {
    EditorDocument document = document();
    Files.delete(file);
    document.lookAgain();
    assertThat(document.notice().get()).isEqualTo(Notice.GONE);
    document.save("SELECT 2\n");
    assertThat(disk()).isEqualTo("SELECT 2\n");
  }

  @Test
  void lineEndsAndTheByteOrderMarkAreKept() throws IOException {
    write("\uFEFFSELECT 1\r\nFROM t\r\n");
    EditorDocument document = document();
    assertThat(document.text()).isEqualTo("SELECT 1\nFROM t\n");
    document.save("SELECT 2\nFROM t\n");
    assertThat(Files.readAllBytes(file))
        .isEqualTo("\uFEFFSELECT 2\r\nFROM t\r\n".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aFileThatIsNoUtf8IsSaidSoAndNotTouched() throws IOException {
    byte[] latin = {'S', (byte) 0xE9, '\n'};
    Files.write(file, latin);
    EditorDocument document = document();
    assertThat(document.notice().get()).isEqualTo(Notice.FAILED);
    assertThat(document.failure()).contains("UTF-8");
    document.save("x");
    assertThat(Files.readAllBytes(file)).isEqualTo(latin);
  }
}
