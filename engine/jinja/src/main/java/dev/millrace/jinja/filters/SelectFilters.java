package dev.millrace.jinja.filters;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.CallContext;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.Filter;
import dev.millrace.jinja.TestFunction;
import dev.millrace.jinja.values.Iteration;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Values;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code map}, {@code select} and their kin. */
final class SelectFilters {
  private SelectFilters() {}

  static void addTo(Map<String, Filter> filters) {
    filters.put("map", SelectFilters::map);
    filters.put("select", (value, arguments) -> select(value, arguments, true, false));
    filters.put("reject", (value, arguments) -> select(value, arguments, false, false));
    filters.put("selectattr", (value, arguments) -> select(value, arguments, true, true));
    filters.put("rejectattr", (value, arguments) -> select(value, arguments, false, true));
  }

  private static Object map(Object value, Arguments arguments) {
    CallContext context = arguments.context();
    if (!Python.truth(value)) {
      return Generators.empty("sync_do_map");
    }
    if (arguments.positional().isEmpty() && arguments.named().containsKey("attribute")) {
      for (String name : arguments.named().keySet()) {
        if (!name.equals("attribute") && !name.equals("default")) {
          throw EvaluationException.type("Unexpected keyword argument '" + name + "'");
        }
      }
      @Nullable Object given = arguments.named().get("default");
      Getter getter =
          new Getter(
              arguments.require(-1, "attribute"),
              given == None.NONE ? null : given,
              false,
              context);
      return Generators.mapped("sync_do_map", Iteration.iterator(value), context, getter::get);
    }
    if (arguments.positional().isEmpty()) {
      throw EvaluationException.type("map requires a filter argument");
    }
    String name = Python.str(arguments.positional().getFirst());
    Filter filter = context.environment().filter(name);
    if (filter == null) {
      throw EvaluationException.type("No filter named '" + name + "'.");
    }
    Arguments rest = rest(arguments, 1);
    return Generators.mapped(
        "sync_do_map",
        Iteration.iterator(value),
        context,
        element -> Values.of(filter.apply(element, rest)));
  }

  private static Arguments rest(Arguments arguments, int from) {
    List<Object> positional = arguments.positional();
    return new Arguments(
        positional.subList(Math.min(from, positional.size()), positional.size()),
        arguments.named(),
        arguments.context());
  }

  private static Object select(
      Object value, Arguments arguments, boolean keep, boolean byAttribute) {
    CallContext context = arguments.context();
    if (!Python.truth(value)) {
      return Generators.empty("select_or_reject");
    }
    int offset = byAttribute ? 1 : 0;
    List<Object> positional = arguments.positional();
    if (positional.size() < offset) {
      throw EvaluationException.type("Missing parameter for attribute name");
    }
    Getter getter =
        new Getter(byAttribute ? positional.getFirst() : None.NONE, null, false, context);
    Predicate<Object> test;
    if (positional.size() > offset) {
      String name = Python.str(positional.get(offset));
      TestFunction function = context.environment().test(name);
      if (function == null) {
        throw StandardTests.unknown(name);
      }
      Arguments rest = rest(arguments, offset + 1);
      test = element -> function.test(getter.get(element), rest) == keep;
    } else {
      test = element -> Python.truth(getter.get(element)) == keep;
    }
    return Generators.selected("select_or_reject", Iteration.iterator(value), context, test);
  }
}
