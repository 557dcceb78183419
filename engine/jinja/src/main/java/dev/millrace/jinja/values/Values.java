package dev.millrace.jinja.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The door through which a host's Java objects become values of the model. */
public final class Values {
  private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  private Values() {}

  /**
   * The value that a Java object stands for. Null becomes None, narrow numbers become Long or
   * Double; everything else stays what it is. Containers are not copied: their elements pass
   * through here when they are read.
   */
  public static Object of(@Nullable Object object) {
    return switch (object) {
      case null -> None.NONE;
      case String text -> text;
      case Long number -> number;
      case Integer number -> (long) number;
      case Short number -> (long) number;
      case Byte number -> (long) number;
      case BigInteger number -> ofInteger(number);
      case Float number -> (double) number;
      case BigDecimal number -> number.doubleValue();
      case Character character -> character.toString();
      case Enum<?> constant when constant != None.NONE -> constant.name();
      default -> object;
    };
  }

  /** The integer as Long when it fits. */
  public static Object ofInteger(BigInteger number) {
    return number.compareTo(MIN_LONG) >= 0 && number.compareTo(MAX_LONG) <= 0
        ? (Object) number.longValue()
        : number;
  }
}
