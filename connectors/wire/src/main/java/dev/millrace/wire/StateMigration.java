package dev.millrace.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * State that is brought into another form, in a canonical savepoint: part of a {@link
 * StateRewriteRequest}.
 *
 * @param plan whose operators are to have it; their state contract gives the new form
 * @param settings Flink options of the job that will run the plan
 */
public record StateMigration(
    String plan, Map<String, String> settings, List<MigratedOperator> operators) {

  /**
   * One operator.
   *
   * @param id of the operator that has the state
   * @param uid of the operator of the plan that is to have it
   * @param states those whose name or form changes; others go over as they are
   */
  public record MigratedOperator(String id, String uid, List<MigratedState> states) {}

  /**
   * One state: a row, a map of rows or by rows.
   *
   * @param newName its name in the plan; null when it is given up
   * @param fields where each field of the new rows comes from
   */
  public record MigratedState(String name, @Nullable String newName, List<MigratedField> fields) {}

  /**
   * One field of the new rows.
   *
   * @param from position in the old rows; null for a field that was not there
   * @param orElse a number in place of NULL; null leaves NULL
   * @param nullWhereZero position in the old rows of a number: where that is 0, the field is NULL
   */
  public record MigratedField(
      @Nullable Integer from, @Nullable Long orElse, @Nullable Integer nullWhereZero) {}
}
