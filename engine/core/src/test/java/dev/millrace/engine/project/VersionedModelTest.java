package dev.millrace.engine.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.problem.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionedModelTest {
  private static final String FIRST = "model.shop.orders.v1";
  private static final String SECOND = "model.shop.orders.v2";
  @TempDir private Path folder;
  private ProjectFolder project;

  @BeforeEach
  void startWithTwoVersions() {
    project =
        new ProjectFolder(folder)
            .file("models/orders_v1.sql", "select 1 as id, 2 as amount")
            .file("models/new_orders.sql", "select 1 as id, 2 as total")
            .file(
                "models/orders.yml",
                """
                models:
                  - name: orders
                    description: All orders
                    latest_version: 2
                    config: {materialized: view, meta: {owner: a, team: b}}
                    columns:
                      - {name: id, data_tests: [not_null]}
                      - {name: amount}
                    versions:
                      - v: 1
                        config: {meta: {owner: c}}
                      - v: 2
                        defined_in: new_orders
                        description: Orders with totals
                        columns:
                          - include: all
                            exclude: [amount]
                          - {name: total}
                """);
  }

  private Project loaded() {
    Project loaded = project.load();
    assertThat(ProjectFolder.errors(loaded.problems())).isEmpty();
    return loaded;
  }

  @Test
  void eachVersionIsANodeOfItsOwn() {
    Project loaded = loaded();
    assertThat(loaded.nodes()).containsOnlyKeys(FIRST, SECOND);
    assertThat(loaded.node(SECOND).name()).isEqualTo("orders");
    assertThat(loaded.node(SECOND).fqn()).containsExactly("shop", "orders", "v2");
    assertThat(loaded.node(SECOND).relation().name()).isEqualTo("orders_v2");
  }

  @Test
  void aReferenceWithoutVersionMeansTheLatest() {
    project.file("models/sums.sql", "select * from {{ ref('orders') }}");
    assertThat(loaded().node("model.shop.sums").dependsOn()).containsExactly(SECOND);
  }

  @Test
  void aReferenceMayNameItsVersion() {
    project.file("models/sums.sql", "select * from {{ ref('orders', v=1) }}");
    assertThat(loaded().node("model.shop.sums").dependsOn()).containsExactly(FIRST);
  }

  @Test
  void aReferenceToAVersionThatIsNotThereIsAnError() {
    project.file("models/sums.sql", "select * from ‸{{ ref('orders', v=3) }}");
    Problem problem = ProjectFolder.onlyError(project.load().problems());
    assertThat(problem.message()).contains("orders.v3");
  }

  @Test
  void aVersionSaysItsOwnOverWhatTheModelSays() {
    Project loaded = loaded();
    assertThat(loaded.node(FIRST).description()).isEqualTo("All orders");
    assertThat(loaded.node(SECOND).description()).isEqualTo("Orders with totals");
    assertThat(loaded.node(FIRST).config().map("meta"))
        .containsEntry("owner", "c")
        .containsEntry("team", "b");
  }

  @Test
  void aVersionLeavesOutColumnsAndAddsItsOwn() {
    Project loaded = loaded();
    assertThat(loaded.node(FIRST).columns())
        .extracting(ColumnSpec::name)
        .containsExactly("id", "amount");
    assertThat(loaded.node(SECOND).columns())
        .extracting(ColumnSpec::name)
        .containsExactly("id", "total");
  }

  @Test
  void testsAreNamedAfterTheVersion() {
    assertThat(loaded().details().dataTests().values())
        .extracting(test -> test.node().name())
        .containsExactlyInAnyOrder("not_null_orders_v1_id", "not_null_orders_v2_id");
  }

  @Test
  void aUnitTestIsMadeForEachVersionItIncludes() {
    project.file(
        "models/unit.yml",
        """
        unit_tests:
          - name: totals
            model: orders
            versions: {include: [2]}
            given: []
            expect: {rows: []}
        """);
    assertThat(project.load().unitTests()).containsOnlyKeys("unit_test.shop.orders.totals_v2");
  }

  @Test
  void theLatestVersionMayLackItsNumber() {
    project
        .file("models/customers.sql", "select 1 as id")
        .file("models/customers.yml", "models: [{name: customers, versions: [{v: 3}]}]");
    assertThat(loaded().nodes()).containsKey("model.shop.customers.v3");
  }
}
