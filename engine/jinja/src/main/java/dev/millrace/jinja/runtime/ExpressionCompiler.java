package dev.millrace.jinja.runtime;

import dev.millrace.jinja.Environment;
import dev.millrace.jinja.syntax.Expression;
import dev.millrace.jinja.syntax.SourceText;
import dev.millrace.jinja.values.Arithmetic;
import dev.millrace.jinja.values.Iteration;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.Ordering;
import dev.millrace.jinja.values.PyDict;
import dev.millrace.jinja.values.PyTuple;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Sequences;
import dev.millrace.jinja.values.Sets;
import dev.millrace.jinja.values.Slice;
import dev.millrace.jinja.values.Undefined;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns expressions into closures. */
final class ExpressionCompiler {
  private final SourceText source;
  private final Environment environment;
  private final CallCompiler calls;

  ExpressionCompiler(SourceText source, Environment environment) {
    this.source = source;
    this.environment = environment;
    this.calls = new CallCompiler(source, environment, this);
  }

  CallCompiler calls() {
    return calls;
  }

  Site site(int offset) {
    return new Site(source, offset);
  }

  Evaluator compile(Expression expression) {
    return switch (expression) {
      case Expression.Constant constant -> {
        Object value = constant.value();
        yield frame -> value;
      }
      case Expression.Name name -> name(name);
      case Expression.Captured captured -> frame -> frame.captured;
      case Expression.TupleLiteral tuple -> {
        Evaluator[] elements = all(tuple.elements());
        yield frame -> PyTuple.copyOf(values(elements, frame));
      }
      case Expression.ListLiteral list -> {
        Evaluator[] elements = all(list.elements());
        yield frame -> values(elements, frame);
      }
      case Expression.DictLiteral dict -> dict(dict);
      case Expression.Negative negative ->
          unary(negative.offset(), negative.operand(), Arithmetic::negative);
      case Expression.Positive positive ->
          unary(positive.offset(), positive.operand(), Arithmetic::positive);
      case Expression.Not not -> unary(not.offset(), not.operand(), value -> !Python.truth(value));
      case Expression.Binary binary -> binary(binary);
      case Expression.Concatenation concatenation -> concatenation(concatenation);
      case Expression.And and -> junction(and.offset(), all(and.operands()), false);
      case Expression.Or or -> junction(or.offset(), all(or.operands()), true);
      case Expression.Comparison comparison -> comparison(comparison);
      case Expression.Conditional conditional -> conditional(conditional);
      case Expression.Attribute attribute -> attribute(attribute);
      case Expression.Item item -> item(item);
      case Expression.Slice slice -> slice(slice);
      case Expression.Call call -> calls.call(call, null);
      case Expression.FilterCall filter -> calls.filter(filter);
      case Expression.TestCall test -> calls.test(test);
    };
  }

  Evaluator[] all(List<Expression> expressions) {
    return expressions.stream().map(this::compile).toArray(Evaluator[]::new);
  }

  static List<Object> values(Evaluator[] evaluators, Frame frame) {
    List<Object> values = new ArrayList<>(evaluators.length);
    for (Evaluator evaluator : evaluators) {
      values.add(evaluator.evaluate(frame));
    }
    return values;
  }

  private Evaluator name(Expression.Name name) {
    String text = name.name();
    String message = "'" + text + "' is undefined";
    // Looked up once: the globals of an environment never change.
    Object global = environment.global(text);
    return frame -> {
      Object value = frame.scope.find(text);
      if (value != null) {
        return value;
      }
      return global != null ? global : frame.state.undefined(message);
    };
  }

  private Evaluator dict(Expression.DictLiteral literal) {
    Evaluator[] keys = all(literal.pairs().stream().map(Expression.Pair::key).toList());
    Evaluator[] values = all(literal.pairs().stream().map(Expression.Pair::value).toList());
    Site site = site(literal.offset());
    return frame -> {
      PyDict dict = new PyDict();
      for (int i = 0; i < keys.length; i++) {
        Object key = keys[i].evaluate(frame);
        Object value = values[i].evaluate(frame);
        try {
          dict.put(key, value);
        } catch (RuntimeException failure) {
          throw frame.state.failure(failure, site);
        }
      }
      return dict;
    };
  }

  private Evaluator unary(int offset, Expression operand, Function<Object, Object> operator) {
    Evaluator inner = compile(operand);
    Site site = site(offset);
    return frame -> {
      Object value = inner.evaluate(frame);
      try {
        return operator.apply(value);
      } catch (RuntimeException failure) {
        throw frame.state.failure(failure, site);
      }
    };
  }

  private Evaluator binary(Expression.Binary binary) {
    Evaluator left = compile(binary.left());
    Evaluator right = compile(binary.right());
    String symbol = binary.operator().symbol();
    Site site = site(binary.offset());
    return frame -> {
      Object a = left.evaluate(frame);
      Object b = right.evaluate(frame);
      try {
        return Arithmetic.apply(symbol, a, b, frame.state);
      } catch (RuntimeException failure) {
        throw frame.state.failure(failure, site);
      }
    };
  }

