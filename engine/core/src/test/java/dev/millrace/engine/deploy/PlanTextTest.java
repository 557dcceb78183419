package dev.millrace.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanJson;
import dev.millrace.engine.plan.PlanText;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans as people and programs see them, after a first deployment. */
class PlanTextTest {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void deploy() {
    world = new World(folder);
    world.run(new Projects().table("totals", "agg").table("copy", "stateless"));
  }

  @Test
  void aChangeShowsLinesStateAndTheWayOn() {
    world.cluster.limits = List.of("No rehearsal is possible here");
    String text = PlanText.of(changed());
    assertThat(text)
        .contains("millrace plan - project shop - target dev - Flink 2.3.0")
        .contains("1 to upgrade - 1 unchanged - nothing has been touched")
        .contains("~ totals  upgrade, CHANGES STATE - job running")
        .contains("models/totals.sql")
        .contains("1   - PLAN agg")
        .contains("1   + PLAN agg-max")
        .contains("kept      100 B  TableSourceScan")
        .contains("LOST      100 B  GroupAggregate(groupBy=[customer_id], select=[customer_id, SUM")
        .contains("seen in  metadata of checkpoint 1")
        .contains("it is gone or means something else now")
        .contains("No rehearsal is possible here")
        .contains("--allow-unknown-state");
    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void aFirstDeploymentSaysWhatIsChosenForIt() {
    String text = PlanText.of(world.plan(new Projects().table("more", "agg")));
    assertThat(text)
        .contains("+ more  create")
        .contains("pins maximum parallelism 128")
        .contains("= totals  left running");
    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void programsReadTheSame() throws Exception {
    JsonNode json = new ObjectMapper().readTree(PlanJson.of(changed()));
    JsonNode totals = json.path("models").get(0);
    assertThat(totals.path("action").asText()).isEqualTo("upgrade_unknown_state");
    assertThat(totals.path("changes").findValuesAsText("kind")).contains("query", "sql");
    assertThat(totals.path("state").findValuesAsText("outlook")).contains("kept", "without_owner");
    assertThat(totals.path("state").findValuesAsText("verdict")).contains("kept", "empty", "lost");
    assertThat(totals.path("state").findValuesAsText("bytes")).contains("100");
    assertThat(totals.path("state").get(0).path("evidence").asText())
        .endsWith("dry run of the new plan");
    assertThat(json.path("models").get(1).path("action").asText()).isEqualTo("unchanged");
  }

  private Plan changed() {
    return world.plan(new Projects().table("totals", "agg-max").table("copy", "stateless"));
  }
}
