package dev.millrace.engine.inspect;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.state.OperatorRole;
import dev.millrace.engine.state.PlanState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a checkpoint or savepoint holds, told to a person.
 *
 * @param model dbt's unique id of the model whose it is; empty when it is nobody's that we know
 * @param path as it was asked for, or as the cluster names it
 * @param start how the job began that wrote it; empty when the ledger does not know
 * @param operators those that hold something, the largest first
 */
public record Memory(
    Optional<String> model,
    String path,
    StateSnapshot snapshot,
    Optional<Start> start,
    List<Part> operators) {
  public Memory {
    requireNonNull(model, "model");
    requireNonNull(path, "path");
    requireNonNull(snapshot, "snapshot");
    requireNonNull(start, "start");
    operators = List.copyOf(operators);
  }

  /**
   * The submission of a job, since which it has been remembering.
   *
   * @param from checkpoint or savepoint it went on from, and so what it knows of the time before;
   *     empty when it began without state
   */
  public record Start(Instant at, Optional<String> from) {
    public Start {
      requireNonNull(at, "at");
      requireNonNull(from, "from");
    }
  }

  /**
   * What one operator holds.
   *
   * @param description Flink's, of the node in the plan; else the operator's own name
   * @param role empty when the plan does not know the operator
   * @param models unique ids of the models for whose tables it works; empty when that is not known
   */
  public record Part(
      StateSnapshot.Operator operator,
      String description,
      Optional<OperatorRole> role,
      List<String> models,
      List<Held> states) {
    public Part {
      requireNonNull(operator, "operator");
      requireNonNull(description, "description");
      requireNonNull(role, "role");
      models = List.copyOf(models);
      states = List.copyOf(states);
    }

    /** All of it, in bytes, with what its coordinator keeps. */
    public long bytes() {
      return operator.bytes() + operator.coordinatorBytes();
    }
  }

  /**
   * One state.
   *
   * @param columns its fields, named where the plan names them
   * @param count how much it holds; empty when it was not counted
   */
  public record Held(
      StateSnapshot.State state, PlanState.Columns columns, Optional<StateTools.Count> count) {
    public Held {
      requireNonNull(state, "state");
      requireNonNull(columns, "columns");
      requireNonNull(count, "count");
    }
  }
}