  private Evaluator concatenation(Expression.Concatenation concatenation) {
    Evaluator[] parts = all(concatenation.parts());
    Site site = site(concatenation.offset());
    return frame -> {
      String[] texts = new String[parts.length];
      long length = 0;
      for (int i = 0; i < parts.length; i++) {
        Object value = parts[i].evaluate(frame);
        try {
          texts[i] = Python.str(value);
        } catch (RuntimeException failure) {
          throw frame.state.failure(failure, site);
        }
        length += texts[i].length();
      }
      try {
        frame.state.allocate(length);
      } catch (RuntimeException failure) {
        throw frame.state.failure(failure, site);
      }
      return String.join("", Arrays.asList(texts));
    };
  }

  private Evaluator junction(int offset, Evaluator[] operands, boolean stopsOn) {
    Site site = site(offset);
    return frame -> {
      Object value = None.NONE;
      for (int i = 0; i < operands.length; i++) {
        value = operands[i].evaluate(frame);
        if (i < operands.length - 1 && truth(frame, value, site) == stopsOn) {
          return value;
        }
      }
      return value;
    };
  }

  static boolean truth(Frame frame, Object value, Site site) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    try {
      return Python.truth(value);
    } catch (RuntimeException failure) {
      throw frame.state.failure(failure, site);
    }
  }

  private Evaluator comparison(Expression.Comparison comparison) {
    Evaluator first = compile(comparison.first());
    List<Expression.Link> links = comparison.links();
    Evaluator[] operands = all(links.stream().map(Expression.Link::operand).toList());
    Site[] sites = links.stream().map(link -> site(link.offset())).toArray(Site[]::new);
    Expression.ComparisonOperator[] operators =
        links.stream().map(Expression.Link::operator).toArray(Expression.ComparisonOperator[]::new);
    return frame -> {
      Object left = first.evaluate(frame);
      for (int i = 0; i < operands.length; i++) {
        Object right = operands[i].evaluate(frame);
        try {
          if (!holds(operators[i], left, right, frame.state)) {
            return false;
          }
        } catch (RuntimeException failure) {
          throw frame.state.failure(failure, sites[i]);
        }
        left = right;
      }
      return true;
    };
  }

  private static boolean holds(
      Expression.ComparisonOperator operator, Object left, Object right, RenderState state) {
    return switch (operator) {
      case EQUAL -> Python.equal(left, right);
      case NOT_EQUAL -> !Python.equal(left, right);
      case IN -> Iteration.contains(right, left, state);
      case NOT_IN -> !Iteration.contains(right, left, state);
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> ordered(operator, left, right);
    };
  }

  private static boolean ordered(
      Expression.ComparisonOperator operator, Object left, Object right) {
    boolean silent =
        (left instanceof Undefined a && a.isChainable())
            || (right instanceof Undefined b && b.isChainable());
    boolean unordered =
        (left instanceof Double x && x.isNaN()) || (right instanceof Double y && y.isNaN());
    if (silent || unordered) {
      return false;
    }
    if (Sets.areSets(left, right)) {
      return Sets.holds(operator.symbol(), left, right);
    }
    int order = Ordering.compare(left, right, operator.symbol());
    return switch (operator) {
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      default -> order >= 0;
    };
  }

  private Evaluator conditional(Expression.Conditional conditional) {
    boolean soft = calls.soften(true);
    Evaluator test = compile(conditional.test());
    Evaluator whenTrue = compile(conditional.whenTrue());
    Expression otherwise = conditional.whenFalse();
    Site site = site(conditional.offset());
    Evaluator whenFalse =
        otherwise == null
            ? frame ->
                frame.state.undefined(
                    "the inline if-expression at "
                        + site.position()
                        + " evaluated to false and no else section was defined.")
            : compile(otherwise);
    calls.soften(soft);
    return frame ->
        truth(frame, test.evaluate(frame), site)
            ? whenTrue.evaluate(frame)
            : whenFalse.evaluate(frame);
  }

  private Evaluator attribute(Expression.Attribute attribute) {
    Evaluator object = compile(attribute.object());
    String name = attribute.name();
    Site site = site(attribute.offset());
    return frame -> {
      Object value = object.evaluate(frame);
      try {
        return Attributes.attribute(frame.state, value, name);
      } catch (RuntimeException failure) {
        throw frame.state.failure(failure, site);
      }
    };
  }

  private Evaluator item(Expression.Item item) {
    Evaluator object = compile(item.object());
    Evaluator key = compile(item.key());
    Site site = site(item.offset());
    // Jinja2 computes constants while it compiles, and takes what fails there for undefined.
    boolean silent = item.key() instanceof Expression.Slice && Constants.isConstant(item);
    return frame -> {
      Object value = object.evaluate(frame);
      Object index = key.evaluate(frame);
      try {
        if (silent && index instanceof Slice && !Sequences.isSliceable(value)) {
          return Attributes.missing(frame.state, value, index);
        }
        return Attributes.item(frame.state, value, index);
      } catch (RuntimeException failure) {
        throw frame.state.failure(failure, site);
      }
    };
  }

  private Evaluator slice(Expression.Slice slice) {
    Evaluator start = part(slice.start());
    Evaluator stop = part(slice.stop());
    Evaluator step = part(slice.step());
    return frame -> new Slice(start.evaluate(frame), stop.evaluate(frame), step.evaluate(frame));
  }

  private Evaluator part(@Nullable Expression expression) {
    return expression == null ? frame -> None.NONE : compile(expression);
  }
}
