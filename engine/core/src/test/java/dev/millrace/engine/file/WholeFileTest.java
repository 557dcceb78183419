package dev.millrace.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir private Path folder;

  @Test
  void writesIntoFoldersThatAreNotThereYet() throws IOException {
    Path file = folder.resolve("a/b/c.txt");
    assertThat(WholeFile.replace(file, bytes("new"))).isEqualTo(file);
    assertThat(file).hasContent("new");
    assertThat(names(folder.resolve("a/b"))).containsExactly("c.txt");
  }

  @Test
  void contentThatFailsHalfwayLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("c.txt"), "old");
    assertThatThrownBy(
            () ->
                WholeFile.replace(
                    file,
                    out -> {
                      out.write(bytes("ne"));
                      throw new IOException("the disk is full");
                    }))
        .hasMessage("the disk is full");
    assertThat(file).hasContent("old");
    assertThat(names(folder)).containsExactly("c.txt");
  }

  @Test
  void contentMayCloseItsStream() throws IOException {
    Path file = folder.resolve("c.txt");
    WholeFile.replace(
        file,
        out -> {
          out.write(bytes("new"));
          out.close();
        });
    assertThat(file).hasContent("new");
  }

  @Test
  void permissionsStayAndANewFileHasThoseOfAnyOther() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "");
    Path file = folder.resolve("c.txt");
    WholeFile.replace(file, bytes("new"));
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(other));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    WholeFile.replace(file, bytes("newer"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void aLinkStaysOne() throws IOException {
    Path file = Files.writeString(folder.resolve("c.txt"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThat(WholeFile.replace(link, bytes("new"))).isEqualTo(file.toRealPath());
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  void manyAtOnceLeaveOneOfTheirContentsWhole() throws IOException, InterruptedException {
    Path file = folder.resolve("c.txt");
    List<String> contents =
        IntStream.range(0, 8).mapToObj(i -> String.valueOf(i).repeat(20_000)).toList();
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(writers.invokeAll(contents.stream().map(content -> write(file, content)).toList()))
          .allSatisfy(written -> assertThat(written.get()).isEqualTo(file));
    }
    assertThat(Files.readString(file)).isIn(contents);
    assertThat(names(folder)).containsExactly("c.txt");
  }

  private static Callable<Path> write(Path file, String content) {
    return () -> WholeFile.replace(file, bytes(content));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> names(Path in) throws IOException {
    try (Stream<Path> files = Files.list(in)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
