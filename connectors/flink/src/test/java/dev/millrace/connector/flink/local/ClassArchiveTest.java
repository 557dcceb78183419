package dev.millrace.connector.flink.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
  private static final JavaRuntime JAVA =
      new JavaRuntime(Path.of("java"), Runtime.Version.parse("25.0.3"));

  @TempDir private Path installation;

  @Test
  void aProcessWithoutAnArchiveStartsAsEver() {
    assertThat(ClassArchive.of(installation, "sidecar", JAVA).flags()).isEmpty();
  }

  @Test
  void onlyTheArchiveOfTheSameJavaIsRead() throws IOException {
    Files.createFile(installation.resolve("sidecar-25.0.3.jsa"));

    assertThat(ClassArchive.of(installation, "sidecar", JAVA).flags())
        .contains("-XX:SharedArchiveFile=" + installation.resolve("sidecar-25.0.3.jsa"));
    JavaRuntime older = new JavaRuntime(Path.of("java"), Runtime.Version.parse("17.0.15"));
    assertThat(ClassArchive.of(installation, "sidecar", older).flags()).isEmpty();
    assertThat(ClassArchive.of(installation, "broker", JAVA).flags()).isEmpty();
  }

  @Test
  void whoMakesAnInstallationLeavesTheArchiveOfOneProcessOnly() {
    ClassArchive archive = new ClassArchive(installation.resolve("broker-25.0.3.jsa"), true);

    assertThat(archive.flags())
        .containsExactly("-XX:ArchiveClassesAtExit=" + installation.resolve("broker-25.0.3.jsa"));
    assertThat(archive.readingFlags()).isEmpty();
  }
}
