package dev.millrace.jinja.values;

import dev.millrace.jinja.EvaluationException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** One Java object per class of keys that Python holds equal: 1, 1.0 and True are one key. */
public final class Keys {
  private Keys() {}

  /** The object that stands for a key; an error for values that cannot be hashed. */
  public static Object normal(Object key) {
    return switch (key) {
      case String text -> text;
      case Long number -> number;
      case Boolean flag -> flag ? 1L : 0L;
      case Double number -> ofDouble(number);
      case BigInteger number -> Values.of(number);
      case PyRange range -> range;
      case List<?> list -> throw unhashable(list);
      case Map<?, ?> map -> throw unhashable(map);
      case PySet set -> throw unhashable(set);
      case DictView view when view.isSet() -> throw unhashable(view);
      case Undefined undefined -> Undefined.class;
      case Object other -> Values.of(other);
    };
  }

  private static Object ofDouble(Double number) {
    double value = number;
    if (value != Math.rint(value) || Double.isInfinite(value)) {
      return number;
    }
    if (Math.abs(value) < 0x1p62) {
      return (long) value;
    }
    return Values.of(new BigDecimal(value).toBigIntegerExact());
  }

  private static EvaluationException unhashable(Object value) {
    return EvaluationException.type("unhashable type: '" + Python.typeName(value) + "'");
  }
}
