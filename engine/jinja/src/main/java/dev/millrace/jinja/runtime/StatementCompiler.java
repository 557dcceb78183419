package dev.millrace.jinja.runtime;

import dev.millrace.jinja.Environment;
import dev.millrace.jinja.ErrorKind;
import dev.millrace.jinja.MacroDefinition;
import dev.millrace.jinja.SourceMap.Origin;
import dev.millrace.jinja.StaticCall;
import dev.millrace.jinja.TemplateException;
import dev.millrace.jinja.syntax.Expression;
import dev.millrace.jinja.syntax.SourceText;
import dev.millrace.jinja.syntax.Statement;
import dev.millrace.jinja.syntax.Syntax;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.Python;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns statements into closures. */
final class StatementCompiler {
  private final Syntax syntax;
  private final SourceText source;
  private final Environment environment;
  private final ExpressionCompiler expressions;
  // A top-level macro is both a statement and one of the template's macros.
  private final IdentityHashMap<Statement.Macro, CompiledMacro> macros = new IdentityHashMap<>();
  private int openLoops;

  StatementCompiler(Syntax syntax, Environment environment) {
    this.syntax = syntax;
    this.source = syntax.source();
    this.environment = environment;
    this.expressions = new ExpressionCompiler(source, environment);
  }

  ExpressionCompiler expressions() {
    return expressions;
  }

  Executor compile(List<Statement> statements) {
    Executor[] all = statements.stream().map(this::compile).toArray(Executor[]::new);
    return switch (all.length) {
      case 0 -> frame -> Completion.NORMAL;
      case 1 -> all[0];
      default ->
          frame -> {
            for (Executor executor : all) {
              Completion completion = executor.execute(frame);
              if (completion != Completion.NORMAL) {
                return completion;
              }
            }
            return Completion.NORMAL;
          };
    };
  }

  private Executor compile(Statement statement) {
    return switch (statement) {
      case Statement.Text text -> text(text);
      case Statement.Print print -> print(print);
      case Statement.If choice -> choice(choice);
      case Statement.For loop -> loop(loop);
      case Statement.Set set -> {
        Evaluator value = expressions.compile(set.value());
        Assigner target = Assigner.compile(source, set.target());
        yield frame -> {
          target.assign(frame, value.evaluate(frame));
          return Completion.NORMAL;
        };
      }
      case Statement.SetBlock set -> setBlock(set);
      case Statement.Macro macro -> {
        CompiledMacro compiled = macro(macro);
        String name = compiled.name().intern();
        yield frame -> {
          frame.scope.set(name, new MacroFunction(compiled, frame.scope));
          return Completion.NORMAL;
        };
      }
      case Statement.CallBlock block -> callBlock(block);
      case Statement.FilterBlock block -> filterBlock(block);
      case Statement.With with -> with(with);
      case Statement.Do run -> {
        Executor returning = returning(run.expression());
        if (returning != null) {
          yield returning;
        }
        Evaluator value = expressions.compile(run.expression());
        yield frame -> {
          value.evaluate(frame);
          return Completion.NORMAL;
        };
      }
      case Statement.Break end -> jump(end.offset(), "break", Completion.BREAK);
      case Statement.Continue next -> jump(next.offset(), "continue", Completion.CONTINUE);
      case Statement.Block block -> block(block);
      case Statement.Autoescape block -> scoped(block.body());
    };
  }

  private Executor jump(int offset, String word, Completion completion) {
    if (openLoops == 0) {
      throw new TemplateException(
          ErrorKind.SYNTAX,
          "'" + word + "' outside of a loop",
          source.position(offset),
          List.of(),
          null);
    }
    return frame -> completion;
  }

  private Executor text(Statement.Text text) {
    String content = text.text();
    Origin origin = new Origin.Copied(source, text.offset());
    Site site = expressions.site(text.offset());
    return frame -> {
      try {
        frame.output.note(content);
        frame.output.write(content, origin);
      } catch (RuntimeException failure) {
        throw frame.state.failure(failure, site);
      }
      return Completion.NORMAL;
    };
  }

  private Executor print(Statement.Print print) {
    Executor returning = returning(print.expression());
    if (returning != null) {
      return returning;
    }
    Evaluator value = expressions.compile(print.expression());
    return Constants.isConstant(print.expression())
        ? print(print.offset(), frame -> Python.str(value.evaluate(frame)))
        : print(print.offset(), value);
  }

