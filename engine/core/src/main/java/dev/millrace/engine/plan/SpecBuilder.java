package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.AnalyzedNode;
import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.connect.Jar;
import dev.millrace.engine.connect.PlannedRelation;
import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.connect.SqlPlanner;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.connect.Topic;
import dev.millrace.engine.function.FunctionCode;
import dev.millrace.engine.jar.ConfiguredJars;
import dev.millrace.engine.ledger.JobOutput;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Setting;
import dev.millrace.engine.ledger.StoredSpec;
import dev.millrace.engine.ledger.TableUse;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.ForeignConfigs;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.NodeConfig;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.state.CodeStamps;
import dev.millrace.engine.state.CompiledPlan;
import dev.millrace.engine.state.LeftOutMessages;
import dev.millrace.engine.state.OperatorUid;
import dev.millrace.engine.state.OperatorUids;
import dev.millrace.engine.state.PlanNormalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes what a job is started from. A plan that the same text was compiled to before is taken as it
 * is: compiling is most of what planning costs.
 */
final class SpecBuilder {
  /** Of a jar's digest, for people. */
  private static final int SHOWN_DIGITS = 8;

  private final SqlPlanner planner;
  private final StateTools state;
  private final AnalyzedProject project;
  private final Optional<String> plannerVersion;
  private final Map<String, NodeConfig> owners;
  private final Map<String, List<Jar>> connectorJars;

  /**
   * @param state is told when a plan of something deployed is about to be another
   * @param plannerVersion Flink's version in the planner, of which stored plans are taken; empty to
   *     compile every model
   */
  SpecBuilder(
      SqlPlanner planner,
      StateTools state,
      AnalyzedProject project,
      Optional<String> plannerVersion) {
    this.planner = requireNonNull(planner, "planner");
    this.state = requireNonNull(state, "state");
    this.project = requireNonNull(project, "project");
    this.plannerVersion = requireNonNull(plannerVersion, "plannerVersion");
    this.owners = owners(project);
    this.connectorJars = connectorJars(project);
  }

  /** A specification and how its operators relate to the deployed ones. */
  record Built(JobSpec spec, OperatorUids.Assignment operators) {
    Built {
      requireNonNull(spec, "spec");
      requireNonNull(operators, "operators");
    }
  }

