package dev.millrace.engine.compile;

import dev.millrace.engine.connect.PlannedRelation;
import dev.millrace.engine.connect.PlannedRelation.DeclaredTable;
import dev.millrace.engine.connect.PlannedRelation.DerivedTable;
import dev.millrace.engine.connect.PlannedRelation.View;
import dev.millrace.engine.function.FunctionConfig;
import dev.millrace.engine.jar.ConfiguredJars;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.ColumnSpec;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.sql.FlinkSql;
import dev.millrace.jinja.Template;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compiles nodes one after another, those that are read before those that read. */
final class NodeCompiler {
  private final Project project;
  private final NodeRenderer renderer;
  private final PhysicalNamer namer;
  private final StorageResolver storage;
  private final CompileWarnings warnings;
  private final ConfigEffects effects;
  private final Map<String, MappedText> inlined = new HashMap<>();

  NodeCompiler(
      Project project,
      NodeRenderer renderer,
      PhysicalNamer namer,
      StorageResolver storage,
      CompileWarnings warnings) {
    this.project = project;
    this.renderer = renderer;
    this.namer = namer;
    this.storage = storage;
    this.warnings = warnings;
    this.effects = new ConfigEffects(warnings);
  }

  /**
   * The compiled node; empty when it, or what it inlines, is wrong and that has been told.
   *
   * @throws MillraceException for what is wrong with the node itself
   */
  Optional<CompiledNode> compile(Node node) {
    return switch (node.resourceType()) {
      case SOURCE -> source(node);
      case SEED -> Optional.of(seed(node));
      case MODEL, ANALYSIS, TEST -> query(node).map(text -> compile(node, text));
      // Loading warns of both: nothing runs them.
      case SNAPSHOT, OPERATION -> Optional.empty();
    };
  }

  /**
   * The compiled node of a text that {@link #query} gave.
   *
   * @throws MillraceException for what is wrong with the text
   */
  CompiledNode compile(Node node, MappedText text) {
    return node.resourceType() == ResourceType.MODEL
        ? model(node, text)
        : compiled(node, text, Optional.empty());
  }

  /**
   * The node's text with all it inlines; empty when there is none to be had.
   *
   * @throws MillraceException when the node's template fails
   */
  Optional<MappedText> query(Node node) {
    Optional<Template> template = project.templates().template(node.uniqueId());
    if (template.isEmpty()) {
      return Optional.empty();
    }
    MappedText own = renderer.render(node, template.get());
    boolean statement = node.resourceType() == ResourceType.MODEL && isQuery(node);
    MappedText text = statement ? ModelText.single(own, node.name()) : own;
    if (renderer.isInlined(node)) {
      inlined.put(node.uniqueId(), text);
    }
    return inject(text, node.dependsOn());
  }

  /**
   * The query with the ephemeral models among those it reads put before it; empty when one of them
   * is wrong. Their own texts must have been asked for before.
   */
  Optional<MappedText> inject(MappedText query, List<String> reads) {
    Map<String, MappedText> expressions = new LinkedHashMap<>();
    for (String parent : reads) {
      if (!collect(parent, expressions)) {
        return Optional.empty();
      }
    }
    return Optional.of(CteInjector.inject(query, expressions));
  }

  private static boolean isQuery(Node node) {
    return switch (node.materialization()) {
      case VIEW, STREAMING_TABLE, EPHEMERAL -> true;
      case STREAMING_SOURCE, FUNCTION -> false;
    };
  }

  /** Adds the ephemeral models below one, deepest first; false when one of them is wrong. */
  private boolean collect(String uniqueId, Map<String, MappedText> expressions) {
    Node node = project.node(uniqueId);
    if (!renderer.isInlined(node) || expressions.containsKey(NodeRenderer.expressionName(node))) {
      return true;
    }
    for (String parent : node.dependsOn()) {
      if (!collect(parent, expressions)) {
        return false;
      }
    }
    MappedText text = inlined.get(uniqueId);
    if (text == null) {
      return false;
    }
    expressions.put(NodeRenderer.expressionName(node), text);
    return true;
  }

  private CompiledNode model(Node node, MappedText text) {
    effects.check(node);
    return switch (node.materialization()) {
      case VIEW -> {
        requireQuery(text);
        yield compiled(
            node, text, Optional.of(new View(node.uniqueId(), node.relation(), text.text())));
      }
      case STREAMING_TABLE -> {
        requireQuery(text);
        PhysicalNames names = namer.names(node);
        yield new CompiledNode(
            node,
            text.text(),
            Optional.of(
                new DerivedTable(
                    node.uniqueId(),
                    node.relation(),
                    text.text(),
                    storage.storage(node, names),
                    ConfiguredJars.of(project.root(), node))),
            names,
            text.locator());
      }
      case STREAMING_SOURCE -> streamingSource(node, text);
      case EPHEMERAL -> {
        requireQuery(text);
        yield compiled(node, text, Optional.empty());
      }
      case FUNCTION -> function(node);
    };
  }

