package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.AnalyzedNode;
import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.connect.PlannedRelation;
import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.connect.SqlPlanner;
import dev.millrace.engine.connect.Topic;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Setting;
import dev.millrace.engine.ledger.TableUse;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.ForeignConfigs;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.NodeConfig;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.state.CompiledPlan;
import dev.millrace.engine.state.OperatorUid;
import dev.millrace.engine.state.OperatorUids;
import dev.millrace.engine.state.PlanNormalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Compiles a model to what its job is started from. */
final class SpecBuilder {
  private final SqlPlanner planner;
  private final AnalyzedProject project;

  SpecBuilder(SqlPlanner planner, AnalyzedProject project) {
    this.planner = requireNonNull(planner, "planner");
    this.project = requireNonNull(project, "project");
  }

  /** A specification and how its operators relate to the deployed ones. */
  record Built(JobSpec spec, OperatorUids.Assignment operators) {
    Built {
      requireNonNull(spec, "spec");
      requireNonNull(operators, "operators");
    }
  }

  /**
   * Compiles a model.
   *
   * @param previous operators of the deployed plan
   * @param pinned maximum parallelism of the first deployment
   */
  Built build(
      AnalyzedNode model, String deployment, List<OperatorUid> previous, OptionalInt pinned) {
    Node node = model.node();
    PlannedRelation.DerivedTable table =
        model
            .compiled()
            .relation()
            .filter(PlannedRelation.DerivedTable.class::isInstance)
            .map(PlannedRelation.DerivedTable.class::cast)
            .orElseThrow(() -> notPlannable(node));
    RelationAnalysis analysis = model.analysis().orElseThrow(() -> notPlannable(node));
    List<String> setup = new ArrayList<>(project.setupFor(node.uniqueId()));
    setup.add(analysis.createStatement().orElseThrow(() -> notPlannable(node)));
    String insert = "INSERT INTO " + table.name().sql() + "\n" + table.query();
    List<Setting> settings = JobSettings.of(ForeignConfigs.translated(node.config()), pinned);
    String compiled = planner.compile(setup, insert, plannerOptions(settings));
    CompiledPlan plan = CompiledPlan.parse(compiled);
    OperatorUids.Assignment operators = OperatorUids.assign(compiled, deployment, previous);
    List<TableUse> tables =
        plan.tables().stream()
            .map(
                used ->
                    new TableUse(
                        used.identifier().replace("`", ""), used.written(), used.options()))
            .toList();
    Map<String, NodeConfig> owners = owners();
    List<Topic> own = new ArrayList<>();
    List<Topic> read = new ArrayList<>();
    for (TableUse used : tables) {
      NodeConfig owner = owners.get(used.name());
      List<Topic> topics = KafkaTopics.of(used.options(), owner == null ? NodeConfig.EMPTY : owner);
      if (!used.written()) {
        read.addAll(topics);
      }
      // Sources belong to others; only what models declare is ours to make.
      if (owner != null) {
        own.addAll(topics);
      }
    }
    JobSpec spec =
        new JobSpec(
            node.uniqueId(),
            node.path(),
            table.name(),
            model.compiled().names().job(),
            table.query(),
            Stream.concat(project.namespaces().stream(), setup.stream()).toList(),
            insert,
            operators.plan(),
            PlanNormalizer.fingerprint(plan),
            operators.uids(),
            settings,
            tables,
            own,
            read,
            analysis.columns(),
            analysis.primaryKey(),
            analysis.changelog());
    return new Built(spec, operators);
  }

  /** Configuration of the models that own tables, by the table's full name. */
  private Map<String, NodeConfig> owners() {
    Map<String, NodeConfig> owners = new LinkedHashMap<>();
    for (AnalyzedNode other : project.nodes().values()) {
      if (other.node().resourceType() == ResourceType.MODEL) {
        owners.put(
            other.node().relation().toString(), ForeignConfigs.translated(other.node().config()));
      }
    }
    return owners;
  }

  private static Map<String, String> plannerOptions(List<Setting> settings) {
    Map<String, String> options = new LinkedHashMap<>();
    settings.stream()
        .filter(setting -> setting.option().startsWith("table."))
        .forEach(setting -> options.put(setting.option(), setting.value()));
    return options;
  }

  private static MillraceException notPlannable(Node node) {
    return new MillraceException(
        Problem.error(
                ProblemCode.SQL_INVALID,
                "The model `"
                    + node.name()
                    + "` cannot be planned: it, or something it reads, could not be checked")
            .at(SourcePosition.of(node.path()))
            .remedy("Read the errors and warnings of `millrace compile --check`"));
  }
}
