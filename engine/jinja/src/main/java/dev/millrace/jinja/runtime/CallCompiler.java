package dev.millrace.jinja.runtime;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.Environment;
import dev.millrace.jinja.ErrorKind;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.Filter;
import dev.millrace.jinja.TemplateException;
import dev.millrace.jinja.TestFunction;
import dev.millrace.jinja.methods.Methods;
import dev.millrace.jinja.syntax.Expression;
import dev.millrace.jinja.syntax.Expression.CallArguments;
import dev.millrace.jinja.syntax.SourceText;
import dev.millrace.jinja.values.Iteration;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Undefined;
import dev.millrace.jinja.values.Values;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns calls, filters and tests into closures. */
final class CallCompiler {
  private final SourceText source;
  private final Environment environment;
  private final ExpressionCompiler expressions;
  // Inside of a condition an unknown filter or test is an error only when it is reached.
  private boolean soft;

  CallCompiler(SourceText source, Environment environment, ExpressionCompiler expressions) {
    this.source = source;
    this.environment = environment;
    this.expressions = expressions;
  }

  /** Switches softness, and tells what it was. */
  boolean soften(boolean value) {
    boolean before = soft;
    soft = value;
    return before;
  }

  /** Makes the body of a call block for the frame that calls. */
  @FunctionalInterface
  interface CallerFactory {
    Callable caller(Frame frame);
  }

  /**
   * A call.
   *
   * @param callers the call block's body, or null for an ordinary call
   */
  Evaluator call(Expression.Call call, @Nullable CallerFactory callers) {
    ArgumentsFactory arguments = arguments(call.arguments());
    Site site = expressions.site(call.offset());
    if (call.callee() instanceof Expression.Attribute attribute && callers == null) {
      return methodCall(attribute, arguments, site);
    }
    Evaluator callee = expressions.compile(call.callee());
    return frame -> {
      Object function = callee.evaluate(frame);
      Callable caller = callers == null ? null : callers.caller(frame);
      return invoke(
          frame, function, arguments.make(frame, new Invocation(frame, site, caller)), site);
    };
  }

  // The common case of a method on a string, list or dict needs no object for the bound method.
  private Evaluator methodCall(
      Expression.Attribute attribute, ArgumentsFactory arguments, Site site) {
    Evaluator object = expressions.compile(attribute.object());
    String name = attribute.name();
    return frame -> {
      Object receiver = object.evaluate(frame);
      if (Methods.has(receiver, name)) {
        Arguments made = arguments.make(frame, new Invocation(frame, site, null));
        try {
          frame.state.steps(1);
          return frame.state.made(Methods.call(receiver, name, made));
        } catch (RuntimeException failure) {
          throw frame.state.failure(failure, site);
        }
      }
      Object function;
      try {
        function = Attributes.attribute(frame.state, receiver, name);
      } catch (RuntimeException failure) {
        throw frame.state.failure(failure, site);
      }
      return invoke(
          frame, function, arguments.make(frame, new Invocation(frame, site, null)), site);
    };
  }

  static Object invoke(Frame frame, Object function, Arguments arguments, Site site) {
    try {
      frame.state.steps(1);
      return switch (function) {
        case MacroFunction macro -> macro.call(arguments);
        case Callable callable -> frame.state.made(Values.of(callable.call(arguments)));
        case Undefined undefined when undefined.isChainable() -> undefined;
        case Undefined undefined -> throw undefined.failure();
        default ->
            throw EvaluationException.type(
                "'" + Python.typeName(function) + "' object is not callable");
      };
    } catch (RuntimeException failure) {
      throw frame.state.failure(failure, site);
    } catch (StackOverflowError overflow) {
      throw frame.state.overflow(site);
    }
  }

  /** Evaluates the arguments of one call. */
  @FunctionalInterface
  interface ArgumentsFactory {
    Arguments make(Frame frame, Invocation invocation);
  }

