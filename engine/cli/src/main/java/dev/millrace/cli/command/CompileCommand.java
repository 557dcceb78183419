package dev.millrace.cli.command;

import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.artifact.NodeResult;
import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.compile.CompiledInline;
import dev.millrace.engine.compile.CompiledNode;
import dev.millrace.engine.compile.CompiledProject;
import dev.millrace.engine.compile.InlineSource;
import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Renders models to SQL. */
@Command(
    name = "compile",
    description = "Render models to SQL, into target/compiled.",
    mixinStandardHelpOptions = true)
final class CompileCommand extends EngineCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Option(
      names = "--check",
      description = "Also let Flink's planner check every type; no cluster is needed.")
  private boolean check;

  @Option(
      names = "--inline",
      paramLabel = "SQL",
      description = "Render this text instead of models, as if it stood in one.")
  private @Nullable String inline;

  CompileCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    if (inline != null) {
      return inline(engine, console, inline);
    }
    CompiledProject compiled = engine.compiled();
    Optional<AnalyzedProject> analyzed = check ? Optional.of(engine.analyzed()) : Optional.empty();
    Set<String> chosen = selection.nodes(engine, surroundings(), console);
    List<Map<String, Object>> nodes = new ArrayList<>();
    for (CompiledNode node : compiled.nodes().values()) {
      if (chosen.contains(node.node().uniqueId())) {
        nodes.add(json(node, analyzed));
        if (!selection.isEmpty()) {
          console.progress("Compiled node '" + node.node().name() + "' is:");
          console.text(node.sql().strip() + "\n");
        }
      }
    }
    write(engine, artifacts -> artifacts.manifest(true));
    write(engine, artifacts -> artifacts.runResults(results(engine, chosen)));
    List<Problem> problems = analyzed.map(AnalyzedProject::problems).orElseGet(compiled::problems);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("checked", check);
    answer.put("nodes", nodes);
    answer.put("problems", ProblemReport.json(problems));
    console.progress("Compiled %d nodes%s".formatted(nodes.size(), check ? ", types checked" : ""));
    return ProblemReport.finish(console, problems, answer);
  }

  private int inline(Engine engine, Console console, String text) {
    if (check || !selection.isEmpty()) {
      throw new MillraceException(
          Problem.error(ProblemCode.USAGE, "--inline stands in place of --select and --check")
              .remedy("Leave out the others; `millrace show --inline` checks and runs a query"));
    }
    String sql =
        engine.compile(InlineSource.typed(text)).statements().stream()
            .map(CompiledInline.Statement::sql)
            .collect(Collectors.joining(";\n"));
    console.progress("Compiled inline node is:");
    console.text(sql + "\n");
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("unique_id", "inline");
    node.put("compiled_sql", sql);
    console.json(Map.of("checked", false, "nodes", List.of(node), "problems", List.of()));
    return 0;
  }

  /** What has no compiled text although it should is an error. */
  private static List<NodeResult> results(Engine engine, Set<String> chosen) {
    Map<String, CompiledNode> compiled = engine.compiled().nodes();
    return engine.project().nodes().values().stream()
        .filter(node -> chosen.contains(node.uniqueId()))
        .filter(
            node ->
                switch (node.resourceType()) {
                  case MODEL, ANALYSIS, SEED, TEST -> true;
                  case SOURCE, SNAPSHOT, OPERATION -> false;
                })
        .map(
            node ->
                (compiled.containsKey(node.uniqueId())
                        ? NodeResult.of(node.uniqueId(), NodeResult.Status.SUCCESS, "")
                        : NodeResult.of(
                            node.uniqueId(), NodeResult.Status.ERROR, "It could not be compiled"))
                    .timed(
                        engine.invocation().startedAt(),
                        Duration.ZERO,
                        Thread.currentThread().getName()))
        .toList();
  }

  private static Map<String, Object> json(CompiledNode node, Optional<AnalyzedProject> analyzed) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("unique_id", node.node().uniqueId());
    json.put("materialized", node.node().materialization().dbtName());
    json.put("relation", node.node().relation().toString());
    json.put("compiled_sql", node.sql());
    analyzed
        .flatMap(project -> project.node(node.node().uniqueId()).analysis())
        .ifPresent(analysis -> addAnalysis(json, analysis));
    return json;
  }

  private static void addAnalysis(Map<String, Object> json, RelationAnalysis analysis) {
    json.put("columns", analysis.columns());
    json.put("primary_key", analysis.primaryKey());
    json.put("changelog", analysis.changelog().name().toLowerCase(Locale.ROOT));
    json.put("stateful_operators", analysis.statefulOperators());
  }
}
