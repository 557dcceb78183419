package dev.millrace.wire;

import dev.millrace.wire.StateResponse.StoredOperator;
import java.util.List;

/**
 * The state that a plan wants.
 *
 * @param known whether it was known from an earlier run of the same plan
 * @param operators what each operator would keep; sources and sinks keep nothing of their own,
 *     since none of their tables is opened
 * @param mismatches state of the checkpoint that Flink would refuse to hand over
 */
public record StateContractResponse(
    boolean known, List<StoredOperator> operators, List<Mismatch> mismatches) {
  /**
   * A state that is there in another form than is wanted.
   *
   * @param part {@code kind}, {@code key}, {@code namespace} or {@code value}
   * @param stored what is there: types, or the kind
   * @param wanted what the plan wants
   */
  public record Mismatch(
      String operatorId, String state, String part, List<String> stored, List<String> wanted) {}
}
