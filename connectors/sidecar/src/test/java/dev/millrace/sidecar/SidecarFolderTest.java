package dev.millrace.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SidecarFolderTest {
  @TempDir Path data;

  @Test
  void wipesWhatAnEarlierProcessLeftAndNothingElse() throws Exception {
    Path folder = data.resolve("sidecar");
    Path outside = data.resolve("checkpoints").resolve("chk-1");
    Files.createDirectories(outside);
    Files.createDirectories(folder.resolve("work/io/tm"));
    Files.writeString(folder.resolve("work/io/tm/flink-rpc-akka.jar"), "left over");
    Files.writeString(folder.resolve("ready-1-2.3.0.json"), "{}");
    Files.createSymbolicLink(folder.resolve("work/link"), outside.getParent());
    try (SidecarFolder claimed = SidecarFolder.claim(folder).orElseThrow()) {
      assertThat(claimed.work().resolve("io")).isEmptyDirectory();
      assertThat(claimed.work().resolve("link")).doesNotExist();
      assertThat(folder.resolve("ready-1-2.3.0.json")).doesNotExist();
      assertThat(outside).exists();
    }
  }

  @Test
  void namesItsProcessInTheLockFile() throws Exception {
    try (SidecarFolder claimed = SidecarFolder.claim(data).orElseThrow()) {
      assertThat(claimed.work()).exists();
      assertThat(data.resolve("lock")).hasContent(Long.toString(ProcessHandle.current().pid()));
    }
  }

  @Test
  void theReadyFileIsThereUntilItIsClosed() throws Exception {
    Path ready = data.resolve("ready-1-x.json");
    try (SidecarFolder claimed = SidecarFolder.claim(data).orElseThrow()) {
      claimed.writeReady("ready-1-x.json", new byte[] {'{', '}'});
      assertThat(ready).hasContent("{}");
      assertThat(Files.getPosixFilePermissions(ready)).hasSize(2);
    }
    assertThat(ready).doesNotExist();
  }

  @Test
  void argumentsRefuseStateInTheFolderThatIsWiped() {
    assertThatThrownBy(
            () ->
                SidecarArguments.parse(
                    new String[] {
                      "--role=cluster",
                      "--folder=/d/sidecar",
                      "--checkpoints=/d/sidecar/checkpoints",
                      "--savepoints=/d/savepoints",
                      "--log=/d/logs/sidecar.log",
                      "--idle-end=PT10M",
                      "--slots=4"
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wiped");
  }

  @Test
  void argumentsNameWhatIsMissing() {
    assertThatThrownBy(() -> SidecarArguments.parse(new String[] {"--role=planner"}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--folder is missing");
  }
}
