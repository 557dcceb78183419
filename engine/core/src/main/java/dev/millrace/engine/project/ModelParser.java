package dev.millrace.engine.project;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.context.DbtContext;
import dev.millrace.engine.project.context.Faults;
import dev.millrace.engine.project.context.NodeActions;
import dev.millrace.engine.project.context.ProjectScope;
import dev.millrace.engine.project.context.RelationValue;
import dev.millrace.engine.project.context.TestArguments;
import dev.millrace.jinja.ErrorKind;
import dev.millrace.jinja.Position;
import dev.millrace.jinja.StaticCall;
import dev.millrace.jinja.Template;
import dev.millrace.jinja.TemplateException;
import dev.millrace.jinja.UndefinedPolicy;
import dev.millrace.jinja.values.Python;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Renders models once as dbt does when it parses: the text is thrown away, calls of {@code ref},
 * {@code source} and {@code config} are kept.
 */
final class ModelParser {
  private static final Set<String> UNRENDERED =
      Set.of("macro.dbt.test_not_null", "macro.dbt.test_unique");

  private final ProjectScope scope;
  private final Consumer<Problem> problems;

  ModelParser(ProjectScope scope, Consumer<Problem> problems) {
    this.scope = scope;
    this.problems = problems;
  }

  /** Parses and renders the draft's code; faults are told. */
  void parse(NodeDraft draft) {
    Template template;
    try {
      SourcePosition start = draft.codeStart;
      template =
          scope
              .environment()
              .parse(
                  draft.rawCode,
                  draft.path,
                  Math.max(start.line(), 1),
                  Math.max(start.column(), 1));
    } catch (TemplateException e) {
      problems.accept(Faults.of(e));
      return;
    }
    draft.template = template;
    Map<String, Object> values = values(draft);
    try {
      if (draft.generic != null) {
        values.put(TestArguments.NAME, arguments(draft.generic, draft, values));
      }
    } catch (TemplateException e) {
      if (e.kind() != ErrorKind.UNDEFINED) {
        problems.accept(Faults.of(e));
        draft.template = null;
        return;
      }
    }
    DbtContext context = context(draft, values);
    try {
      // dbt reads a file once before all is known: names that are missing then may exist later.
      template.under(UndefinedPolicy.CHAINABLE).render(context);
    } catch (TemplateException e) {
      // What is undefined now may be defined when the text counts: then it is told.
      if (e.kind() != ErrorKind.UNDEFINED) {
        problems.accept(Faults.of(e));
        draft.template = null;
      }
      template.staticCalls().forEach(call -> addLiteral(call, draft));
    }
    if (draft.generic == null || !isUnrendered(draft)) {
      called(context, draft);
    }
  }

  /** dbt knows what its two simplest tests do: it notes no macro but theirs. */
  private static boolean isUnrendered(NodeDraft draft) {
    return draft.macros.stream().anyMatch(UNRENDERED::contains);
  }

  private DbtContext context(NodeDraft draft, Map<String, Object> values) {
    return new DbtContext(
        scope, draft.packageName, DbtContext.Phase.PARSE, new Recorder(draft), values);
  }

  private static void called(DbtContext context, NodeDraft draft) {
    context.calledMacros().stream()
        .filter(macro -> !draft.macros.contains(macro))
        .forEach(draft.macros::add);
  }

  private Map<String, Object> arguments(
      GenericTest test, NodeDraft draft, Map<String, Object> values) {
    String macro = "test_" + test.name();
    test.namespace()
        .map(name -> scope.macros().findIn(List.of(name), macro))
        .orElseGet(() -> scope.macros().find(draft.packageName, macro))
        .flatMap(scope.macros()::uniqueId)
        .ifPresent(draft.macros::add);
    DbtContext context = context(draft, values);
    Map<String, Object> rendered = TestArguments.render(test.arguments(), context, draft.path);
    if (!isUnrendered(draft)) {
      called(context, draft);
    }
    return rendered;
  }

  private Map<String, Object> values(NodeDraft draft) {
    Map<String, Object> values = new HashMap<>();
    values.put("this", current(draft));
    values.put("model", draft.asMap());
    return values;
  }

  private RelationValue current(NodeDraft draft) {
    return scope
        .dialect()
        .relation(
            new RelationName(
                String.valueOf(scope.target().getOrDefault("database", "catalog")),
                String.valueOf(scope.target().getOrDefault("schema", "database")),
                draft.name),
            "table",
            scope.dialect().quoting());
  }

  private static Optional<String> version(StaticCall call) {
    Object version = call.named().getOrDefault("v", call.named().get("version"));
    return Optional.ofNullable(version).map(Python::str);
  }

  private static void addLiteral(StaticCall call, NodeDraft draft) {
    List<Object> names = call.positional();
    boolean texts = call.literal() && names.stream().allMatch(String.class::isInstance);
    if (!texts || names.isEmpty()) {
      return;
    }
    SourcePosition position = Faults.position(call.position());
    String last = String.valueOf(names.getLast());
    if (call.function().equals("ref") && names.size() <= 2) {
      Optional<String> packageName =
          names.size() == 2 ? Optional.of(String.valueOf(names.getFirst())) : Optional.empty();
      draft.references.add(
          new NodeDraft.Reference(false, packageName, last, version(call), position));
    } else if (call.function().equals("source") && names.size() == 2) {
      Optional<String> source = Optional.of(String.valueOf(names.getFirst()));
      draft.references.add(new NodeDraft.Reference(true, source, last, Optional.empty(), position));
    }
  }

  /** Keeps what the template calls. */
  private final class Recorder implements NodeActions {
    private final NodeDraft draft;

    private Recorder(NodeDraft draft) {
      this.draft = draft;
    }

    @Override
    public Object ref(
        Optional<String> packageName, String name, Optional<String> version, Position position) {
      draft.references.add(
          new NodeDraft.Reference(false, packageName, name, version, Faults.position(position)));
      return current(draft);
    }

    @Override
    public Object source(String source, String table, Position position) {
      draft.references.add(
          new NodeDraft.Reference(
              true, Optional.of(source), table, Optional.empty(), Faults.position(position)));
      return current(draft);
    }

    @Override
    public void configure(Map<String, Object> values, Position position) {
      if (draft.generic != null && isUnrendered(draft)) {
        // All that its config says stands in the YAML and has been read there.
        return;
      }
      SourcePosition origin = Faults.position(position);
      values.forEach((key, value) -> draft.config.set(key, value, origin));
    }

    @Override
    public @Nullable Object configured(String key) {
      return draft.config.get(key);
    }

    @Override
    public void warn(String message, Position position) {
      problems.accept(
          Problem.warning(ProblemCode.JINJA_INVALID, message).at(Faults.position(position)));
    }
  }
}
