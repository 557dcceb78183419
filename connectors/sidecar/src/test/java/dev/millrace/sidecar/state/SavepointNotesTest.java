package dev.millrace.sidecar.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.wire.StateNoteRequest;
import dev.millrace.wire.StateNotesResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavepointNotesTest {
  @TempDir Path folder;

  private String savepoint(String name) throws Exception {
    Path made = Files.createDirectories(folder.resolve(name));
    Files.writeString(made.resolve("_metadata"), "whatever");
    return "file:" + made;
  }

  private static void note(String path, String text) throws Exception {
    SavepointNotes.write(new StateNoteRequest(path, Map.of("says", text)));
  }

  private StateNotesResponse notes() throws Exception {
    return SavepointNotes.in(folder.toString());
  }

  @Test
  void aNoteIsToldWithTheSavepointItBelongsTo() throws Exception {
    String one = savepoint("savepoint-1");
    String other = savepoint("savepoint-2");
    note(one, "first \u00fc \"quoted\"");
    note(other + "/_metadata-changed", "of the folder");

    assertThat(notes().notes())
        .extracting(StateNotesResponse.Note::path, StateNotesResponse.Note::note)
        .containsExactlyInAnyOrder(
            tuple(folder + "/savepoint-1", Map.of("says", "first \u00fc \"quoted\"")),
            tuple(folder + "/savepoint-2", Map.of("says", "of the folder")));
    assertThat(folder.resolve("savepoint-1").toFile().list()).containsExactly("_metadata");
  }

  @Test
  void aLaterNoteReplacesTheOneThatIsThere() throws Exception {
    String path = savepoint("savepoint-1");
    note(path, "a long text that was there before");
    note(path, "short");

    assertThat(notes().notes().get(0).note()).containsEntry("says", "short");
  }

  @Test
  void whatIsNoSavepointAnyMoreIsNotTold() throws Exception {
    String path = savepoint("savepoint-1");
    note(path, "deleted by Flink");
    Files.delete(folder.resolve("savepoint-1/_metadata"));
    assertThat(notes().notes()).isEmpty();
    Files.delete(folder.resolve("savepoint-1"));
    assertThat(notes().notes()).isEmpty();
  }

  @Test
  void theNoteGoesWithItsSavepoint() throws Exception {
    String path = savepoint("savepoint-1");
    note(path, "x");

    SavepointNotes.delete(new org.apache.flink.core.fs.Path(path));
    SavepointNotes.delete(new org.apache.flink.core.fs.Path(path));

    assertThat(folder.resolve("millrace/savepoint-1.json")).doesNotExist();
  }

  @Test
  void aDamagedNoteIsSaidAndTheOthersAreTold() throws Exception {
    note(savepoint("savepoint-1"), "whole");
    note(savepoint("savepoint-2"), "cut off");
    Files.writeString(folder.resolve("millrace/savepoint-2.json"), "{\"says\": \"cut");
    Files.writeString(folder.resolve("millrace/README"), "of somebody else");

    assertThat(notes().notes()).hasSize(1);
    assertThat(notes().unreadable())
        .singleElement()
        .asString()
        .contains("savepoint-2")
        .endsWith("cannot be read; it is damaged");
  }

  @Test
  void nothingIsMadeWhereThereIsNoSavepointOnThisMachine() {
    String elsewhere = "file:" + folder.resolve("shared/savepoints/savepoint-1");

    assertThat(
            catchThrowableOfType(CallFailedException.class, () -> note(elsewhere, "x"))
                .getMessage())
        .isEqualTo("There is no savepoint at " + elsewhere);
    assertThat(folder.resolve("shared")).doesNotExist();
  }

  @Test
  void aFolderThatNothingWasWrittenToHasNoNotes() throws Exception {
    assertThat(SavepointNotes.in(folder.resolve("nothing").toString()).notes()).isEmpty();
    savepoint("savepoint-1");
    assertThat(notes().notes()).isEmpty();
  }

  @Test
  void whereNothingCanBeWrittenThatIsSaidInOneSentence() throws Exception {
    String path = savepoint("savepoint-1");
    Files.writeString(folder.resolve("millrace"), "a file where the folder would be");

    CallFailedException refused =
        catchThrowableOfType(CallFailedException.class, () -> note(path, "x"));

    assertThat(refused.kind()).isEqualTo(FailureKind.STATE_UNREADABLE);
    assertThat(refused.getMessage())
        .startsWith("No note can be kept beside " + path)
        .doesNotContain("\n");
  }
}
