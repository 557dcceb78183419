package dev.millrace.jinja.values;

import dev.millrace.jinja.Budget;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.JinjaObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Python's arithmetic on numbers, and the search for who else answers for an operator. */
public final class Arithmetic {
  private static final int MAX_BITS = 200_000;
  private static final long EXACT_DOUBLE = 1L << 53;

  private Arithmetic() {}

  /** {@code left symbol right}. */
  public static Object apply(String symbol, Object left, Object right, Budget budget) {
    if (left instanceof Long a && right instanceof Long b) {
      return integers(symbol, a, b);
    }
    if (left instanceof Undefined undefined) {
      return undefined(undefined);
    }
    if (right instanceof Undefined undefined) {
      return undefined(undefined);
    }
    if (Ordering.isNumber(left) && Ordering.isNumber(right)) {
      return numbers(symbol, left, right);
    }
    Object answer = Sequences.apply(symbol, left, right, budget);
    if (answer == null && left instanceof JinjaObject object) {
      answer = object.operate(symbol, right, false);
    }
    if (answer == null && right instanceof JinjaObject object) {
      answer = object.operate(symbol, left, true);
    }
    if (answer == null) {
      throw unsupported(symbol.equals("**") ? "** or pow()" : symbol, left, right);
    }
    return answer;
  }

  /** {@code -value}. */
  public static Object negative(Object value) {
    return signed(
        value,
        "-",
        number ->
            number instanceof Double real
                ? (Object) (-real)
                : Values.ofInteger(big(number).negate()));
  }

  /** {@code +value}. */
  public static Object positive(Object value) {
    return signed(value, "+", number -> number);
  }

  private static Object signed(Object value, String symbol, UnaryOperator<Object> operator) {
    if (value instanceof Undefined undefined) {
      return undefined(undefined);
    }
    if (!Ordering.isNumber(value)) {
      throw EvaluationException.type(
          "bad operand type for unary " + symbol + ": '" + Python.typeName(value) + "'");
    }
    return operator.apply(value instanceof Boolean flag ? (Object) (flag ? 1L : 0L) : value);
  }

  private static Object undefined(Undefined undefined) {
    if (undefined.isChainable()) {
      return undefined;
    }
    throw undefined.failure();
  }

