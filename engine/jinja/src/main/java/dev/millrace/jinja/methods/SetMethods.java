package dev.millrace.jinja.methods;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.values.Iteration;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.PySet;
import dev.millrace.jinja.values.Python;
import java.util.Set;

/** Methods of sets. */
final class SetMethods {
  static final Set<String> NAMES =
      Set.of(
          "add",
          "remove",
          "discard",
          "pop",
          "clear",
          "copy",
          "update",
          "union",
          "intersection",
          "difference",
          "symmetric_difference",
          "issubset",
          "issuperset",
          "isdisjoint");

  private SetMethods() {}

  static Object call(PySet set, String name, Arguments arguments) {
    return switch (name) {
      case "add" -> {
        arguments.context().allocate(32);
        set.add(arguments.require(0, "elem"));
        yield None.NONE;
      }
      case "remove" -> {
        Object element = arguments.require(0, "elem");
        if (!set.remove(element)) {
          throw EvaluationException.type("KeyError: " + Python.repr(element));
        }
        yield None.NONE;
      }
      case "discard" -> {
        set.remove(arguments.require(0, "elem"));
        yield None.NONE;
      }
      case "pop" -> {
        if (set.isEmpty()) {
          throw EvaluationException.type("'pop from an empty set'");
        }
        Object element = set.iterator().next();
        set.remove(element);
        yield element;
      }
      case "clear" -> {
        set.clear();
        yield None.NONE;
      }
      case "copy" -> new PySet(set);
      case "update" -> {
        for (Object other : arguments.positional()) {
          set.addAll(Iteration.list(other, arguments.context()));
        }
        yield None.NONE;
      }
      case "issubset" -> other(arguments).containsAll(set);
      case "issuperset" -> set.containsAll(other(arguments));
      case "isdisjoint" -> other(arguments).stream().noneMatch(set::contains);
      default -> combined(set, name, arguments);
    };
  }

  private static PySet other(Arguments arguments) {
    return new PySet(Iteration.list(arguments.require(0, "other"), arguments.context()));
  }

  private static PySet combined(PySet set, String name, Arguments arguments) {
    PySet result = new PySet(set);
    for (Object argument : arguments.positional()) {
      PySet other = new PySet(Iteration.list(argument, arguments.context()));
      switch (name) {
        case "union" -> result.addAll(other);
        case "intersection" -> result.removeIf(element -> !other.contains(element));
        case "difference" -> result.removeIf(other::contains);
        default -> {
          PySet both = new PySet(result);
          both.removeIf(element -> !other.contains(element));
          result.addAll(other);
          result.removeIf(both::contains);
        }
      }
    }
    return result;
  }
}
