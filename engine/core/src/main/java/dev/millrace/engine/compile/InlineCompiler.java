package dev.millrace.engine.compile;

import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.context.DbtContext;
import dev.millrace.engine.project.context.Faults;
import dev.millrace.engine.project.context.NamingMacros;
import dev.millrace.engine.project.context.NodeActions;
import dev.millrace.engine.project.context.ProjectScope;
import dev.millrace.engine.sql.FlinkSql;
import dev.millrace.engine.sql.SqlLexer;
import dev.millrace.engine.sql.SqlStatements;
import dev.millrace.engine.sql.SqlToken;
import dev.millrace.engine.sql.StatementKind;
import dev.millrace.jinja.Position;
import dev.millrace.jinja.TemplateException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compiles SQL that is no model: queries typed by hand and cells of notebooks. Stateless and
 * thread-safe.
 */
public final class InlineCompiler {
  private final Consumer<Problem> warnings;

  /**
   * @param warnings where warnings of templates go
   */
  public InlineCompiler(Consumer<Problem> warnings) {
    this.warnings = warnings;
  }

  /**
   * Renders the source and cuts it into statements.
   *
   * @throws MillraceException JINJA_INVALID, REFERENCE_UNKNOWN, VARIABLE_MISSING or SQL_INVALID
   *     with the place in the source
   */
  public CompiledInline compile(Project project, InlineSource source) {
    ProjectScope scope = project.templates().scope();
    NodeRenderer renderer = new NodeRenderer(project, scope, Set.of(), warnings);
    Reader reader = new Reader(project, renderer);
    DbtContext context =
        new DbtContext(scope, project.name(), DbtContext.Phase.EXECUTE, reader, Map.of());
    MappedText whole;
    try {
      whole =
          MappedText.of(
              scope
                  .environment()
                  .parse(source.text(), source.file(), source.firstLine(), 1)
                  .render(context));
    } catch (TemplateException e) {
      throw new MillraceException(Faults.of(e), e);
    }
    List<String> reads = List.copyOf(reader.reads);
    NodeCompiler compiler = compilerOfInlined(project, renderer, reads);
    List<CompiledInline.Statement> statements = new ArrayList<>();
    for (SqlStatements.Statement statement : SqlStatements.split(whole.text())) {
      statements.add(statement(project, compiler, reads, trimmed(whole, statement)));
    }
    return new CompiledInline(whole.text(), statements, reads);
  }

  private static MappedText trimmed(MappedText whole, SqlStatements.Statement statement) {
    List<SqlToken> tokens = SqlLexer.tokens(statement.text());
    SqlToken first = tokens.stream().filter(SqlToken::isCode).findFirst().orElseThrow();
    // A hint looks like a comment, and may be the last word.
    SqlToken last =
        tokens.reversed().stream()
            .filter(token -> token.isCode() || token.kind() == SqlToken.Kind.BLOCK_COMMENT)
            .findFirst()
            .orElseThrow();
    return whole.part(statement.offset() + first.offset(), statement.offset() + last.end());
  }

  private CompiledInline.Statement statement(
      Project project, NodeCompiler compiler, List<String> reads, MappedText own) {
    StatementKind kind = StatementKind.of(own.text());
    MappedText text = withInlined(project, compiler, reads, own);
    if (kind == StatementKind.QUERY) {
      FlinkSql.check(text.text())
          .ifPresent(
              problem -> {
                throw ModelText.wrong(problem, text);
              });
    }
    return new CompiledInline.Statement(kind, text.text(), own.locate(0), text.locator());
  }

  /** The statement with the ephemeral models that it names before its query. */
  private static MappedText withInlined(
      Project project, NodeCompiler compiler, List<String> reads, MappedText text) {
    List<SqlToken> code = SqlLexer.tokens(text.text()).stream().filter(SqlToken::isCode).toList();
    List<String> named =
        reads.stream()
            .filter(
                id ->
                    code.stream()
                        .anyMatch(
                            token ->
                                token.text().equals(NodeRenderer.expressionName(project.node(id)))))
            .toList();
    if (named.isEmpty()) {
      return text;
    }
    int query =
        code.stream()
            .filter(token -> token.isWord("SELECT") || token.isWord("WITH"))
            .findFirst()
            .map(SqlToken::offset)
            .orElse(0);
    MappedText head = text.part(0, query);
    return head.then(
        compiler
            .inject(text.part(query, text.text().length()), named)
            .orElseThrow(() -> unreadable(project, named, text)));
  }

  private static MillraceException unreadable(
      Project project, List<String> named, MappedText text) {
    return new MillraceException(
        Problem.error(
                ProblemCode.SQL_INVALID,
                "`" + project.node(named.getFirst()).name() + "` cannot be read: it has errors")
            .at(text.locate(0))
            .remedy("Run `millrace compile` to see them"));
  }

  /** A compiler that knows the text of all ephemeral models that are read. */
  private static NodeCompiler compilerOfInlined(
      Project project, NodeRenderer renderer, List<String> reads) {
    Connector.DefaultTableOptions none = new Connector.DefaultTableOptions(Map.of(), Map.of());
    CompileWarnings unheard = new CompileWarnings();
    TableOptions options = new TableOptions(project.target().spec().type(), unheard);
    NodeCompiler compiler =
        new NodeCompiler(
            project,
            renderer,
            new PhysicalNamer(project, new NamingMacros(project.templates().scope())),
            new StorageResolver(project.target(), none, options),
            unheard);
    Set<String> inlined = new LinkedHashSet<>();
    reads.forEach(id -> collectInlined(project, renderer, id, inlined));
    if (!inlined.isEmpty()) {
      project.dag().order().stream()
          .filter(inlined::contains)
          .forEach(id -> compiler.query(project.node(id)));
    }
    return compiler;
  }

  private static void collectInlined(
      Project project, NodeRenderer renderer, String id, Set<String> inlined) {
    Node node = project.node(id);
    if (renderer.isInlined(node) && inlined.add(id)) {
      node.dependsOn().forEach(parent -> collectInlined(project, renderer, parent, inlined));
    }
  }

  /** Remembers what is read. */
  private final class Reader implements NodeActions {
    private final Project project;
    private final NodeRenderer renderer;
    private final Set<String> reads = new LinkedHashSet<>();

    private Reader(Project project, NodeRenderer renderer) {
      this.project = project;
      this.renderer = renderer;
    }

    @Override
    public Object ref(
        Optional<String> packageName, String name, Optional<String> version, Position position) {
      return read(project.templates().references().ref(project.name(), packageName, name, version));
    }

    @Override
    public Object source(String source, String table, Position position) {
      return read(project.templates().references().source(project.name(), source, table));
    }

    private Object read(String uniqueId) {
      Node node = project.nodes().get(uniqueId);
      if (node == null) {
        throw Faults.fault(
            ProblemCode.REFERENCE_UNKNOWN,
            "`" + uniqueId + "` cannot be read because its file has errors",
            "Run `millrace parse` to see them");
      }
      reads.add(uniqueId);
      return renderer.relation(node);
    }

    @Override
    public void configure(Map<String, Object> values, Position position) {}

    @Override
    public @Nullable Object configured(String key) {
      return null;
    }

    @Override
    public void warn(String message, Position position) {
      warnings.accept(
          Problem.warning(ProblemCode.JINJA_INVALID, message).at(Faults.position(position)));
    }
  }
}