  ArgumentsFactory arguments(CallArguments arguments) {
    Evaluator[] positional = expressions.all(arguments.positional());
    List<Expression.NamedArgument> named = arguments.named();
    Expression star = arguments.star();
    Expression doubleStar = arguments.doubleStar();
    if (named.isEmpty() && star == null && doubleStar == null) {
      return positional.length == 0
          ? (frame, invocation) -> new Arguments(List.of(), Map.of(), invocation)
          : (frame, invocation) ->
              new Arguments(ExpressionCompiler.values(positional, frame), Map.of(), invocation);
    }
    String[] names = named.stream().map(Expression.NamedArgument::name).toArray(String[]::new);
    Evaluator[] values =
        expressions.all(named.stream().map(Expression.NamedArgument::value).toList());
    Evaluator more = star == null ? null : expressions.compile(star);
    Evaluator moreNamed = doubleStar == null ? null : expressions.compile(doubleStar);
    return (frame, invocation) -> {
      List<Object> all = ExpressionCompiler.values(positional, frame);
      if (more != null) {
        addAll(all, more.evaluate(frame), invocation);
      }
      Map<String, Object> byName = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        add(byName, names[i], values[i].evaluate(frame), invocation);
      }
      if (moreNamed != null) {
        addAll(byName, moreNamed.evaluate(frame), invocation);
      }
      return new Arguments(all, byName, invocation);
    };
  }

  private static void addAll(List<Object> all, Object value, Invocation invocation) {
    try {
      Iterator<Object> elements = Iteration.iterator(value);
      while (elements.hasNext()) {
        invocation.allocate(16);
        all.add(elements.next());
      }
    } catch (RuntimeException failure) {
      throw invocation.state().failure(failure, invocation.site());
    }
  }

  private static void addAll(Map<String, Object> all, Object value, Invocation invocation) {
    if (value instanceof Undefined undefined && undefined.isChainable()) {
      return;
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw invocation
          .state()
          .failure(
              ErrorKind.TYPE,
              "argument after ** must be a mapping, not " + Python.typeName(value),
              invocation.site());
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String name)) {
        throw invocation
            .state()
            .failure(ErrorKind.TYPE, "keywords must be strings", invocation.site());
      }
      add(all, name, Values.of(entry.getValue()), invocation);
    }
  }

  private static void add(
      Map<String, Object> all, String name, Object value, Invocation invocation) {
    if (all.putIfAbsent(name, value) != null) {
      throw invocation
          .state()
          .failure(
              ErrorKind.TYPE,
              "got multiple values for keyword argument '" + name + "'",
              invocation.site());
    }
  }

  Evaluator filter(Expression.FilterCall call) {
    Filter filter = environment.filter(call.name());
    Site site = expressions.site(call.offset());
    if (filter == null) {
      return unknown("No filter named '" + call.name() + "'.", site);
    }
    Evaluator value = expressions.compile(call.value());
    ArgumentsFactory arguments = arguments(call.arguments());
    return frame -> {
      Object input = value.evaluate(frame);
      Arguments made = arguments.make(frame, new Invocation(frame, site, null));
      try {
        frame.state.steps(1);
        return frame.state.made(Values.of(filter.apply(input, made)));
      } catch (RuntimeException failure) {
        if (input instanceof Undefined undefined && undefined.isChainable()) {
          return undefined;
        }
        throw frame.state.failure(failure, site);
      } catch (StackOverflowError overflow) {
        throw frame.state.overflow(site);
      }
    };
  }

  Evaluator test(Expression.TestCall call) {
    TestFunction test = environment.test(call.name());
    Site site = expressions.site(call.offset());
    if (test == null) {
      return unknown("No test named '" + call.name() + "'.", site);
    }
    Evaluator value = expressions.compile(call.value());
    ArgumentsFactory arguments = arguments(call.arguments());
    return frame -> {
      Object input = value.evaluate(frame);
      Arguments made = arguments.make(frame, new Invocation(frame, site, null));
      try {
        return test.test(input, made);
      } catch (RuntimeException failure) {
        throw frame.state.failure(failure, site);
      }
    };
  }

  private Evaluator unknown(String message, Site site) {
    if (!soft) {
      throw new TemplateException(
          ErrorKind.SYNTAX, message, source.position(site.offset()), List.of(), null);
    }
    return frame -> {
      throw frame.state.failure(ErrorKind.TYPE, message, site);
    };
  }
}