  private Executor print(int offset, Evaluator value) {
    Origin.Printed origin = new Origin.Printed(source, offset);
    Site site = expressions.site(offset);
    return frame -> {
      try {
        // What a constant becomes as text may fail here too.
        Text.print(frame, value.evaluate(frame), origin);
      } catch (RuntimeException failure) {
        throw frame.state.failure(failure, site);
      } catch (StackOverflowError overflow) {
        throw frame.state.overflow(site);
      }
      return Completion.NORMAL;
    };
  }

  // `return(x)` as a whole statement ends the macro without throwing.
  private @Nullable Executor returning(Expression expression) {
    if (!(expression instanceof Expression.Call call)
        || !(call.callee() instanceof Expression.Name name)
        || !name.name().equals("return")
        || !call.arguments().named().isEmpty()
        || call.arguments().star() != null
        || call.arguments().doubleStar() != null
        || call.arguments().positional().size() > 1) {
      return null;
    }
    Evaluator general = expressions.compile(call);
    Evaluator callee = expressions.compile(name);
    Evaluator value =
        call.arguments().positional().isEmpty()
            ? frame -> None.NONE
            : expressions.compile(call.arguments().positional().getFirst());
    Executor printing = print(call.offset(), general);
    Site site = expressions.site(call.offset());
    return frame -> {
      if (callee.evaluate(frame) != StandardGlobals.RETURN) {
        return printing.execute(frame);
      }
      frame.returned = value.evaluate(frame);
      frame.returnSite = site;
      return Completion.RETURN;
    };
  }

  private Executor choice(Statement.If choice) {
    boolean soft = expressions.calls().soften(true);
    List<Statement.Branch> branches = choice.branches();
    Evaluator[] tests = expressions.all(branches.stream().map(Statement.Branch::test).toList());
    Site[] sites =
        branches.stream()
            .map(branch -> expressions.site(branch.test().offset()))
            .toArray(Site[]::new);
    Executor[] bodies =
        branches.stream().map(branch -> compile(branch.body())).toArray(Executor[]::new);
    Executor otherwise = compile(choice.otherwise());
    expressions.calls().soften(soft);
    return frame -> {
      for (int i = 0; i < tests.length; i++) {
        if (ExpressionCompiler.truth(frame, tests[i].evaluate(frame), sites[i])) {
          return bodies[i].execute(frame);
        }
      }
      return otherwise.execute(frame);
    };
  }

  private Executor loop(Statement.For statement) {
    Evaluator iterable = expressions.compile(statement.iterable());
    boolean soft = expressions.calls().soften(false);
    Expression condition = statement.condition();
    openLoops++;
    Executor body = compile(statement.body());
    openLoops--;
    boolean usesContext = statement.recursive() || Names.of(statement.body()).contains("loop");
    Loop loop =
        new Loop(
            source,
            expressions.site(statement.iterable().offset()),
            Assigner.compile(source, statement.target()),
            condition == null ? null : expressions.compile(condition),
            body,
            compile(statement.otherwise()),
            statement.recursive(),
            usesContext);
    expressions.calls().soften(soft);
    return frame -> loop.run(frame, iterable.evaluate(frame), 0);
  }

  private Executor setBlock(Statement.SetBlock set) {
    Executor body = body(set.body());
    boolean soft = expressions.calls().soften(false);
    Evaluator value = expressions.compile(set.value());
    expressions.calls().soften(soft);
    Assigner target = Assigner.compile(source, set.target());
    Site site = expressions.site(set.offset());
    return frame -> {
      Completion completion = capture(frame, body, site);
      if (completion == Completion.NORMAL) {
        target.assign(frame, value.evaluate(frame));
      }
      return completion;
    };
  }

  private Executor filterBlock(Statement.FilterBlock block) {
    Executor body = body(block.body());
    boolean soft = expressions.calls().soften(false);
    Evaluator filtered = expressions.compile(block.value());
    expressions.calls().soften(soft);
    Site at = expressions.site(block.offset());
    Executor print =
        print(
            block.offset(),
            frame -> {
              Object value = filtered.evaluate(frame);
              if (value instanceof String) {
                return value;
              }
              throw frame.state.failure(
                  ErrorKind.TYPE,
                  "expected str instance, " + Python.typeName(value) + " found",
                  at);
            });
    Site site = expressions.site(block.offset());
    return frame -> {
      Completion completion = capture(frame, body, site);
      return completion == Completion.NORMAL ? print.execute(frame) : completion;
    };
  }

