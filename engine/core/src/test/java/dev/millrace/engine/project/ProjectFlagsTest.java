package dev.millrace.engine.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectFlagsTest {
  @TempDir private Path folder;

  @Test
  void theProjectsFlagsWinOverTheProfiles() {
    ProjectFolder project =
        new ProjectFolder(folder)
            .file("dbt_project.yml", "name: shop\nflags:\n  fail_fast: true\n  log-format: json\n")
            .file("profiles.yml", "config:\n  fail_fast: false\n  threads: 3\n");

    assertThat(ProjectFlags.of(project.request()))
        .containsEntry("fail_fast", "true")
        .containsEntry("log_format", "json")
        .containsEntry("threads", "3");
  }

  @Test
  void whatCannotBeReadSaysNothing() {
    ProjectFolder project =
        new ProjectFolder(folder).file("dbt_project.yml", "name: [\nflags: {fail_fast: true}");

    assertThat(ProjectFlags.of(project.request())).isEmpty();
    assertThat(ProjectFlags.of(LoadRequest.of(folder.resolve("nowhere")))).isEmpty();
  }

  @Test
  void aTemplateIsNoFlag() {
    ProjectFolder project =
        new ProjectFolder(folder)
            .file("dbt_project.yml", "name: shop\nflags: {log_level: \"{{ env_var('X') }}\"}\n");

    assertThat(ProjectFlags.of(project.request())).isEmpty();
  }
}
