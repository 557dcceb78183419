package dev.millrace.engine.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.compile.ProjectAnalyzer;
import dev.millrace.engine.compile.ProjectCompiler;
import dev.millrace.engine.compile.ScriptedPlanner;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.project.ProjectFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
  @TempDir private Path folder;

  private JsonNode catalog(Set<String> nodes) {
    ProjectFolder project =
        new ProjectFolder(folder)
            .file("models/orders.sql", "SELECT 1 AS id")
            .file(
                "models/orders.yml",
                """
                models:
                  - name: orders
                    description: All orders
                    columns: [{name: id, description: Its number}]
                """);
    AnalyzedProject analyzed =
        new ProjectAnalyzer()
            .analyze(
                new ProjectCompiler()
                    .compile(
                        project.loadSound(), new Connector.DefaultTableOptions(Map.of(), Map.of())),
                new ScriptedPlanner()
                    .columns(
                        "model.shop.orders",
                        new Column("id", "BIGINT NOT NULL"),
                        new Column("at", "TIMESTAMP(3)")));
    Invocation invocation = Invocation.begin("generate", Map.of(), Map.of(), Instant.EPOCH);
    return new ObjectMapper()
        .valueToTree(new Catalog(invocation, analyzed, nodes, Instant.EPOCH).tree());
  }

  @Test
  void columnsHaveThePlannersTypesInOrder() {
    JsonNode tree = catalog(Set.of("model.shop.orders"));

    assertThat(tree.at("/metadata/dbt_schema_version").asText())
        .isEqualTo("https://schemas.getdbt.com/dbt/catalog/v1.json");
    JsonNode table = tree.path("nodes").path("model.shop.orders");
    assertThat(table.at("/metadata/type").asText()).isEqualTo("VIEW");
    assertThat(table.at("/metadata/comment").asText()).isEqualTo("All orders");
    assertThat(table.at("/metadata").has("owner")).isTrue();
    assertThat(table.at("/columns/id/type").asText()).isEqualTo("BIGINT NOT NULL");
    assertThat(table.at("/columns/id/comment").asText()).isEqualTo("Its number");
    assertThat(table.at("/columns/at/index").asInt()).isEqualTo(2);
    assertThat(table.at("/stats/has_stats/value").asBoolean()).isFalse();
    assertThat(tree.get("errors").isNull()).isTrue();
  }

  @Test
  void onlyWhatIsSelectedIsTold() {
    assertThat(catalog(Set.of()).path("nodes")).isEmpty();
  }
}
