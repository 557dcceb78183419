package dev.millrace.engine.artifact;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** dbt's {@code sources.json}, version 3: how fresh each source's newest record is. */
public record SourceFreshness(
    Invocation invocation, List<Result> results, Duration elapsed, Instant generatedAt) {
  public SourceFreshness {
    requireNonNull(invocation, "invocation");
    results = List.copyOf(results);
    requireNonNull(elapsed, "elapsed");
    requireNonNull(generatedAt, "generatedAt");
  }

  /** How fresh one source is. */
  public sealed interface Result {
    String uniqueId();

    Instant startedAt();

    Duration took();

    /** dbt's word for it: {@code pass}, {@code warn}, {@code error} or {@code runtime error}. */
    String status();

    /**
     * The newest record was found.
     *
     * @param maxLoadedAt its time
     * @param snapshottedAt when that was asked
     */
    record Measured(
        String uniqueId,
        Instant startedAt,
        Duration took,
        FreshnessCriteria criteria,
        Instant maxLoadedAt,
        Instant snapshottedAt)
        implements Result {
      public Measured {
        requireNonNull(uniqueId, "uniqueId");
        requireNonNull(startedAt, "startedAt");
        requireNonNull(took, "took");
        requireNonNull(criteria, "criteria");
        requireNonNull(maxLoadedAt, "maxLoadedAt");
        requireNonNull(snapshottedAt, "snapshottedAt");
      }

      /** How old the newest record is; never negative. */
      public Duration age() {
        Duration age = Duration.between(maxLoadedAt, snapshottedAt);
        return age.isNegative() ? Duration.ZERO : age;
      }

      @Override
      public String status() {
        return criteria.status(age());
      }
    }

    /** It could not be found. */
    record Failed(String uniqueId, Instant startedAt, Duration took, String error)
        implements Result {
      public Failed {
        requireNonNull(uniqueId, "uniqueId");
        requireNonNull(startedAt, "startedAt");
        requireNonNull(took, "took");
        requireNonNull(error, "error");
      }

      @Override
      public String status() {
        return "runtime error";
      }
    }
  }

  /** The whole tree. */
  public Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("metadata", ArtifactMetadata.tree("sources/v3", invocation, generatedAt));
    tree.put("results", results.stream().map(SourceFreshness::result).toList());
    tree.put("elapsed_time", RunResults.seconds(elapsed));
    return tree;
  }

  private static Map<String, @Nullable Object> result(Result result) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("unique_id", result.uniqueId());
    switch (result) {
      case Result.Failed failed -> {
        tree.put("error", failed.error());
        tree.put("status", failed.status());
      }
      case Result.Measured measured -> {
        tree.put("max_loaded_at", ArtifactTimes.text(measured.maxLoadedAt()));
        tree.put("snapshotted_at", ArtifactTimes.text(measured.snapshottedAt()));
        tree.put("max_loaded_at_time_ago_in_s", RunResults.seconds(measured.age()));
        tree.put("status", measured.status());
        tree.put("criteria", measured.criteria().tree());
        tree.put("adapter_response", Map.of());
        tree.put("timing", timing(measured));
        tree.put("thread_id", "main");
        tree.put("execution_time", RunResults.seconds(measured.took()));
      }
    }
    return tree;
  }

  private static List<Map<String, Object>> timing(Result.Measured measured) {
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("name", "execute");
    step.put("started_at", ArtifactTimes.text(measured.startedAt()));
    step.put("completed_at", ArtifactTimes.text(measured.startedAt().plus(measured.took())));
    return List.of(step);
  }

  /**
   * When a source is too old.
   *
   * @param filter a condition on its rows
   */
  public record FreshnessCriteria(
      Optional<Threshold> warnAfter, Optional<Threshold> errorAfter, Optional<String> filter) {
    public FreshnessCriteria {
      requireNonNull(warnAfter, "warnAfter");
      requireNonNull(errorAfter, "errorAfter");
      requireNonNull(filter, "filter");
    }

    /** Whether it says anything at all. */
    public boolean isEmpty() {
      return warnAfter.isEmpty() && errorAfter.isEmpty();
    }

    String status(Duration age) {
      if (errorAfter.filter(threshold -> age.compareTo(threshold.duration()) > 0).isPresent()) {
        return "error";
      }
      return warnAfter.filter(threshold -> age.compareTo(threshold.duration()) > 0).isPresent()
          ? "warn"
          : "pass";
    }

    Map<String, @Nullable Object> tree() {
      Map<String, @Nullable Object> tree = new LinkedHashMap<>();
      tree.put("warn_after", threshold(warnAfter));
      tree.put("error_after", threshold(errorAfter));
      tree.put("filter", filter.orElse(null));
      return tree;
    }

    private static Map<String, @Nullable Object> threshold(Optional<Threshold> threshold) {
      Map<String, @Nullable Object> tree = new LinkedHashMap<>();
      tree.put("count", threshold.map(Threshold::count).orElse(null));
      tree.put("period", threshold.map(Threshold::period).orElse(null));
      return tree;
    }
  }

  /**
   * A length of time as it is written in YAML.
   *
   * @param period {@code minute}, {@code hour} or {@code day}
   */
  public record Threshold(long count, String period) {
    public Threshold {
      requireNonNull(period, "period");
    }

    Duration duration() {
      return switch (period) {
        case "minute" -> Duration.ofMinutes(count);
        case "hour" -> Duration.ofHours(count);
        case "day" -> Duration.ofDays(count);
        default -> throw new IllegalArgumentException("no period of dbt's: " + period);
      };
    }
  }
}
