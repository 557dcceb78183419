package dev.millrace.jinja.runtime;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.JinjaObject;
import dev.millrace.jinja.values.Arithmetic;
import dev.millrace.jinja.values.Dicts;
import dev.millrace.jinja.values.Namespace;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.PyDict;
import dev.millrace.jinja.values.PyRange;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names every template knows. */
public final class StandardGlobals {
  /** dbt's {@code return}: the engine recognises it by identity. */
  static final Callable RETURN = Callable.named("return", StandardGlobals::returning);

  private StandardGlobals() {}

  /** A new map of Jinja2's globals, and dbt's {@code return}. */
  public static Map<String, Object> all() {
    Map<String, Object> globals = new HashMap<>();
    globals.put("return", RETURN);
    globals.put("range", Callable.named("safe_range", StandardGlobals::range));
    globals.put("dict", new ClassFunction("dict", StandardGlobals::dict));
    globals.put(
        "namespace", new ClassFunction("jinja2.utils.Namespace", StandardGlobals::namespace));
    globals.put("cycler", new ClassFunction("jinja2.utils.Cycler", Cycler::new));
    globals.put("joiner", new ClassFunction("jinja2.utils.Joiner", Joiner::new));
    globals.put("lipsum", Callable.named("generate_lorem_ipsum", LoremIpsum::generate));
    globals.put("self", new TemplateReference());
    return globals;
  }

  private static Object returning(Arguments arguments) {
    Object value = Values.of(arguments.bind("return", 0, "data")[0]);
    throw new ReturnSignal(value, Invocation.of(arguments.context()).site());
  }

  private static Object range(Arguments arguments) {
    List<Object> given = arguments.positional();
    if (given.isEmpty() || given.size() > 3 || !arguments.named().isEmpty()) {
      throw EvaluationException.type("range expected 1 to 3 integer arguments");
    }
    long start = given.size() == 1 ? 0 : integer(given.get(0));
    long stop = integer(given.get(given.size() == 1 ? 0 : 1));
    long step = given.size() == 3 ? integer(given.get(2)) : 1;
    if (step == 0) {
      throw EvaluationException.type("range() arg 3 must not be zero");
    }
    long count = PyRange.count(start, stop, step);
    long limit = Invocation.of(arguments.context()).state().limits().maxRange();
    if (count > limit) {
      throw EvaluationException.limit(
          "Range too big. The sandbox blocks ranges larger than " + limit + " elements.");
    }
    return new PyRange(start, stop, step, (int) count);
  }

  private static long integer(Object value) {
    Long number = Arithmetic.index(value);
    if (number == null) {
      throw EvaluationException.type(
          "'" + Python.typeName(value) + "' object cannot be interpreted as an integer");
    }
    return number;
  }

  private static Object dict(Arguments arguments) {
    PyDict dict = new PyDict();
    Dicts.update(dict, arguments);
    return dict;
  }

  private static Object namespace(Arguments arguments) {
    PyDict entries = new PyDict();
    Dicts.update(entries, arguments);
    Namespace namespace = new Namespace();
    entries.forEach((key, value) -> namespace.attributes().put(Python.str(key), value));
    return namespace;
  }

  private record ClassFunction(String name, Callable body) implements Callable {
    @Override
    public Object call(Arguments arguments) {
      return body.call(arguments);
    }

    @Override
    public String repr() {
      return "<class '" + name + "'>";
    }

    @Override
    public String typeName() {
      return "type";
    }
  }

  private static final class TemplateReference implements JinjaObject {
    @Override
    public @Nullable Object attribute(String name) {
      return null;
    }

    @Override
    public String str() {
      return "<TemplateReference None>";
    }
  }

  private static final class Cycler implements JinjaObject {
    private final List<Object> items;
    private int position;

    Cycler(Arguments arguments) {
      items = List.copyOf(arguments.positional());
      if (items.isEmpty()) {
        throw EvaluationException.type("at least one item has to be provided");
      }
    }

    @Override
    public @Nullable Object attribute(String name) {
      return switch (name) {
        case "current" -> items.get(position);
        case "next" -> Callable.named("next", this::next);
        case "reset" -> Callable.named("reset", this::reset);
        case "pos" -> (long) position;
        case "items" -> items;
        default -> null;
      };
    }

    private Object next(Arguments arguments) {
      Object item = items.get(position);
      position = (position + 1) % items.size();
      return item;
    }

    private Object reset(Arguments arguments) {
      position = 0;
      return None.NONE;
    }

    @Override
    public String str() {
      return "<jinja2.utils.Cycler object at " + Python.address(this) + ">";
    }
  }

  private static final class Joiner implements JinjaObject, Callable {
    private final Object separator;
    private boolean used;

    Joiner(Arguments arguments) {
      @Nullable Object[] given = arguments.bind("Joiner", 0, "sep");
      separator = given[0] == null ? ", " : given[0];
    }

    @Override
    public Object call(Arguments arguments) {
      Object text = used ? separator : "";
      used = true;
      return text;
    }

    @Override
    public @Nullable Object attribute(String name) {
      return switch (name) {
        case "sep" -> separator;
        case "used" -> used;
        default -> null;
      };
    }

    @Override
    public String str() {
      return "<jinja2.utils.Joiner object at " + Python.address(this) + ">";
    }

    @Override
    public String repr() {
      return str();
    }

    @Override
    public String typeName() {
      return "Joiner";
    }
  }
}