  /** All that is said of it stands in its config; its text is a place for comments. */
  private CompiledNode function(Node node) {
    effects.check(node);
    PlannedRelation.Function function = FunctionConfig.function(project.root(), node);
    MappedText text =
        MappedText.made(function.createFunction(), StorageResolver.origin(node, "class"));
    return compiled(node, text, Optional.of(function));
  }

  private static void requireQuery(MappedText text) {
    FlinkSql.checkQuery(text.text())
        .ifPresent(
            problem -> {
              throw ModelText.wrong(problem, text);
            });
  }

  private CompiledNode streamingSource(Node node, MappedText body) {
    PhysicalNames names = namer.names(node);
    SourcePosition place = SourcePosition.of(node.path());
    MappedText head = MappedText.made(TableDdl.head(node.relation()), place);
    // The key, which may decide the connector, is known only from the body.
    MappedText draft = head.then(body).then(MappedText.made("\n)", place));
    FlinkSql.check(draft.text())
        .ifPresent(
            problem -> {
              throw notColumns(ModelText.wrong(problem, draft), body);
            });
    boolean keyed =
        FlinkSql.tableDeclaration(draft.text())
            .map(declaration -> !declaration.primaryKey().isEmpty())
            .orElse(false);
    String tail = TableDdl.tail(node, storage.declared(node, names, keyed));
    MappedText ddl = head.then(body).then(MappedText.made(tail, place));
    FlinkSql.check(ddl.text())
        .ifPresent(
            problem -> {
              throw ModelText.wrong(problem, ddl);
            });
    return declared(node, ddl, names);
  }

  private static MillraceException notColumns(MillraceException wrong, MappedText body) {
    String start = body.text().strip().toUpperCase(java.util.Locale.ROOT);
    if (start.startsWith("SELECT") || start.startsWith("WITH") || start.startsWith("CREATE")) {
      return new MillraceException(
          wrong
              .problem()
              .remedy("The body of a streaming_source is a column list, such as `id INT, ...`"));
    }
    return wrong;
  }

  private Optional<CompiledNode> source(Node node) {
    effects.check(node);
    if (node.columns().isEmpty()) {
      warnings.add(
          ProblemCode.CONFIG_INVALID,
          node,
          StorageResolver.origin(node, ""),
          "A table of a source lists no columns, so nothing that reads it can be checked",
          "List their `columns:`, each with a name and a data_type");
      return Optional.empty();
    }
    PhysicalNames names = namer.names(node);
    SourcePosition place = StorageResolver.origin(node, "");
    Map<String, String> options = storage.external(node, names);
    Optional<ColumnSpec> untyped =
        node.columns().stream().filter(NodeCompiler::isUntyped).findFirst();
    if (options.isEmpty() && untyped.isPresent()) {
      // The table exists already: dbt asks nobody for its types.
      warnings.add(
          ProblemCode.CONFIG_INVALID,
          node,
          untyped.get().position().orElse(place),
          "A column of a source's table has no data_type, so nothing that reads the table can be"
              + " checked",
          "Add `data_type:` with Flink's words to its columns");
      return Optional.empty();
    }
    String text =
        TableDdl.head(node.relation()) + TableDdl.columns(node) + TableDdl.tail(node, options);
    MappedText ddl = MappedText.made(text, place);
    FlinkSql.check(text)
        .ifPresent(
            problem -> {
              throw ModelText.wrong(problem, ddl);
            });
    if (options.isEmpty()) {
      warnings.add(
          ProblemCode.STORAGE_UNDECIDED,
          node,
          place,
          "A table of a source names no connector: what reads it can be checked, but only a cluster"
              + " that knows the table can read it",
          "Set `connector_properties` in its config");
    }
    return Optional.of(declared(node, ddl, names));
  }

  private static boolean isUntyped(ColumnSpec column) {
    return column.kind() != ColumnSpec.Kind.COMPUTED && column.dataType().isEmpty();
  }

  private CompiledNode seed(Node node) {
    effects.check(node);
    MappedText text = MappedText.made(SeedQuery.of(node), SourcePosition.of(node.path()));
    return compiled(
        node, text, Optional.of(new View(node.uniqueId(), node.relation(), text.text())));
  }

  private CompiledNode declared(Node node, MappedText ddl, PhysicalNames names) {
    return new CompiledNode(
        node,
        ddl.text(),
        Optional.of(
            new DeclaredTable(
                node.uniqueId(),
                node.relation(),
                ddl.text(),
                ConfiguredJars.of(project.root(), node))),
        names,
        ddl.locator());
  }

  private CompiledNode compiled(Node node, MappedText text, Optional<PlannedRelation> relation) {
    return new CompiledNode(node, text.text(), relation, namer.names(node), text.locator());
  }
}
