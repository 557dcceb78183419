package dev.millrace.connector.flink.sidecar;

import static java.util.Objects.requireNonNull;

import dev.millrace.connector.flink.local.ProjectJars;
import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.connect.Jar;
import dev.millrace.engine.connect.PlannedRelation;
import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.connect.RelationCheck;
import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.connect.SqlPlanner;
import dev.millrace.engine.connect.SqlProblem;
import dev.millrace.engine.connect.StatefulOperator;
import dev.millrace.engine.connect.Storage;
import dev.millrace.wire.AnalyzeRequest;
import dev.millrace.wire.AnalyzeResponse;
import dev.millrace.wire.CheckRequest;
import dev.millrace.wire.CheckResponse;
import dev.millrace.wire.CompileRequest;
import dev.millrace.wire.CompileResponse;
import dev.millrace.wire.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Flink's planner in the sidecar. */
public final class SidecarPlanner implements SqlPlanner {
  /** A large project in a planner that has just been started. */
  private static final Duration ANALYZE_TIMEOUT = Duration.ofMinutes(5);

  /** Somebody types and waits; only the first check after a start may take this long. */
  private static final Duration CHECK_TIMEOUT = Duration.ofMinutes(1);

  private static final Duration COMPILE_TIMEOUT = Duration.ofMinutes(2);

  private final SidecarClient client;

  private final ProjectJars jars;

  private final boolean submits;

  /**
   * @param jars where the sidecar finds those of the project
   * @param submits whether the sidecar hands jobs to the cluster
   */
  public SidecarPlanner(SidecarClient client, ProjectJars jars, boolean submits) {
    this.client = requireNonNull(client, "client");
    this.jars = requireNonNull(jars, "jars");
    this.submits = submits;
  }

  @Override
  public List<RelationAnalysis> analyze(List<String> setup, List<PlannedRelation> relations) {
    return analyze(setup, relations, false);
  }

  @Override
  public List<RelationAnalysis> types(List<String> setup, List<PlannedRelation> relations) {
    return analyze(setup, relations, true);
  }

  private List<RelationAnalysis> analyze(
      List<String> setup, List<PlannedRelation> relations, boolean typesOnly) {
    jars.keep(relations);
    AnalyzeRequest request =
        new AnalyzeRequest(
            setup, relations.stream().map(SidecarPlanner::relation).toList(), typesOnly);
    return client
        .call(Wire.ANALYZE, request, AnalyzeResponse.class, ANALYZE_TIMEOUT)
        .relations()
        .stream()
        .map(SidecarPlanner::analysis)
        .toList();
  }

  @Override
  public List<RelationCheck> check(
      List<PlannedRelation> relations, Set<String> wanted, Set<String> planned) {
    jars.keep(relations);
    CheckRequest request =
        new CheckRequest(
            relations.stream().map(SidecarPlanner::relation).toList(),
            wanted.stream().sorted().toList(),
            planned.stream().sorted().toList());
    return client.call(Wire.CHECK, request, CheckResponse.class, CHECK_TIMEOUT).relations().stream()
        .map(checked -> new RelationCheck(analysis(checked.relation()), checked.upsertKey()))
        .toList();
  }

  @Override
  public String compile(List<String> setup, List<String> inserts, Map<String, String> settings) {
    CompileRequest request = new CompileRequest(setup, inserts, settings, submits);
    return client.call(Wire.COMPILE, request, CompileResponse.class, COMPILE_TIMEOUT).plan();
  }

  private static AnalyzeRequest.Relation relation(PlannedRelation relation) {
    return switch (relation) {
      case PlannedRelation.DeclaredTable table ->
          relation(table, "declared", table.createTable(), null);
      case PlannedRelation.View view -> relation(view, "view", view.query(), null);
      case PlannedRelation.Function function ->
          relation(function, "function", function.createFunction(), null);
      case PlannedRelation.DerivedTable table ->
          relation(table, "derived", table.query(), storage(table.storage()));
    };
  }

  private static AnalyzeRequest.Relation relation(
      PlannedRelation relation,
      String kind,
      String sql,
      AnalyzeRequest.@Nullable StorageSpec storage) {
    RelationName name = relation.name();
    return new AnalyzeRequest.Relation(
        relation.id(),
        kind,
        name.catalog(),
        name.database(),
        name.name(),
        sql,
        storage,
        relation.connectorJars().stream().map(Jar::name).toList());
  }

  private static AnalyzeRequest.StorageSpec storage(Storage storage) {
    return new AnalyzeRequest.StorageSpec(
        storage.primaryKey(),
        storage.notNull(),
        WireMapping.watermark(storage.watermark()),
        storage.partitionedBy(),
        storage.virtualColumns(),
        storage.appendOptions(),
        storage.keyedOptions());
  }

  private static RelationAnalysis analysis(AnalyzeResponse.Relation relation) {
    return new RelationAnalysis(
        relation.id(),
        relation.columns().stream().map(WireMapping::column).toList(),
        ChangelogKind.valueOf(relation.changelog().toUpperCase(Locale.ROOT)),
        relation.primaryKey(),
        Optional.ofNullable(relation.createStatement()),
        relation.statefulOperators().stream()
            .map(operator -> new StatefulOperator(operator.type(), operator.description()))
            .toList(),
        relation.problems().stream()
            .map(finding -> new SqlProblem(finding.message(), WireMapping.range(finding.range())))
            .toList());
  }
}
