package dev.millrace.engine.build;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.artifact.SourceFreshness;
import dev.millrace.engine.artifact.SourceFreshness.FreshnessCriteria;
import dev.millrace.engine.artifact.SourceFreshness.Threshold;
import dev.millrace.engine.compile.AnalyzedNode;
import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.connect.TimeAttribute;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.query.QuerySubject;
import dev.millrace.engine.query.Snapshot;
import dev.millrace.engine.query.SnapshotQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks sources for the time of their newest record, as {@code dbt source freshness} does: by their
 * {@code loaded_at_field}, or by the column that carries the watermark.
 */
public final class FreshnessCheck {
  private static final Set<String> PERIODS = Set.of("minute", "hour", "day");

  private final AnalyzedProject project;
  private final SnapshotQuery query;
  private final Duration deadline;
  private final Clock clock;

  /**
   * @param deadline for one source
   */
  public FreshnessCheck(
      AnalyzedProject project, SnapshotQuery query, Duration deadline, Clock clock) {
    this.project = requireNonNull(project, "project");
    this.query = requireNonNull(query, "query");
    this.deadline = requireNonNull(deadline, "deadline");
    this.clock = requireNonNull(clock, "clock");
  }

  /** Whether the source says how fresh it must be; others are left alone, as dbt does. */
  public static boolean applies(Node source) {
    return !criteria(source).isEmpty();
  }

  /** Asks one source; never throws for what the cluster answers. */
  public SourceFreshness.Result check(Node source) {
    Instant started = clock.instant();
    try {
      Instant newest = newest(source);
      Instant now = clock.instant();
      return new SourceFreshness.Result.Measured(
          source.uniqueId(),
          started,
          Duration.between(started, now),
          criteria(source),
          newest,
          now);
    } catch (MillraceException e) {
      return new SourceFreshness.Result.Failed(
          source.uniqueId(),
          started,
          Duration.between(started, clock.instant()),
          e.problem().describe());
    }
  }

  private Instant newest(Node source) {
    if (source.config().values().get("loaded_at_query") != null) {
      throw invalid(
          source,
          "loaded_at_query",
          "`loaded_at_query` is not supported yet",
          "Name the column in `loaded_at_field`");
    }
    String where = criteria(source).filter().map(filter -> "\nWHERE " + filter).orElse("");
    String sql =
        "SELECT MAX("
            + loadedAt(source)
            + ") AS max_loaded_at\nFROM "
            + source.relation().sql()
            + where;
    QuerySubject subject =
        new QuerySubject(
            source.name(),
            QuerySubject.setup(project, List.of(source.uniqueId())),
            sql,
            List.of(),
            ChangelogKind.UPDATING,
            (line, column) -> place(source, "loaded_at_field"));
    Snapshot rows =
        query.read(
            subject,
            SnapshotQuery.Settings.DEFAULT.withLimit(OptionalInt.of(1)).withTimeout(deadline));
    if (rows.ending() != Snapshot.Ending.COMPLETE) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.STATEMENT_FAILED,
                  "The source was not read to its end within " + deadline.toSeconds() + " s")
              .remedy("Read less of it with a `filter` beside its freshness"));
    }
    Object value = rows.rows().isEmpty() ? null : rows.rows().getFirst().getFirst();
    return time(source, value);
  }

  private static Instant time(Node source, @Nullable Object value) {
    return switch (value) {
      case null ->
          throw new MillraceException(
              Problem.error(
                  ProblemCode.STATEMENT_FAILED,
                  "The source `" + source.name() + "` holds no record with a time"));
      case Instant instant -> instant;
      // dbt takes times without a zone as UTC.
      case LocalDateTime local -> local.toInstant(ZoneOffset.UTC);
      default ->
          throw invalid(
              source,
              "loaded_at_field",
              "The newest `loaded_at_field` of `" + source.name() + "` is no time but " + value,
              "Name a column of type TIMESTAMP or TIMESTAMP_LTZ, or cast it there");
    };
  }

  private String loadedAt(Node source) {
    Object declared = source.config().values().get("loaded_at_field");
    if (declared != null) {
      return String.valueOf(declared);
    }
    return Optional.ofNullable(project.nodes().get(source.uniqueId()))
        .flatMap(AnalyzedNode::analysis)
        .map(RelationAnalysis::columns)
        .orElse(List.of())
        .stream()
        .filter(column -> column.time() == TimeAttribute.ROWTIME)
        .map(Column::name)
        .map(RelationName::quote)
        .findFirst()
        .orElseThrow(
            () ->
                invalid(
                    source,
                    "freshness",
                    "The source `"
                        + source.name()
                        + "` has neither a `loaded_at_field` nor a watermark",
                    "Set `loaded_at_field` to the column with the time of a record"));
  }

  private static FreshnessCriteria criteria(Node source) {
    Map<?, ?> freshness =
        source.config().values().get("freshness") instanceof Map<?, ?> map ? map : Map.of();
    return new FreshnessCriteria(
        threshold(source, freshness.get("warn_after")),
        threshold(source, freshness.get("error_after")),
        Optional.ofNullable(freshness.get("filter")).map(String::valueOf));
  }

  private static Optional<Threshold> threshold(Node source, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)
        || map.get("count") == null
        || map.get("period") == null) {
      return Optional.empty();
    }
    String period = String.valueOf(map.get("period"));
    if (!(map.get("count") instanceof Number count) || !PERIODS.contains(period)) {
      throw invalid(
          source,
          "freshness",
          "The freshness of `" + source.name() + "` is not a count and a period",
          "Write for example `warn_after: {count: 5, period: minute}`");
    }
    return Optional.of(new Threshold(count.longValue(), period));
  }

  private static MillraceException invalid(Node source, String key, String message, String remedy) {
    return new MillraceException(
        Problem.error(ProblemCode.CONFIG_INVALID, message).at(place(source, key)).remedy(remedy));
  }

  private static SourcePosition place(Node source, String key) {
    SourcePosition origin = source.config().origins().get(key);
    return origin == null ? SourcePosition.of(source.path()) : origin;
  }
}
