package dev.millrace.cli.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.connect.MetricsSource;
import dev.millrace.engine.deploy.DeploymentStatus;
import dev.millrace.engine.observe.Lag;
import dev.millrace.engine.observe.ModelJob;
import dev.millrace.engine.observe.ModelLag;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Shows who is behind and why. */
@Command(
    name = "lag",
    description = "Show how far each model is behind the clock in event time, and why.",
    mixinStandardHelpOptions = true)
final class LagCommand extends EngineCommand {
  LagCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    List<ModelLag> lags = engine.lag().read(jobs(engine.statuses()));
    console.text(table(lags));
    lags.forEach(lag -> console.text(DeployProgress.name(lag.model()) + ": " + lag.explanation()));
    MetricsSource.Origin origin = engine.connector().metrics().origin();
    console.json(
        Map.of(
            "origin",
            origin.name().toLowerCase(Locale.ROOT),
            "models",
            lags.stream().map(Json::of).toList()));
    return 0;
  }

  /** The jobs that run, as the lag report wants them. */
  static List<ModelJob> jobs(List<DeploymentStatus> statuses) {
    return statuses.stream()
        .filter(status -> status.wanted() && status.observed().isPresent())
        .flatMap(
            status ->
                status.job().stream()
                    .flatMap(
                        job ->
                            Stream.of(new ModelJob(status.model(), job, status.relation().name()))))
        .toList();
  }

  static String table(List<ModelLag> lags) {
    return Tables.of(
        List.of("model", "lag", "rows/s in", "rows/s out"),
        lags.stream().map(LagCommand::row).toList());
  }

  private static List<@Nullable Object> row(ModelLag lag) {
    return Arrays.asList(
        DeployProgress.name(lag.model()),
        text(lag.lag()),
        rate(lag.recordsInPerSecond()),
        rate(lag.recordsOutPerSecond()));
  }

  private static @Nullable String rate(OptionalDouble rate) {
    return rate.isPresent() ? String.format(Locale.ROOT, "%.1f", rate.getAsDouble()) : null;
  }

  static String text(Lag lag) {
    return switch (lag) {
      case Lag.Behind behind -> seconds(behind.lag());
      case Lag.Idle idle -> seconds(idle.lag()) + " (idle)";
      case Lag.NoWatermarkYet _ -> "no watermark";
      case Lag.InputEnded _ -> "input ended";
      case Lag.NotMeasured _ -> "not measured";
    };
  }

  private static String seconds(Duration lag) {
    return String.format(Locale.ROOT, "%.1f s", lag.toMillis() / 1000.0);
  }

  /** The lag in milliseconds; null when there is no number. */
  static @Nullable Long millis(Lag lag) {
    return switch (lag) {
      case Lag.Behind behind -> behind.lag().toMillis();
      case Lag.Idle idle -> idle.lag().toMillis();
      case Lag.NoWatermarkYet _, Lag.InputEnded _, Lag.NotMeasured _ -> null;
    };
  }

  /** A model's lag for scripts. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Json(
      @JsonProperty("unique_id") String uniqueId,
      String state,
      @JsonProperty("lag_ms") @Nullable Long lagMillis,
      @JsonProperty("records_in_per_second") @Nullable Double recordsIn,
      @JsonProperty("records_out_per_second") @Nullable Double recordsOut,
      String explanation) {
    static Json of(ModelLag lag) {
      String state =
          switch (lag.lag()) {
            case Lag.Behind _ -> "behind";
            case Lag.Idle _ -> "idle";
            case Lag.NoWatermarkYet _ -> "no_watermark_yet";
            case Lag.InputEnded _ -> "input_ended";
            case Lag.NotMeasured _ -> "not_measured";
          };
      return new Json(
          lag.model(),
          state,
          millis(lag.lag()),
          number(lag.recordsInPerSecond()),
          number(lag.recordsOutPerSecond()),
          lag.explanation());
    }

    private static @Nullable Double number(OptionalDouble value) {
      return value.isPresent() ? value.getAsDouble() : null;
    }
  }
}