  /** Runs a body into {@link Frame#captured}. */
  private Completion capture(Frame frame, Executor body, Site site) {
    Output before = frame.output;
    Scope scope = frame.scope;
    Output inner = new Output(source, frame.state.limits().maxOutputChars());
    frame.output = inner;
    frame.scope = new Scope(scope);
    Completion completion = body.execute(frame);
    frame.output = before;
    frame.scope = scope;
    String text = inner.text();
    try {
      frame.state.allocate(text.length());
    } catch (RuntimeException failure) {
      throw frame.state.failure(failure, site);
    }
    if (!inner.isEmpty()) {
      frame.state.remember(text, null, inner);
    }
    frame.captured = text;
    return completion;
  }

  private Executor with(Statement.With with) {
    Evaluator[] values = expressions.all(with.values());
    Assigner[] targets =
        with.targets().stream()
            .map(target -> Assigner.compile(source, target))
            .toArray(Assigner[]::new);
    Executor body = body(with.body());
    return frame -> {
      List<Object> evaluated = ExpressionCompiler.values(values, frame);
      Scope outer = frame.scope;
      frame.scope = new Scope(outer);
      for (int i = 0; i < targets.length; i++) {
        targets[i].assign(frame, evaluated.get(i));
      }
      Completion completion = body.execute(frame);
      frame.scope = outer;
      return completion;
    };
  }

  private Executor scoped(List<Statement> statements) {
    Executor body = body(statements);
    return frame -> {
      Scope outer = frame.scope;
      frame.scope = new Scope(outer);
      Completion completion = body.execute(frame);
      frame.scope = outer;
      return completion;
    };
  }

  // A block sees the template's own variables; those of loops around it only when scoped.
  private Executor block(Statement.Block block) {
    int loops = openLoops;
    openLoops = 0;
    Executor body = body(block.body());
    openLoops = loops;
    boolean seesAll = block.scoped();
    return frame -> {
      Scope outer = frame.scope;
      frame.scope = new Scope(seesAll ? outer : outer.root());
      Completion completion = body.execute(frame);
      frame.scope = outer;
      return completion;
    };
  }

  /** Statements in a frame of their own: unknown filters are errors again. */
  private Executor body(List<Statement> statements) {
    boolean soft = expressions.calls().soften(false);
    Executor body = compile(statements);
    expressions.calls().soften(soft);
    return body;
  }

  private Executor callBlock(Statement.CallBlock block) {
    CompiledMacro body =
        macro(
            new Statement.Macro(block.offset(), "caller", block.signature(), block.body(), null),
            List.of(),
            true);
    Expression.Call call = (Expression.Call) block.call();
    Evaluator value = expressions.calls().call(call, frame -> new MacroFunction(body, frame.scope));
    return print(call.offset(), value);
  }

  private Evaluator defaultValue(Statement.Parameter parameter) {
    Expression value = parameter.defaultValue();
    if (value != null) {
      return expressions.compile(value);
    }
    String message = "parameter '" + parameter.name() + "' was not provided";
    return frame -> frame.state.undefined(message);
  }

  CompiledMacro macro(Statement.Macro macro) {
    CompiledMacro known = macros.get(macro);
    if (known == null) {
      List<StaticCall> calls = syntax.callsByMacro().getOrDefault(macro.offset(), List.of());
      known = macro(macro, calls, false);
      macros.put(macro, known);
    }
    return known;
  }

  private CompiledMacro macro(Statement.Macro macro, List<StaticCall> calls, boolean caller) {
    int loops = openLoops;
    openLoops = 0;
    boolean soft = expressions.calls().soften(false);
    List<Statement.Parameter> parameters = macro.signature().parameters();
    List<Evaluator> defaults = parameters.stream().map(this::defaultValue).toList();
    Executor body = compile(macro.body());
    openLoops = loops;
    expressions.calls().soften(soft);
    List<String> names = parameters.stream().map(Statement.Parameter::name).toList();
    Set<String> used = Names.of(macro.body());
    return new CompiledMacro(
        environment,
        environment.undefinedPolicy(),
        source,
        expressions.site(macro.offset()),
        macro.name(),
        parameters.stream()
            .map(
                parameter ->
                    new MacroDefinition.Parameter(
                        parameter.name(), parameter.defaultValue() != null))
            .toList(),
        defaults,
        body,
        calls,
        macro.tag(),
        used.contains("caller") && !names.contains("caller"),
        used.contains("varargs") && !names.contains("varargs"),
        used.contains("kwargs") && !names.contains("kwargs"),
        caller);
  }
}
