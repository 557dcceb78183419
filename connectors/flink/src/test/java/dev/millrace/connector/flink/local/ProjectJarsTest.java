package dev.millrace.connector.flink.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.connect.Jar;
import dev.millrace.engine.connect.PlannedRelation;
import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.problem.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectJarsTest {
  private static final String DIGEST = "a".repeat(64);

  @TempDir Path folder;
  private Path file;
  private ProjectJars jars;

  @BeforeEach
  void writeJar() throws IOException {
    file = Files.writeString(folder.resolve("it's mine.jar"), "first");
    jars = new ProjectJars(folder.resolve("data"));
  }

  private PlannedRelation function(String digest) {
    return new PlannedRelation.Function(
        "model.p.f",
        new RelationName("c", "d", "f"),
        "com.example.F",
        "JAVA",
        List.of(new Jar(file, digest)));
  }

  @Test
  void whatWasKeptStaysWhenTheProjectsJarIsBuiltAnew() throws IOException {
    jars.keep(List.of(function(DIGEST)));
    Files.writeString(file, "second");
    jars.keep(List.of(function(DIGEST), function("b".repeat(64))));
    Path kept = folder.resolve("data/jars").resolve(DIGEST).resolve("it's mine.jar");
    assertThat(kept).hasContent("first");
    assertThat(folder.resolve("data/jars").resolve("b".repeat(64)).resolve("it's mine.jar"))
        .hasContent("second");
    Files.delete(file);
    jars.keep(List.of(function(DIGEST)));
    assertThat(kept).hasContent("first");
  }

  @Test
  void severalKeepItAtOnceAndNothingIsLeftBeside() throws IOException {
    IntStream.range(0, 16).parallel().forEach(each -> jars.keep(List.of(function(DIGEST))));
    try (var files = Files.list(folder.resolve("data/jars").resolve(DIGEST))) {
      assertThat(files).extracting(Path::getFileName).hasToString("[it's mine.jar]");
    }
  }

  @Test
  void aJarThatCannotBeCopiedIsSaidWithItsPlace() throws IOException {
    Files.delete(file);
    assertThatThrownBy(() -> jars.keep(List.of(function(DIGEST))))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("it's mine.jar");
  }

  @Test
  void aSessionIsToldThePlacesAndNothingElseIsTouched() {
    String statement = ((PlannedRelation.Function) function(DIGEST)).createFunction();
    assertThat(jars.located(statement))
        .startsWith("CREATE FUNCTION `c`.`d`.`f` AS 'com.example.F' LANGUAGE JAVA USING JAR 'file:")
        .contains("/data/jars/" + DIGEST + "/it''s%20mine.jar'");
    assertThat(jars.located("SELECT 'jars/x/y.jar', '" + DIGEST + "'"))
        .isEqualTo("SELECT 'jars/x/y.jar', '" + DIGEST + "'");
  }
}
