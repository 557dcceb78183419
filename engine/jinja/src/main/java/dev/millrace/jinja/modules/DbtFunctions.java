package dev.millrace.jinja.modules;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.values.Generator;
import dev.millrace.jinja.values.Iteration;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.PySet;
import dev.millrace.jinja.values.PyTuple;
import dev.millrace.jinja.values.Python;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The functions of dbt's context that depend on nothing but their arguments. */
public final class DbtFunctions {
  private DbtFunctions() {}

  /** A new map of them, by name. */
  public static Map<String, Object> all() {
    Map<String, Object> functions = new LinkedHashMap<>();
    add(functions, "tojson", DbtFunctions::toJson);
    add(functions, "fromjson", DbtFunctions::fromJson);
    add(functions, "zip", arguments -> zip(arguments, false));
    add(functions, "zip_strict", arguments -> zip(arguments, true));
    add(functions, "set", arguments -> set(arguments, false));
    add(functions, "set_strict", arguments -> set(arguments, true));
    add(functions, "local_md5", DbtFunctions::md5);
    return functions;
  }

  private static void add(Map<String, Object> functions, String name, Callable body) {
    functions.put(name, Callable.named(name, body));
  }

  private static Object toJson(Arguments arguments) {
    @Nullable Object[] given = arguments.bind("tojson", 1, "value", "default", "sort_keys");
    boolean sorted = given[2] != null && Python.truth(given[2]);
    return Json.write(arguments.require(0, "value"), sorted, null, arguments.context());
  }

  private static Object fromJson(Arguments arguments) {
    @Nullable Object[] given = arguments.bind("fromjson", 1, "string", "default");
    String text = arguments.string(0, "string");
    try {
      return JsonReader.read(text);
    } catch (EvaluationException notJson) {
      return given[1] == null ? None.NONE : given[1];
    }
  }

  private static Object zip(Arguments arguments, boolean strict) {
    List<Iterator<Object>> iterators = new ArrayList<>();
    for (Object argument : arguments.positional()) {
      Iterator<Object> iterator = Iteration.iteratorOrNull(argument);
      if (iterator == null) {
        if (strict) {
          throw EvaluationException.type(
              "'" + Python.typeName(argument) + "' object is not iterable");
        }
        return arguments.get(-1, "default", None.NONE);
      }
      iterators.add(iterator);
    }
    return new Generator("zip object", new Zipped(iterators));
  }

  private record Zipped(List<Iterator<Object>> iterators) implements Iterator<Object> {
    @Override
    public boolean hasNext() {
      return !iterators.isEmpty() && iterators.stream().allMatch(Iterator::hasNext);
    }

    @Override
    public Object next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return PyTuple.copyOf(iterators.stream().map(Iterator::next).toList());
    }
  }

  private static Object set(Arguments arguments, boolean strict) {
    @Nullable Object[] given = arguments.bind("set", 1, "value", "default");
    try {
      return new PySet(Iteration.list(arguments.require(0, "value"), arguments.context()));
    } catch (EvaluationException notIterable) {
      if (strict) {
        throw notIterable;
      }
      return given[1] == null ? None.NONE : given[1];
    }
  }

  private static Object md5(Arguments arguments) {
    try {
      byte[] bytes = arguments.string(0, "value").getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has MD5", missing);
    }
  }
}
