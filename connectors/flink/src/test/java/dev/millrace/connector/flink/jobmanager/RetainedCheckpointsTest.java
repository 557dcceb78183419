package dev.millrace.connector.flink.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.CheckpointReport.Snapshot;
import dev.millrace.engine.connect.JobId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RetainedCheckpointsTest {
  private static final JobId JOB = new JobId("0123456789abcdef0123456789abcdef");

  @TempDir private Path folder = Path.of("");
  private Path checkpoints = Path.of("");
  private Path savepoints = Path.of("");

  @BeforeEach
  void nameFolders() {
    checkpoints = folder.resolve("checkpoints");
    savepoints = folder.resolve("savepoints");
  }

  @Test
  void theHighestCompleteCheckpointWins() throws IOException {
    snapshot(checkpoints.resolve(JOB.hex()).resolve("chk-9"), 9);
    snapshot(checkpoints.resolve(JOB.hex()).resolve("chk-10"), 10);
    Files.createDirectories(checkpoints.resolve(JOB.hex()).resolve("chk-11"));

    assertThat(newest().path()).endsWith("/chk-10").startsWith("file:/");
  }

  @Test
  void aNewerSavepointOfTheJobWins() throws IOException {
    snapshot(checkpoints.resolve(JOB.hex()).resolve("chk-9"), 9);
    snapshot(savepoints.resolve("savepoint-012345-aaaaaaaaaaaa"), 12);
    snapshot(savepoints.resolve("savepoint-999999-bbbbbbbbbbbb"), 30);

    assertThat(newest().id()).isEqualTo(12);
  }

  @Test
  void metadataThatIsNotFlinksIsNotBelieved() throws IOException {
    Path broken = Files.createDirectories(checkpoints.resolve(JOB.hex()).resolve("chk-3"));
    Files.writeString(broken.resolve("_metadata"), "half a file");

    assertThat(new RetainedCheckpoints(checkpoints, savepoints).newest(JOB)).isEmpty();
  }

  @Test
  void noFolderIsNoCheckpoint() {
    assertThat(new RetainedCheckpoints(checkpoints, savepoints).newest(JOB)).isEmpty();
  }

  private Snapshot newest() {
    return new RetainedCheckpoints(checkpoints, savepoints).newest(JOB).orElseThrow();
  }

  private static void snapshot(Path folder, long id) throws IOException {
    Files.createDirectories(folder);
    ByteBuffer header = ByteBuffer.allocate(16).putInt(0x4960672d).putInt(6).putLong(id);
    Files.write(folder.resolve("_metadata"), header.array());
  }
}
