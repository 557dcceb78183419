package dev.millrace.engine.function;

import static dev.millrace.engine.project.ProjectFolder.errors;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.compile.CompiledProject;
import dev.millrace.engine.compile.ProjectCompiler;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.jar.JarContent;
import dev.millrace.engine.project.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionConfigTest {
  @TempDir Path folder;
  private ProjectFolder project;
  private Path jar;

  @BeforeEach
  void writeProject() throws IOException {
    project = new ProjectFolder(folder.resolve("project"));
    Files.createDirectories(folder.resolve("project/lib it's"));
    jar =
        new Jars()
            .source("First", "class First {}")
            .build(folder.resolve("project/lib it's/words.jar"));
    project.file("models/used.sql", "SELECT {{ ref('words') }}('a') AS x");
  }

  private CompiledProject compile() {
    return new ProjectCompiler()
        .compile(project.load(), new Connector.DefaultTableOptions(Map.of(), Map.of()));
  }

  private java.util.List<String> faults(String config) {
    project.file("models/words.sql", "{{ config(materialized='function'" + config + ") }}\n");
    return errors(compile().problems()).stream()
        .map(each -> each.position().orElseThrow() + " " + each.message())
        .toList();
  }

  @Test
  void itIsDeclaredAndCalledByItsNameWithItsJarByItsContent() throws IOException {
    assertThat(faults(", class='com.example.Words', jars=[\"lib it's/words.jar\"]")).isEmpty();
    CompiledProject compiled = compile();
    assertThat(compiled.node("model.shop.words").sql())
        .isEqualTo(
            "CREATE FUNCTION `default_catalog`.`local_shop`.`words` AS 'com.example.Words'"
                + " LANGUAGE JAVA USING JAR 'jars/"
                + JarContent.digest(jar)
                + "/words.jar'");
    assertThat(compiled.node("model.shop.used").sql())
        .isEqualTo("SELECT `default_catalog`.`local_shop`.`words`('a') AS x");
  }

  @Test
  void allThatIsWrongIsToldAtOnceWithItsPlace() {
    assertThat(faults(", class='not a class', language='python', jars='gone.jar'"))
        .containsExactly(
            "models/words.sql:1:4 `not a class` is no name of a class",
            "models/words.sql:1:4 Functions in `python` are not run from here",
            "models/words.sql:1:4 There is no jar `gone.jar`");
  }

  @Test
  void withoutClassOrJarThereIsNoFunction() {
    assertThat(faults(""))
        .containsExactly(
            "models/words.sql:1:4 The function `words` names no class",
            "models/words.sql:1:4 The function `words` names no jar");
  }

  @Test
  void whatIsNoJarIsSaidToBeNone() throws IOException {
    Files.writeString(folder.resolve("project/words.jar"), "no jar at all");
    Files.createDirectories(folder.resolve("project/folder.jar"));
    assertThat(faults(", class='Words', jars=['words.jar', 'folder.jar']"))
        .containsExactly(
            "models/words.sql:1:4 `words.jar` is no jar",
            "models/words.sql:1:4 There is no jar `folder.jar`");
  }
}
