package dev.millrace.jinja.methods;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.values.PyRange;
import dev.millrace.jinja.values.PySet;
import dev.millrace.jinja.values.PyTuple;
import dev.millrace.jinja.values.Python;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The methods that values have, by name. */
public final class Methods {
  private static final Set<String> SEQUENCE = Set.of("count", "index");
  private static final Set<String> FLOAT = Set.of("is_integer");
  private static final Set<String> INTEGER = Set.of("bit_length");

  private Methods() {}

  /** Whether a value has a method of this name. */
  public static boolean has(Object receiver, String name) {
    return switch (receiver) {
      case String text -> StringMethods.NAMES.contains(name);
      case PyRange range -> SEQUENCE.contains(name);
      case List<?> list -> ListMethods.NAMES.contains(name);
      case Map<?, ?> map -> DictMethods.NAMES.contains(name);
      case PyTuple tuple -> SEQUENCE.contains(name);
      case PySet set -> SetMethods.NAMES.contains(name);
      case Double number -> FLOAT.contains(name);
      case Long number -> INTEGER.contains(name);
      default -> false;
    };
  }

  /** Calls a method that the receiver {@link #has}. */
  public static Object call(Object receiver, String name, Arguments arguments) {
    return switch (receiver) {
      case String text -> StringMethods.call(text, name, arguments);
      case PyRange range -> ListMethods.search(range, name, arguments);
      case List<?> list -> ListMethods.call(list, name, arguments);
      case Map<?, ?> map -> DictMethods.call(map, name, arguments);
      case PyTuple tuple -> ListMethods.search(tuple.elements(), name, arguments);
      case PySet set -> SetMethods.call(set, name, arguments);
      case Double number -> number == Math.rint(number) && !number.isInfinite();
      case Long number -> (long) (Long.SIZE - Long.numberOfLeadingZeros(Math.abs(number)));
      default ->
          throw EvaluationException.type(
              "'" + Python.typeName(receiver) + "' object has no attribute '" + name + "'");
    };
  }
}
