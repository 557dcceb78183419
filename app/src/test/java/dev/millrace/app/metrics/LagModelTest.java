package dev.millrace.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.watch.ClusterSnapshot;
import dev.millrace.app.watch.ClusterState;
import dev.millrace.app.watch.JobHealth;
import dev.millrace.app.watch.ModelStatus;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.deploy.DeploymentStatus;
import dev.millrace.engine.observe.Lag;
import dev.millrace.engine.observe.LagPoint;
import dev.millrace.engine.observe.ModelLag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LagModelTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private final List<String> asked = new ArrayList<>();
  private LagHistory.Past past =
      new LagHistory.Past(
          List.of(new LagPoint(NOON.minusSeconds(5), Duration.ofSeconds(3))), List.of());
  private final LagModel model =
      new LagModel(
          (name, table, back) -> {
            asked.add(name + " " + table);
            return past;
          },
          Runnable::run,
          Runnable::run);

  @Test
  void theModelsFurthestBehindAreDrawnFirst() {
    model.show(answers(behind(1), behind(9), behind(5), behind(7)));
    assertThat(model.series().get().stream().map(ShownSeries::name).toList())
        .containsExactly("m1", "m3", "m2");
  }

  @Test
  void theUsersChoiceIsNotOverridden() {
    model.show(answers(behind(1), behind(9)));
    model.choose(List.of("model.shop.m0"));
    model.show(answers(behind(1), behind(99)));
    assertThat(model.series().get().stream().map(ShownSeries::name).toList()).containsExactly("m0");
  }

  @Test
  void aModelKeepsItsColourWhileOthersComeAndGo() {
    model.show(answers(behind(1), behind(1), behind(1)));
    model.choose(List.of("model.shop.m0", "model.shop.m1"));
    model.choose(List.of("model.shop.m1", "model.shop.m2"));
    assertThat(model.series().get().stream().map(ShownSeries::color).toList())
        .containsExactly(1, 0);
  }

  @Test
  void noMoreThanCanBeToldApartAreDrawn() {
    model.show(
        answers(IntStream.range(0, 20).mapToObj(number -> behind(number)).toArray(Lag[]::new)));
    model.choose(model.rows().stream().map(LagRow::model).toList());
    assertThat(model.series().get()).hasSize(LagModel.MOST_SHOWN);
  }

  @Test
  void historyIsReadOfWhatIsDrawnAndOfNothingElse() {
    model.show(answers(behind(1), behind(9)));
    model.choose(List.of("model.shop.m0"));
    asked.clear();
    model.show(answers(behind(1), behind(9)));
    assertThat(asked).containsExactly("model.shop.m0 m0");
  }

  @Test
  void whenNothingAnswersNothingIsAskedAndWhatWasKnownStays() {
    model.show(answers(behind(1)));
    asked.clear();
    model.show(snapshot(new ClusterState.Off(), Optional.empty()));
    assertThat(asked).isEmpty();
    assertThat(model.series().get().getFirst().points()).hasSize(1);
  }

  @Test
  void aModelWithoutAWatermarkSaysWhy() {
    past = new LagHistory.Past(List.of(), List.of());
    model.show(answers(new Lag.NoWatermarkYet()));
    assertThat(model.series().get().getFirst().silence())
        .isEqualTo("No lag to show: because of m0");
  }

  @Test
  void anEmptyListSaysWhatToDo() {
    assertThat(model.message().get()).isEqualTo("Nothing is known of the target yet.");
    model.show(new ClusterSnapshot(new ClusterState.Off(), "dev", Map.of(), NOON));
    assertThat(model.message().get()).startsWith("The local cluster does not run.");
    model.show(answers());
    assertThat(model.message().get()).startsWith("Nothing is deployed");
  }

  @Test
  void rowsStayTheSameWhileTheirFiguresChange() {
    model.show(answers(behind(1)));
    LagRow row = model.rows().getFirst();
    model.show(answers(behind(4)));
    assertThat(model.rows().getFirst()).isSameAs(row);
    assertThat(row.status().get().lag().orElseThrow().lag()).isEqualTo(behind(4));
  }

  private static Lag behind(int seconds) {
    return new Lag.Behind(NOON.minusSeconds(seconds), Duration.ofSeconds(seconds));
  }

  private static ClusterSnapshot answers(Lag... lags) {
    Map<String, ModelStatus> models = new LinkedHashMap<>();
    for (int at = 0; at < lags.length; at++) {
      models.put("model.shop.m" + at, status("m" + at, Optional.of(lags[at])));
    }
    return new ClusterSnapshot(new ClusterState.Answers(), "dev", models, NOON);
  }

  private static ClusterSnapshot snapshot(ClusterState state, Optional<Lag> lag) {
    return new ClusterSnapshot(state, "dev", Map.of("model.shop.m0", status("m0", lag)), NOON);
  }

  private static ModelStatus status(String name, Optional<Lag> lag) {
    String id = "model.shop." + name;
    JobId job = JobId.derive(id, "1");
    DeploymentStatus deployment =
        new DeploymentStatus(
            id,
            List.of(id),
            name,
            new RelationName("c", "d", name),
            name,
            true,
            Optional.of(job),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "runs");
    return new ModelStatus(
        JobHealth.RUNNING,
        deployment,
        lag.map(
            value ->
                new ModelLag(
                    id,
                    job,
                    value,
                    Optional.of(NOON),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalLong.empty(),
                    List.of(),
                    "because of " + name)));
  }
}
