package dev.millrace.engine.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.project.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateComparisonTest {
  private static final String ORDERS = "model.shop.orders";
  @TempDir private Path folder;
  private ProjectFolder project;
  private Path older;

  @BeforeEach
  void startWithAnOlderManifest() throws IOException {
    project =
        new ProjectFolder(folder.resolve("project"))
            .file("models/orders.sql", "select {{ one() }} as id")
            .file("macros/one.sql", "{% macro one() %}{{ two() }}{% endmacro %}")
            .file("macros/two.sql", "{% macro two() %}2{% endmacro %}");
    older = folder.resolve("older");
    ArtifactFile.write("manifest.json", new Manifest(project.load(), Map.of()).tree(), older);
  }

  private Set<String> state(String id) {
    return StateComparison.states(project.load(), older).getOrDefault(id, Set.of());
  }

  @Test
  void whatStayedIsUnmodified() {
    assertThat(state(ORDERS)).containsExactlyInAnyOrder("old", "unmodified");
  }

  @Test
  void whatWasNotThereIsNewAndModified() {
    project.file("models/sums.sql", "select 1");
    assertThat(state("model.shop.sums")).contains("new", "modified", "modified.body");
  }

  @Test
  void anotherTextIsAnotherBody() {
    project.file("models/orders.sql", "select {{ one() }} as number");
    assertThat(state(ORDERS)).containsExactlyInAnyOrder("old", "modified", "modified.body");
  }

  @Test
  void anotherConfigIsNoOtherBody() {
    project.file("dbt_project.yml", "name: shop\nmodels: {+tags: [core]}\n");
    assertThat(state(ORDERS)).containsExactlyInAnyOrder("old", "modified", "modified.configs");
  }

  @Test
  void aMacroCountsThroughOtherMacros() {
    project.file("macros/two.sql", "{% macro two() %}3{% endmacro %}");
    assertThat(state(ORDERS)).containsExactlyInAnyOrder("old", "modified", "modified.macros");
  }

  @Test
  void manifestsOfOldReleasesAreRead() throws IOException {
    Files.writeString(
        older.resolve("manifest.json"),
        """
        {"nodes": {"model.shop.orders": {"resource_type": "model", "config": {},
          "raw_sql": "select {{ one() }} as id"}}}
        """);
    assertThat(state(ORDERS)).contains("old").doesNotContain("modified.body");
  }

  @Test
  void resultsOfAnEarlierRunAreReadBesideIt() throws IOException {
    Files.writeString(
        older.resolve("run_results.json"),
        "{\"results\": [{\"unique_id\": \"model.shop.orders\", \"status\": \"error\"}]}");
    assertThat(StateComparison.results(older)).containsEntry(ORDERS, Set.of("error"));
  }

  @Test
  void aFolderWithoutManifestIsToldWithAWayOut() {
    assertThatThrownBy(() -> StateComparison.states(project.load(), folder.resolve("nowhere")))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.problem().remedy()).isPresent());
  }
}
