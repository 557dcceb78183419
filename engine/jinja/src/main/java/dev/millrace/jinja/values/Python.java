package dev.millrace.jinja.values;

import dev.millrace.jinja.Callable;
import dev.millrace.jinja.JinjaObject;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The rules that hold for every value: truth, type names, text, equality. */
public final class Python {
  private Python() {}

  /** Python's {@code bool(value)}. */
  public static boolean truth(Object value) {
    return switch (value) {
      case Boolean flag -> flag;
      case String text -> !text.isEmpty();
      case Long number -> number != 0;
      case None none -> false;
      case Undefined undefined -> {
        undefined.look();
        yield false;
      }
      case Collection<?> elements -> !elements.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      case PyTuple tuple -> tuple.size() > 0;
      case Double number -> number != 0;
      case BigInteger number -> number.signum() != 0;
      case JinjaObject object -> object.truth();
      default -> true;
    };
  }

  /** The name of the value's class as Python writes it. */
  public static String typeName(Object value) {
    return switch (value) {
      case Boolean flag -> "bool";
      case String text -> "str";
      case Long number -> "int";
      case BigInteger number -> "int";
      case Double number -> "float";
      case None none -> "NoneType";
      case Undefined undefined -> "Undefined";
      case PyTuple tuple -> "tuple";
      case PyRange range -> "range";
      case List<?> list -> "list";
      case Map<?, ?> map -> "dict";
      case PySet set -> "set";
      case DictView view -> view.typeName();
      case Generator generator -> generator.typeName();
      case Slice slice -> "slice";
      case Namespace namespace -> "Namespace";
      case JinjaObject object -> object.typeName();
      case Callable callable -> callable.typeName();
      default -> value.getClass().getSimpleName();
    };
  }

  /** Python's {@code str(value)}. */
  public static String str(Object value) {
    return Repr.str(value);
  }

  /** Python's {@code repr(value)}. */
  public static String repr(Object value) {
    return Repr.repr(value);
  }

  /**
   * A stand-in for the memory address that Python prints of objects without a text of their own.
   */
  public static String address(Object value) {
    return Repr.address(value);
  }

  /** Python's {@code ascii(value)}: the repr with escapes for everything beyond ASCII. */
  public static String ascii(Object value) {
    return Repr.ascii(value);
  }

  /** Python's {@code left == right}. */
  public static boolean equal(Object left, Object right) {
    return Equality.equal(left, right);
  }
}
