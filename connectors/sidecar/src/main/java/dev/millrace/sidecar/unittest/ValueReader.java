package dev.millrace.sidecar.unittest;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.flink.table.utils.DateTimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads a value as people write it in YAML or JSON into Flink's form. Times may be written in ISO
 * or in SQL form, as a date alone, and with or without seconds; without a zone they are in UTC.
 */
final class ValueReader {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private ValueReader() {}

  /**
   * @throws IllegalArgumentException when the value is not of the type, said in words
   */
  static @Nullable Object read(@Nullable Object value, LogicalType type) {
    if (value == null) {
      return null;
    }
    try {
      return readPresent(value, type);
    } catch (RuntimeException e) {
      if (e instanceof NotOfTypeException) {
        throw e;
      }
      throw new NotOfTypeException(value, type);
    }
  }

  /** A value that cannot be read, said once at the innermost place. */
  private static final class NotOfTypeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    NotOfTypeException(Object value, LogicalType type) {
      super("'" + value + "' is not a value of type " + type.asSummaryString());
    }
  }

  private static Object readPresent(Object value, LogicalType type) {
    String text = String.valueOf(value).strip();
    return switch (type.getTypeRoot()) {
      case CHAR, VARCHAR -> StringData.fromString(String.valueOf(value));
      case BOOLEAN -> bool(text);
      case TINYINT -> decimal(text).byteValueExact();
      case SMALLINT -> decimal(text).shortValueExact();
      case INTEGER -> decimal(text).intValueExact();
      case BIGINT -> decimal(text).longValueExact();
      case FLOAT -> Float.parseFloat(text);
      case DOUBLE -> Double.parseDouble(text);
      case DECIMAL -> decimalData(value, text, (DecimalType) type);
      case BINARY, VARBINARY -> Base64.getDecoder().decode(text);
      case DATE -> (int) LocalDate.parse(text).toEpochDay();
      case TIME_WITHOUT_TIME_ZONE -> (int) (LocalTime.parse(text).toNanoOfDay() / NANOS_PER_MILLI);
      case TIMESTAMP_WITHOUT_TIME_ZONE -> truncated(timestamp(text), type);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> truncated(instant(text), type);
      case ARRAY -> array((List<?>) value, (ArrayType) type);
      case MAP -> map((Map<?, ?>) value, (MapType) type);
      case ROW -> row(value, (RowType) type);
      default ->
          throw new IllegalArgumentException("no value can be given for " + type.asSummaryString());
    };
  }

  private static boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  private static DecimalData decimalData(Object value, String text, DecimalType type) {
    BigDecimal exact = decimal(text).setScale(type.getScale());
    DecimalData data = DecimalData.fromBigDecimal(exact, type.getPrecision(), type.getScale());
    if (data == null) {
      throw new NotOfTypeException(value, type);
    }
    return data;
  }

  private static LocalDateTime timestamp(String text) {
    String iso = text.replaceFirst("^(\\d{4}-\\d{2}-\\d{2})\\s+", "$1T");
    return iso.indexOf('T') < 0 ? LocalDate.parse(iso).atStartOfDay() : LocalDateTime.parse(iso);
  }

  private static LocalDateTime instant(String text) {
    String iso =
        text.replaceFirst("^(\\d{4}-\\d{2}-\\d{2})\\s+", "$1T").replaceFirst("\\s*UTC$", "Z");
    boolean hasZone = iso.matches(".*(?:[zZ]|T.*[+-]\\d{2}(?::?\\d{2})?)$");
    if (!hasZone) {
      return timestamp(text);
    }
    Instant instant = OffsetDateTime.parse(iso).toInstant();
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  /** Flink would hold more digits than the type has, and compare them. */
  private static TimestampData truncated(LocalDateTime time, LogicalType type) {
    return DateTimeUtils.truncate(
        TimestampData.fromLocalDateTime(time), LogicalTypeChecks.getPrecision(type));
  }

  private static GenericArrayData array(List<?> values, ArrayType type) {
    return new GenericArrayData(
        values.stream().map(value -> read(value, type.getElementType())).toArray());
  }

  private static GenericMapData map(Map<?, ?> values, MapType type) {
    Map<@Nullable Object, @Nullable Object> read = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> read.put(read(key, type.getKeyType()), read(value, type.getValueType())));
    return new GenericMapData(read);
  }

  private static GenericRowData row(Object value, RowType type) {
    GenericRowData row = new GenericRowData(type.getFieldCount());
    if (value instanceof List<?> fields) {
      if (fields.size() != type.getFieldCount()) {
        throw new NotOfTypeException(value, type);
      }
      for (int index = 0; index < fields.size(); index++) {
        row.setField(index, read(fields.get(index), type.getTypeAt(index)));
      }
      return row;
    }
    Map<?, ?> fields = (Map<?, ?>) value;
    if (!type.getFieldNames().containsAll(fields.keySet())) {
      throw new NotOfTypeException(value, type);
    }
    for (int index = 0; index < type.getFieldCount(); index++) {
      row.setField(index, read(fields.get(type.getFieldNames().get(index)), type.getTypeAt(index)));
    }
    return row;
  }
}
