package dev.millrace.engine.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.compile.DbtTexts;
import dev.millrace.engine.problem.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kinds of node that dbt knows and that nothing runs here. */
class OtherKindsTest {
  @TempDir private Path folder;
  private ProjectFolder project;

  @BeforeEach
  void startWithAModel() {
    project = new ProjectFolder(folder).file("models/orders.sql", "select 1 as id");
  }

  private Project loaded() {
    Project loaded = project.load();
    assertThat(ProjectFolder.errors(loaded.problems())).isEmpty();
    return loaded;
  }

  @Test
  void aSnapshotBlockIsANodeThatModelsMayRead() {
    project
        .file(
            "snapshots/past/all.sql",
            "{% snapshot kept %}\n{{ config(target_schema='past') }}\nselect * from"
                + " {{ ref('orders') }}\n{% endsnapshot %}")
        .file("models/sums.sql", "select * from {{ ref('kept') }}");
    Project loaded = loaded();
    Node kept = loaded.node("snapshot.shop.kept");
    assertThat(kept.fqn()).containsExactly("shop", "past", "all", "kept");
    assertThat(kept.relation().database()).isEqualTo("past");
    assertThat(kept.dependsOn()).containsExactly("model.shop.orders");
    assertThat(loaded.node("model.shop.sums").dependsOn()).containsExactly("snapshot.shop.kept");
  }

  @Test
  void aSnapshotMayStandInYamlAlone() {
    project.file(
        "snapshots/kept.yml",
        "snapshots: [{name: kept, relation: ref('orders'), config: {strategy: check}}]");
    Node kept = loaded().node("snapshot.shop.kept");
    assertThat(kept.rawCode()).isEqualTo("select * from {{ ref('orders') }}");
    assertThat(kept.config().text("strategy")).contains("check");
    assertThat(kept.dependsOn()).containsExactly("model.shop.orders");
  }

  @Test
  void aFaultInASnapshotIsToldAtItsPlace() {
    project.file(
        "snapshots/kept.sql",
        "{% snapshot kept %}\nselect {{ ‸ref('nothing') }}\n{% endsnapshot %}");
    Problem problem = ProjectFolder.onlyError(project.load().problems());
    assertThat(problem.position()).contains(project.caret("snapshots/kept.sql"));
  }

  @Test
  void aPythonModelIsATableUnlessItOrItsYamlSaysOtherwise() {
    project
        .file("models/plain.py", "def model(dbt, session):\n    return dbt.ref('orders')\n")
        .file(
            "models/own.py",
            "def model(dbt, session):\n    dbt.config(materialized='incremental')\n")
        .file("models/said.py", "def model(dbt, session):\n    return dbt.ref('orders')\n")
        .file("models/all.yml", "models: [{name: said, config: {materialized: view}}]");
    Project loaded = loaded();
    assertThat(loaded.node("model.shop.plain").config().text("materialized")).contains("table");
    assertThat(loaded.node("model.shop.own").config().text("materialized")).contains("incremental");
    assertThat(loaded.node("model.shop.said").config().text("materialized")).contains("view");
  }

  @Test
  void tagsOfASourceAreInDbtsOrder() {
    project.file(
        "models/raw.yml",
        """
        sources:
          - name: raw
            tags: [nightly, audited]
            config: {tags: own}
            tables:
              - name: events
                config: {tags: [hourly, audited]}
        """);
    assertThat(loaded().node("source.shop.raw.events").config().texts("tags"))
        .containsExactly("audited", "hourly", "nightly", "own");
  }

  @Test
  void aTextBlockThatEndsAFileHasNoLineEnd() {
    project.file(
        "models/all.yml",
        """
        models:
          - name: orders
            config:
              meta:
                note:
                  deep: >
                    the last words

        """);
    assertThat(loaded().node("model.shop.orders").config().values().get("meta"))
        .hasToString("{note={deep=the last words}}");
  }

  @Test
  void aPythonModelIsReadButNotRun() {
    project.file(
        "models/scores.py",
        """
        # dbt.ref("a_comment")
        def model(dbt, session):
            dbt.config(materialized="table", tags=["ml"])
            orders = dbt.ref("orders")
            return orders
        """);
    Project loaded = loaded();
    Node scores = loaded.node("model.shop.scores");
    assertThat(scores.dependsOn()).containsExactly("model.shop.orders");
    assertThat(scores.config().texts("tags")).containsExactly("ml");
    assertThat(loaded.problems())
        .extracting(Problem::message)
        .containsExactly("Python models are read but have no effect yet");
  }

  @Test
  void hooksOfTheProjectAreOperationsOutsideTheGraph() {
    project.file(
        "dbt_project.yml",
        "name: shop\non-run-start: [\"grant {{ 1 + 1 }}\"]\non-run-end: analyze\n");
    Project loaded = loaded();
    assertThat(loaded.nodes()).containsOnlyKeys("model.shop.orders");
    assertThat(loaded.details().operations())
        .containsOnlyKeys("operation.shop.shop-on-run-start-0", "operation.shop.shop-on-run-end-0");
    assertThat(new DbtTexts(loaded).all().get("operation.shop.shop-on-run-start-0"))
        .isInstanceOfSatisfying(
            DbtTexts.Result.Rendered.class,
            rendered -> assertThat(rendered.text()).isEqualTo("grant 2"));
  }

  @Test
  void metaAndAccessBesideTheConfigCountAsConfig() {
    project.file("models/orders.yml", "models: [{name: orders, access: public, meta: {owner: a}}]");
    Node orders = loaded().node("model.shop.orders");
    assertThat(orders.config().text("access")).contains("public");
    assertThat(orders.config().map("meta")).containsEntry("owner", "a");
  }
}