  /**
   * Makes the specification of a job.
   *
   * @param previous what is deployed, whose operators hand on their UIDs
   * @param pinned maximum parallelism of the first deployment
   * @param means whether somebody says of a function, by the name of its model, that its new code
   *     means what the deployed one meant
   */
  Built build(
      ProjectJob job,
      String deployment,
      Optional<StoredSpec> previous,
      OptionalInt pinned,
      Predicate<String> means) {
    List<JobOutput> outputs = job.models().stream().map(SpecBuilder::output).toList();
    List<String> inserts = outputs.stream().map(JobOutput::insert).toList();
    // What several read is declared once, before all that read it.
    Set<String> declared = new LinkedHashSet<>();
    for (AnalyzedNode model : job.models()) {
      declared.addAll(project.setupFor(model.node().uniqueId()));
      if (model.declarations().isEmpty()) {
        throw notPlannable(model.node());
      }
      declared.addAll(model.declarations());
    }
    List<String> setup = List.copyOf(declared);
    List<Setting> settings = GroupSettings.of(job, pinned);
    List<String> whole = Stream.concat(project.namespaces().stream(), setup.stream()).toList();
    if (previous
        .filter(stored -> !saysTheSame(stored.spec(), whole, inserts, settings))
        .isPresent()) {
      state.expectContract();
    }
    String compiled =
        previous
            .filter(stored -> isMadeFrom(stored, whole, inserts, settings))
            // A message that is left out today is no wish of the project's.
            .map(stored -> LeftOutMessages.noneIn(stored.spec().plan()))
            .orElseGet(
                () -> stamped(compiled(job, setup, inserts, settings), setup, previous, means));
    CompiledPlan plan = CompiledPlan.parse(compiled);
    List<OperatorUid> operatorsBefore =
        previous.map(stored -> stored.spec().operators()).orElse(List.of());
    OperatorUids.Assignment operators =
        OperatorUids.assign(
            compiled,
            deployment,
            filledBy(outputs),
            operatorsBefore,
            previous.map(SpecBuilder::read).orElse(List.of()),
            plannerOptions(settings));
    List<TableUse> tables = plan.tables().stream().map(this::use).toList();
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
            job.name(),
            outputs,
            whole,
            operators.plan(),
            PlanNormalizer.fingerprint(plan),
            operators.uids(),
            settings,
            tables,
            own,
            read);
    return new Built(spec, operators);
  }

  /** The plan; what is wrong with it is told at the job's first model. */
  private String compiled(
      ProjectJob job, List<String> setup, List<String> inserts, List<Setting> settings) {
    try {
      return planner.compile(setup, inserts, plannerOptions(settings));
    } catch (MillraceException e) {
      if (e.problem().code() != ProblemCode.SQL_INVALID || e.problem().position().isPresent()) {
        throw e;
      }
      Node first = job.models().getFirst().node();
      throw new MillraceException(e.problem().at(SourcePosition.of(first.path())), e);
    }
  }

  /** A table with its jars among its options: another jar is another connector. */
  private TableUse use(CompiledPlan.Table used) {
    String name = used.identifier().replace("`", "");
    Map<String, String> options = new LinkedHashMap<>(used.options());
    connectorJars.getOrDefault(name, List.of()).stream()
        .map(jar -> jar.file().getFileName() + " " + jar.digest().substring(0, SHOWN_DIGITS))
        .reduce((first, second) -> first + ", " + second)
        .ifPresent(jars -> options.put(ConfiguredJars.KEY, jars));
    return new TableUse(name, used.written(), options);
  }

  /** Jars that tables are configured with, by the table's full name. */
  private static Map<String, List<Jar>> connectorJars(AnalyzedProject project) {
    Map<String, List<Jar>> jars = new LinkedHashMap<>();
    for (AnalyzedNode node : project.nodes().values()) {
      node.compiled()
          .relation()
          .filter(relation -> !relation.connectorJars().isEmpty())
          .ifPresent(relation -> jars.put(relation.name().toString(), relation.connectorJars()));
    }
    return jars;
  }

  /**
   * The plan with its jars, and with the code of the functions it calls: Flink compiles a call to
   * the name of its class, which says neither jar nor code.
   */
  private String stamped(
      String plan, List<String> setup, Optional<StoredSpec> previous, Predicate<String> means) {
    Map<String, CodeStamps.Stamp> before =
        previous.map(stored -> CodeStamps.byClass(stored.spec().plan())).orElse(Map.of());
    Map<String, CodeStamps.Stamp> code = new LinkedHashMap<>();
    Set<String> jars = new LinkedHashSet<>();
    for (AnalyzedNode node : project.nodes().values()) {
      if (node.compiled().relation().orElse(null) instanceof PlannedRelation.Function function
          && setup.contains(function.createFunction())) {
        String digest = FunctionCode.digest(function.className(), function.jars());
        CodeStamps.Stamp old = before.get(function.className());
        code.put(
            function.className(),
            old == null
                ? CodeStamps.Stamp.of(digest)
                : old.next(digest, means.test(node.node().name())));
        function.jars().forEach(jar -> jars.add(jar.name()));
      }
    }
    connectorJars.values().stream()
        .flatMap(List::stream)
        .filter(jar -> setup.contains(jar.addJar()))
        .forEach(jar -> jars.add(jar.name()));
    return CodeStamps.in(plan, code, List.copyOf(jars));
  }

  private static List<CompiledPlan.Table> read(StoredSpec stored) {
    return stored.spec().tables().stream()
        .filter(used -> !used.written())
        .map(used -> new CompiledPlan.Table(used.name(), false, used.options()))
        .toList();
  }

  private static JobOutput output(AnalyzedNode model) {
    Node node = model.node();
    PlannedRelation.DerivedTable table =
        model
            .compiled()
            .relation()
            .filter(PlannedRelation.DerivedTable.class::isInstance)
            .map(PlannedRelation.DerivedTable.class::cast)
            .orElseThrow(() -> notPlannable(node));
    RelationAnalysis analysis = model.analysis().orElseThrow(() -> notPlannable(node));
    return new JobOutput(
        node.uniqueId(),
        node.path(),
        table.name(),
        table.query(),
        "INSERT INTO " + table.name().sql() + "\n" + table.query(),
        analysis.columns(),
        analysis.primaryKey(),
        analysis.changelog());
  }

  /** Models by the full name of the table each fills. */
  private static Map<String, String> filledBy(List<JobOutput> outputs) {
    Map<String, String> models = new LinkedHashMap<>();
    outputs.forEach(output -> models.put(output.relation().toString(), output.model()));
    return models;
  }

  /**
   * Whether a compilation now would give the plan that is stored: it is a function of these texts
   * and of Flink's version, but for UIDs, which are set anew, and numbers that mean nothing.
   */
  private boolean isMadeFrom(
      StoredSpec stored, List<String> setup, List<String> inserts, List<Setting> settings) {
    return plannerVersion.isPresent()
        && stored.flinkVersion().equals(plannerVersion)
        && saysTheSame(stored.spec(), setup, inserts, settings);
  }

  private static boolean saysTheSame(
      JobSpec spec, List<String> setup, List<String> inserts, List<Setting> settings) {
    return spec.setup().equals(setup)
        && spec.inserts().equals(inserts)
        && plannerOptions(spec.settings()).equals(plannerOptions(settings));
  }

  /** Configuration of the models that own tables, by the table's full name. */
  private static Map<String, NodeConfig> owners(AnalyzedProject project) {
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
