package dev.millrace.app.dag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.project.ProjectState;
import dev.millrace.app.watch.ClusterSnapshot;
import dev.millrace.app.watch.ClusterState;
import dev.millrace.app.watch.JobHealth;
import dev.millrace.engine.project.LoadRequest;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ProjectLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DagModelTest {
  @TempDir private Path folder;
  private final DagModel model = new DagModel(Runnable::run, Runnable::run);

  @BeforeEach
  void aProject() throws IOException {
    file("dbt_project.yml", "name: shop\nversion: '1.0'\nconfig-version: 2\nprofile: shop\n");
    file(
        "models/orders.sql",
        "{{ config(materialized='streaming_source', connector='datagen') }}\nid BIGINT\n");
    file("models/stg_orders.sql", "SELECT id FROM {{ ref('orders') }}\n");
    file(
        "models/totals.sql",
        "{{ config(materialized='streaming_table') }}\nSELECT id FROM {{ ref('stg_orders') }}\n");
    file(
        "models/sources.yml",
        "version: 2\nsources:\n  - name: crm\n    tables:\n      - name: customers\n");
    file("models/tiers.sql", "SELECT * FROM {{ source('crm', 'customers') }}\n");
    file("analyses/look.sql", "SELECT * FROM {{ ref('totals') }}\n");
  }

  @Test
  void modelsAndSourcesAreShownByKindAndNothingElse() {
    show();

    Map<String, NodeKind> kinds =
        model.picture().get().graph().nodes().stream()
            .collect(Collectors.toMap(DagNode::name, DagNode::kind));
    assertThat(kinds)
        .isEqualTo(
            Map.of(
                "orders", NodeKind.STREAMING_SOURCE,
                "stg_orders", NodeKind.VIEW,
                "totals", NodeKind.STREAMING_TABLE,
                "crm.customers", NodeKind.SOURCE,
                "tiers", NodeKind.VIEW));
    assertThat(model.message().get()).isEmpty();
  }

  @Test
  void anEmptyProjectSaysWhatToDo() throws IOException {
    try (var files = Files.walk(folder.resolve("models"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    show();
    assertThat(model.message().get()).startsWith("No models yet").contains("models");
  }

  @Test
  void aCycleIsToldAndMarkedAndEverythingElseIsShown() throws IOException {
    file("models/orders.sql", "SELECT id FROM {{ ref('totals') }}\n");
    show();

    assertThat(model.notice().get()).contains("model.shop.totals").contains("read each other");
    assertThat(node("totals").isFaulty()).isTrue();
    assertThat(node("tiers").isFaulty()).isFalse();
    assertThat(model.shownIds()).hasSize(5);
  }

  @Test
  void aFaultyFileIsMarkedOnItsNode() throws IOException {
    file("models/tiers.sql", "SELECT * FROM {{ ref('no_such_model') }}\n");
    show();
    assertThat(node("tiers").isFaulty()).isTrue();
    assertThat(node("tiers").problems().getFirst().message()).contains("no_such_model");
  }

  @Test
  void aSelectionInDbtsGrammarChooses() {
    show();
    model.choose("+totals");
    assertThat(model.chosen().get().orElseThrow())
        .containsExactlyInAnyOrder(
            "model.shop.orders", "model.shop.stg_orders", "model.shop.totals");
    assertThat(model.shownIds()).hasSize(5);
    assertThat(model.count()).isEqualTo("3 of 5 chosen");
  }

  @Test
  void theRestCanBeHidden() {
    show();
    model.choose("+totals");
    model.restHidden().set(true);
    assertThat(model.shownIds()).hasSize(3);
    model.choose("");
    assertThat(model.shownIds()).hasSize(5);
  }

  @Test
  void aSelectionThatMatchesNothingSaysSo() {
    show();
    model.choose("nothing_like_it");
    assertThat(model.notice().get()).contains("nothing_like_it").contains("matches nothing");
  }

  @Test
  void aSelectionThatCannotBeReadLeavesTheChoiceAsItWas() {
    show();
    model.choose("tiers");
    model.choose("no_such_method:x");
    assertThat(model.notice().get()).isNotEmpty();
    assertThat(model.chosen().get()).isEqualTo(Optional.of(Set.of("model.shop.tiers")));
  }

  @Test
  void aNodeThatHasGoneIsNotSelectedAnyMore() throws IOException {
    show();
    model.selected().set("model.shop.tiers");
    Files.delete(folder.resolve("models/tiers.sql"));
    show();
    assertThat(model.selected().get()).isNull();
  }

  @Test
  void tablesThatWereNeverDeployedSaySoOnceSomebodyHasLooked() {
    show();
    assertThat(facts("totals")).isEqualTo(NodeFacts.NONE);
    model.show(new ClusterSnapshot(new ClusterState.Off(), "dev", Map.of(), Instant.EPOCH));
    assertThat(facts("totals").health()).contains(JobHealth.NOT_DEPLOYED);
    assertThat(facts("stg_orders").health()).isEmpty();
  }

  @Test
  void theSelectedNodeIsSaidInWords() {
    show();
    model.selected().set("model.shop.stg_orders");
    assertThat(model.description()).isEqualTo("stg_orders, view, no job. Reads 1, read by 1.");
  }

  @Test
  void whatOthersReadThroughItIsItsLineage() {
    show();
    DagGraph graph = model.picture().get().graph();
    int orders = graph.indexOf("model.shop.orders").orElseThrow();
    assertThat(graph.lineage(orders).stream().map(at -> graph.node(at).name()).toList())
        .containsExactlyInAnyOrder("orders", "stg_orders", "totals");
  }

  private void show() {
    Project project = new ProjectLoader().load(LoadRequest.of(folder));
    model.show(new ProjectState.Ready(project, 1));
  }

  private DagNode node(String name) {
    return model.picture().get().graph().nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private NodeFacts facts(String name) {
    List<DagNode> nodes = model.picture().get().graph().nodes();
    return model.picture().get().facts().get(nodes.indexOf(node(name)));
  }

  private void file(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
