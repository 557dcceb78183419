package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.state.KafkaPositions;
import dev.millrace.engine.state.OperatorRole;
import dev.millrace.engine.state.StateVerdict;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of the state of one operator.
 *
 * @param outlook what the plans alone say
 * @param verdict what is really there, and what becomes of it
 * @param models unique ids of the models for whose tables the operator works
 * @param lines of the model's compiled SQL that the operator comes from, counted from 1; empty when
 *     they cannot be told, or when it works for several
 * @param uid value of {@code table.exec.uid.format} on its node of the new plan; empty for what is
 *     not in it
 * @param positions of a source of Kafka's, how they fit its topics; empty for all else and where
 *     nothing was compared
 */
public record OperatorOutlook(
    Outlook outlook,
    StateVerdict verdict,
    List<String> models,
    List<Integer> lines,
    Optional<String> uid,
    List<KafkaPositions.Finding> positions) {
  public OperatorOutlook {
    requireNonNull(outlook, "outlook");
    requireNonNull(verdict, "verdict");
    models = List.copyOf(models);
    lines = List.copyOf(lines);
    requireNonNull(uid, "uid");
    positions = List.copyOf(positions);
  }

  /** Of what is not in the new plan. */
  public OperatorOutlook(
      Outlook outlook, StateVerdict verdict, List<String> models, List<Integer> lines) {
    this(outlook, verdict, models, lines, Optional.empty(), List.of());
  }

  /** The same with another verdict. */
  OperatorOutlook judged(StateVerdict other, List<KafkaPositions.Finding> findings) {
    return new OperatorOutlook(outlook, other, models, lines, uid, findings);
  }

  /** Whether there is more to tell than that it is kept. */
  public boolean tellsReason() {
    return verdict.kind() != StateVerdict.Kind.KEPT || !positions.isEmpty();
  }

  public OperatorRole role() {
    return verdict.role();
  }

  /** Flink's description of it. */
  public String operator() {
    return verdict.operator();
  }

  /** One sentence. */
  public String reason() {
    return verdict.reason();
  }

  /** What can be said without reading the state itself. */
  public enum Outlook {
    /** Same operator, same meaning, same rows: its state goes on. */
    KEPT,
    /** Its state goes on, but the rows that reach it from now on are others than before. */
    INPUT_CHANGED,
    /** It is new: it starts empty and does not know the past. */
    STARTS_EMPTY,
    /** It is no longer there, or means something else: its state has no owner. */
    WITHOUT_OWNER
  }
}
