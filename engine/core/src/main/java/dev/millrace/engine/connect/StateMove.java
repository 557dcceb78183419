package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one state of an operator goes over to another operator.
 *
 * @param name it has
 * @param newName it gets; null when it is given up
 * @param fields where each field of its new rows comes from; empty when they stay as they are
 */
public record StateMove(String name, @Nullable String newName, List<Field> fields) {
  public StateMove {
    requireNonNull(name, "name");
    fields = List.copyOf(fields);
  }

  /**
   * One field of new rows.
   *
   * @param from position in the old rows; null for one that was not there
   * @param orElse a number in place of NULL; null leaves NULL
   * @param nullWhereZero position in the old rows of a number: where that is 0, the field is NULL;
   *     null for a field that does not depend on another
   */
  public record Field(
      @Nullable Integer from, @Nullable Long orElse, @Nullable Integer nullWhereZero) {
    /** One that depends on no other. */
    public Field(@Nullable Integer from, @Nullable Long orElse) {
      this(from, orElse, null);
    }
  }
}
