package dev.millrace.sidecar.state;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.wire.StateMigration.MigratedField;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.jspecify.annotations.Nullable;

/** Makes rows of one form from rows of another, field by field. */
final class RowForm {
  private final List<Field> fields;
  private final boolean injective;

  private RowForm(List<Field> fields, boolean injective) {
    this.fields = List.copyOf(fields);
    this.injective = injective;
  }

  /**
   * Reads one field and makes it one of the new type.
   *
   * @param parts of a structure whose parts are others now; null for all other fields
   */
  private record Field(
      RowData.@Nullable FieldGetter from,
      LogicalType before,
      LogicalType after,
      @Nullable Long orElse,
      RowData.@Nullable FieldGetter nullWhereZero,
      @Nullable RowForm parts) {}

  /**
   * @throws CallFailedException INVALID_REQUEST when a field cannot come from where it should
   */
  static RowForm of(List<LogicalType> before, List<LogicalType> after, List<MigratedField> moves)
      throws CallFailedException {
    if (moves.size() != after.size()) {
      throw invalid(
          "The new plan keeps " + after.size() + " fields, and " + moves.size() + " were told");
    }
    List<Field> fields = new ArrayList<>();
    Set<Integer> used = new HashSet<>();
    boolean injective = true;
    for (int i = 0; i < after.size(); i++) {
      MigratedField move = moves.get(i);
      Integer from = move.from();
      LogicalType wanted = after.get(i);
      if (from == null) {
        if (move.orElse() == null && !wanted.isNullable()) {
          throw invalid(
              "There is no value for rows from before where "
                  + wanted.asSummaryString()
                  + " is wanted");
        }
        fields.add(new Field(null, wanted, wanted, move.orElse(), null, null));
        continue;
      }
      LogicalType stored = fieldOf(before, from);
      RowForm parts = null;
      if (isOtherStructure(stored, wanted)) {
        parts = ofParts((RowType) stored, (RowType) wanted);
        injective &= parts.isInjective();
      } else if (!canBecome(stored, wanted)) {
        throw invalid(stored.asSummaryString() + " cannot become " + wanted.asSummaryString());
      }
      used.add(from);
      fields.add(
          new Field(
              RowData.createFieldGetter(stored, from),
              stored,
              wanted,
              move.orElse(),
              counter(before, move.nullWhereZero()),
              parts));
    }
    return new RowForm(fields, injective && used.size() == before.size());
  }

  private static boolean isOtherStructure(LogicalType before, LogicalType after) {
    return before instanceof RowType && after instanceof RowType && !sameBytes(before, after);
  }

  /** The parts of a structure are found by their names; one that it did not have is NULL. */
  private static RowForm ofParts(RowType before, RowType after) throws CallFailedException {
    List<MigratedField> moves = new ArrayList<>();
    for (String name : after.getFieldNames()) {
      int from = before.getFieldIndex(name);
      moves.add(new MigratedField(from < 0 ? null : from, null, null));
    }
    return of(before.getChildren(), after.getChildren(), moves);
  }

  private static LogicalType fieldOf(List<LogicalType> row, int position)
      throws CallFailedException {
    if (position < 0 || position >= row.size()) {
      throw invalid("The state has no field " + position + "; it has " + row.size());
    }
    return row.get(position);
  }

  private static RowData.@Nullable FieldGetter counter(
      List<LogicalType> row, @Nullable Integer position) throws CallFailedException {
    if (position == null) {
      return null;
    }
    LogicalType type = fieldOf(row, position);
    if (type.getTypeRoot() != LogicalTypeRoot.BIGINT) {
      throw invalid(type.asSummaryString() + " is no count");
    }
    return RowData.createFieldGetter(type, position);
  }

  /** Whether rows that differ still differ afterwards. */
  boolean isInjective() {
    return injective;
  }

  /**
   * @throws ArithmeticException when a value does not fit where it should go
   */
  RowData convert(RowData row) {
    GenericRowData made = new GenericRowData(row.getRowKind(), fields.size());
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      Object value = field.from() == null ? null : field.from().getFieldOrNull(row);
      Object converted;
      if (field.nullWhereZero() != null
          && Long.valueOf(0).equals(field.nullWhereZero().getFieldOrNull(row))) {
        converted = null;
      } else if (value != null && field.parts() != null) {
        converted = field.parts().convert((RowData) value);
      } else if (value != null) {
        converted = convert(value, field.before(), field.after());
      } else if (field.orElse() == null) {
        converted = null;
      } else {
        converted = number(BigDecimal.valueOf(field.orElse()), field.after());
      }
      // Of a column with the machine's clock Flink stores nothing, although it is never NULL.
      if (converted == null
          && !field.after().isNullable()
          && !LogicalTypeChecks.isProctimeAttribute(field.after())) {
        throw new ArithmeticException(
            "a value is missing where " + field.after().asSummaryString() + " is wanted");
      }
      made.setField(i, converted);
    }
    return made;
  }

  /** Whether values are written in the same bytes. */
  static boolean sameBytes(LogicalType before, LogicalType after) {
    if (before.copy(true).equals(after.copy(true))) {
      return true;
    }
    return before.getTypeRoot() == after.getTypeRoot()
        && (before.is(LogicalTypeFamily.CHARACTER_STRING)
            || before.is(LogicalTypeFamily.BINARY_STRING));
  }

  private static boolean canBecome(LogicalType before, LogicalType after) {
    if (before.copy(true).equals(after.copy(true))) {
      return true;
    }
    if (before.is(LogicalTypeFamily.CHARACTER_STRING)
        || before.is(LogicalTypeFamily.BINARY_STRING)) {
      return before.getTypeRoot() == after.getTypeRoot()
          && LogicalTypeChecks.getLength(after) >= LogicalTypeChecks.getLength(before);
    }
    if (before.is(LogicalTypeFamily.EXACT_NUMERIC)) {
      return after.is(LogicalTypeFamily.EXACT_NUMERIC) && scale(after) >= scale(before);
    }
    return before.is(LogicalTypeRoot.FLOAT) && after.is(LogicalTypeRoot.DOUBLE);
  }

  private static int scale(LogicalType type) {
    return type instanceof DecimalType decimal ? decimal.getScale() : 0;
  }

  private static Object convert(Object value, LogicalType before, LogicalType after) {
    if (sameBytes(before, after)) {
      return value;
    }
    if (value instanceof Float number) {
      return number.doubleValue();
    }
    BigDecimal number =
        value instanceof DecimalData decimal
            ? decimal.toBigDecimal()
            : BigDecimal.valueOf(((Number) value).longValue());
    return number(number, after);
  }

  private static Object number(BigDecimal number, LogicalType type) {
    return switch (type.getTypeRoot()) {
      case TINYINT -> number.byteValueExact();
      case SMALLINT -> number.shortValueExact();
      case INTEGER -> number.intValueExact();
      case BIGINT -> number.longValueExact();
      case FLOAT -> number.floatValue();
      case DOUBLE -> number.doubleValue();
      case DECIMAL -> decimal(number, (DecimalType) type);
      default -> throw new ArithmeticException(type.asSummaryString() + " is no number");
    };
  }

  private static DecimalData decimal(BigDecimal number, DecimalType type) {
    DecimalData decimal = DecimalData.fromBigDecimal(number, type.getPrecision(), type.getScale());
    if (decimal == null) {
      throw new ArithmeticException(number + " does not fit into " + type.asSummaryString());
    }
    return decimal;
  }

  static CallFailedException invalid(String message) {
    return new CallFailedException(FailureKind.INVALID_REQUEST, message);
  }
}