  private static Object integers(String symbol, long a, long b) {
    switch (symbol) {
      case "+" -> {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) >= 0) {
          return sum;
        }
      }
      case "-" -> {
        long difference = a - b;
        if (((a ^ b) & (a ^ difference)) >= 0) {
          return difference;
        }
      }
      case "*" -> {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        if ((high == 0 && low >= 0) || (high == -1 && low < 0)) {
          return low;
        }
      }
      default -> {
        return numbers(symbol, a, b);
      }
    }
    return numbers(symbol, a, b);
  }

  private static Object numbers(String symbol, Object left, Object right) {
    if (left instanceof Double || right instanceof Double) {
      return reals(symbol, real(left), real(right));
    }
    BigInteger a = big(left);
    BigInteger b = big(right);
    return switch (symbol) {
      case "+" -> Values.ofInteger(a.add(b));
      case "-" -> Values.ofInteger(a.subtract(b));
      case "*" -> {
        bounded((long) a.bitLength() + b.bitLength());
        yield Values.ofInteger(a.multiply(b));
      }
      case "/" -> quotient(a, b);
      case "//" -> {
        divisor(b, "integer division or modulo by zero");
        yield Values.ofInteger(floorDivide(a, b)[0]);
      }
      case "%" -> {
        divisor(b, "integer modulo by zero");
        yield Values.ofInteger(floorDivide(a, b)[1]);
      }
      default -> power(a, b);
    };
  }

  private static Object quotient(BigInteger a, BigInteger b) {
    divisor(b, "division by zero");
    if (a.bitLength() <= 53 && b.bitLength() <= 53) {
      return a.doubleValue() / b.doubleValue();
    }
    double result =
        new BigDecimal(a).divide(new BigDecimal(b), MathContext.DECIMAL128).doubleValue();
    if (Double.isInfinite(result)) {
      throw EvaluationException.type("integer division result too large for a float");
    }
    return result;
  }

  private static BigInteger[] floorDivide(BigInteger a, BigInteger b) {
    BigInteger[] result = a.divideAndRemainder(b);
    if (result[1].signum() != 0 && result[1].signum() != b.signum()) {
      result[0] = result[0].subtract(BigInteger.ONE);
      result[1] = result[1].add(b);
    }
    return result;
  }

  private static void divisor(BigInteger value, String message) {
    if (value.signum() == 0) {
      throw EvaluationException.type(message);
    }
  }

  private static Object power(BigInteger a, BigInteger b) {
    if (b.signum() < 0) {
      return reals("**", a.doubleValue(), b.doubleValue());
    }
    if (a.bitLength() <= 1 && a.signum() >= 0) {
      return b.signum() == 0 ? (Object) 1L : Values.ofInteger(a);
    }
    bounded(b.bitLength() > 31 ? Long.MAX_VALUE : (long) a.bitLength() * b.intValue());
    return Values.ofInteger(a.pow(b.intValue()));
  }

  private static void bounded(long bits) {
    if (bits > MAX_BITS) {
      throw EvaluationException.limit("the integer is too large");
    }
  }

  private static Object reals(String symbol, double a, double b) {
    return switch (symbol) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "/" -> {
        divisor(b, "float division by zero");
        yield a / b;
      }
      case "//" -> {
        divisor(b, "float floor division by zero");
        double quotient = (a - remainder(a, b)) / b;
        double floor = Math.floor(quotient);
        // The subtraction may have rounded: the nearest whole number is meant.
        yield quotient - floor > 0.5 ? floor + 1 : floor;
      }
      case "%" -> {
        divisor(b, "float modulo");
        yield remainder(a, b);
      }
      default -> power(a, b);
    };
  }

  private static void divisor(double value, String message) {
    if (value == 0) {
      throw EvaluationException.type(message);
    }
  }

  private static double remainder(double a, double b) {
    double remainder = a % b;
    if (remainder != 0 && (remainder < 0) != (b < 0)) {
      return remainder + b;
    }
    return remainder == 0 ? Math.copySign(0.0, b) : remainder;
  }

  private static double power(double a, double b) {
    if (a == 0 && b < 0) {
      throw EvaluationException.type("0.0 cannot be raised to a negative power");
    }
    double result = Math.pow(a, b);
    if (Double.isNaN(result) && !Double.isNaN(a) && !Double.isNaN(b)) {
      throw EvaluationException.type("complex numbers are not supported");
    }
    if (Double.isInfinite(result) && Double.isFinite(a) && Double.isFinite(b)) {
      throw EvaluationException.type("(34, 'Numerical result out of range')");
    }
    return result;
  }

  /** The number as a double; an error when it is too large. */
  public static double real(Object number) {
    if (number instanceof Double value) {
      return value;
    }
    if (number instanceof Long value && Math.abs(value) <= EXACT_DOUBLE) {
      return value;
    }
    double result = big(number).doubleValue();
    if (Double.isInfinite(result)) {
      throw EvaluationException.type("int too large to convert to float");
    }
    return result;
  }

  /** The integer or boolean as an integer of any size. */
  public static BigInteger big(Object number) {
    return switch (number) {
      case Long value -> BigInteger.valueOf(value);
      case BigInteger value -> value;
      case Boolean flag -> flag ? BigInteger.ONE : BigInteger.ZERO;
      default -> throw new IllegalArgumentException("not an integer");
    };
  }

  /** The value as an index, or null when it is no integer. */
  public static @Nullable Long index(Object value) {
    return switch (value) {
      case Long number -> number;
      case Boolean flag -> flag ? 1L : 0L;
      case BigInteger number -> number.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
      default -> null;
    };
  }

  private static EvaluationException unsupported(String symbol, Object left, Object right) {
    return EvaluationException.type(
        "unsupported operand type(s) for "
            + symbol
            + ": '"
            + Python.typeName(left)
            + "' and '"
            + Python.typeName(right)
            + "'");
  }
}
