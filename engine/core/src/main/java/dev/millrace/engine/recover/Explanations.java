package dev.millrace.engine.recover;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.JobOutput;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.plan.SqlLines;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.state.OperatorRole;
import dev.millrace.engine.state.OperatorUid;
import dev.millrace.engine.state.PlanState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says in plain words what Flink says of an operator's id. */
final class Explanations {
  private final StateTools tools;
  private final Ledger ledger;

  Explanations(StateTools tools, Ledger ledger) {
    this.tools = requireNonNull(tools, "tools");
    this.ledger = requireNonNull(ledger, "ledger");
  }

  /**
   * The operator that a cause is about.
   *
   * @param uid value of {@code table.exec.uid.format} on its node
   * @param id 32 hexadecimal digits; empty where no state could be read in which it is
   */
  record Culprit(String uid, Optional<String> id, Trouble.Place place) {
    Culprit {
      requireNonNull(uid, "uid");
      requireNonNull(id, "id");
      requireNonNull(place, "place");
    }
  }

  /** Who it is about; empty where the cause names nobody. */
  Optional<Culprit> culprit(Deployment deployment, Operation operation, FailureCause cause) {
    List<JobSpec> specs =
        Stream.of(operation.spec(), deployment.spec())
            .flatMap(Optional::stream)
            .distinct()
            .map(number -> ledger.spec(number).spec())
            .toList();
    return switch (cause) {
      case FailureCause.NoOwner noOwner -> byId(operation, specs, noOwner.operatorId());
      case FailureCause.OtherForm(Optional<String> id, List<Integer> nodes) ->
          id.isPresent()
              ? byId(operation, specs, id.get())
              : specs.stream().findFirst().flatMap(spec -> byNode(operation, spec, nodes));
      case FailureCause.OtherMaxParallelism unused -> Optional.empty();
      case FailureCause.Missing unused -> Optional.empty();
      case FailureCause.FileMissing unused -> Optional.empty();
      case FailureCause.Unreadable unused -> Optional.empty();
      case FailureCause.BadRecord unused -> Optional.empty();
      case FailureCause.NullWritten unused -> Optional.empty();
      case FailureCause.NoSlots unused -> Optional.empty();
      case FailureCause.Other unused -> Optional.empty();
    };
  }

  private Optional<Culprit> byId(Operation operation, List<JobSpec> specs, String id) {
    return stored(operation)
        .filter(stored -> stored.id().equals(id))
        .findFirst()
        .flatMap(StateSnapshot.Operator::uid)
        .flatMap(
            written ->
                specs.stream()
                    .flatMap(
                        spec ->
                            spec.operators().stream()
                                .filter(operator -> PlanState.isOf(written, operator.uid()))
                                .map(
                                    operator ->
                                        new Culprit(
                                            operator.uid(),
                                            Optional.of(id),
                                            place(spec, operator))))
                    .findFirst());
  }

  /** Of the operators of a task only those that remember something can have been refused it. */
  private Optional<Culprit> byNode(Operation operation, JobSpec spec, List<Integer> nodes) {
    PlanState plan = PlanState.of(spec.plan());
    return nodes.stream()
        .flatMap(node -> plan.uid(node).stream())
        .flatMap(
            uid ->
                spec.operators().stream()
                    .filter(each -> each.uid().equals(uid))
                    .filter(each -> each.role() == OperatorRole.STATEFUL))
        .findFirst()
        .map(
            operator ->
                new Culprit(
                    operator.uid(),
                    stored(operation)
                        .filter(
                            stored ->
                                stored
                                    .uid()
                                    .filter(uid -> PlanState.isOf(uid, operator.uid()))
                                    .isPresent())
                        .map(StateSnapshot.Operator::id)
                        .findFirst(),
                    place(spec, operator)));
  }

  /** What the states hold that it started from, or would have. */
  private Stream<StateSnapshot.Operator> stored(Operation operation) {
    return Stream.of(operation.restorePath(), operation.savepointPath(), operation.chosenPath())
        .flatMap(Optional::stream)
        .distinct()
        .flatMap(this::operators);
  }

  private Stream<StateSnapshot.Operator> operators(String path) {
    try {
      return tools.read(path).operators().stream();
    } catch (MillraceException e) {
      // What cannot be read names nobody; that it cannot be read is told elsewhere.
      return Stream.empty();
    }
  }

  private static Trouble.Place place(JobSpec spec, OperatorUid operator) {
    Optional<JobOutput> output =
        operator.models().size() == 1
            ? spec.output(operator.models().getFirst())
            : Optional.empty();
    return new Trouble.Place(
        operator.description(),
        output.map(JobOutput::model),
        output.map(JobOutput::path),
        output.map(known -> SqlLines.of(operator.description(), known.sql())).orElseGet(List::of));
  }

  /** What is wrong, whole. */
  static String sentence(
      Trouble.Kind kind,
      Operation operation,
      Optional<FailureCause> cause,
      Optional<Trouble.Place> place) {
    String what =
        switch (kind) {
          case UNFINISHED ->
              "A process ended in the middle of "
                  + (operation.spec().isPresent() ? "deploying it" : "stopping it");
          case UNDONE -> "The new job did not start, and the one before it runs again";
          case BLOCKED -> "It could not be started, and nothing runs";
          case FAILED -> "Its job has failed and does not restart";
          case CANCELED -> "Its job was cancelled, and not through Millrace";
          case RESTARTING -> "Its job fails, restarts and fails again";
          case GONE -> "Its job is gone: the cluster does not know it";
        };
    return cause.map(known -> what + ". " + words(known, place)).orElse(what);
  }

  private static String words(FailureCause cause, Optional<Trouble.Place> place) {
    String operator = place.map(known -> shortened(known.operator())).orElse("an operator");
    return switch (cause) {
      case FailureCause.NoOwner unused ->
          "The state holds what " + operator + " remembered, and the job has no such operator";
      case FailureCause.OtherForm unused ->
          "What "
              + operator
              + " remembered has another form than the query wants: types or their order differ";
      case FailureCause.OtherMaxParallelism other ->
          "The state was written for a maximum parallelism of "
              + other.stored()
              + ", and the job has "
              + other.wanted()
              + "; that cannot be changed for state that is there";
      case FailureCause.Missing unused ->
          "The savepoint or checkpoint it was to start from is not there: somebody has deleted it,"
              + " or a job that claimed it has";
      case FailureCause.FileMissing missing ->
          "A file that belongs to the state is not there: " + missing.file();
      case FailureCause.Unreadable unused ->
          "The savepoint or checkpoint it was to start from is damaged and cannot be read";
      case FailureCause.BadRecord unused -> "A record that it reads cannot be understood";
      case FailureCause.NullWritten written ->
          "The query makes a row whose `"
              + written.column()
              + "` is NULL, and its table takes none without: the column is part of the key or"
              + " declared NOT NULL";
      case FailureCause.NoSlots unused -> "The cluster had not enough free task slots for it";
      case FailureCause.Other other -> other.words();
    };
  }

  /** An operator's type alone: what it does follows with its lines. */
  private static String shortened(String description) {
    int bracket = description.indexOf('(');
    return bracket < 0 ? description : description.substring(0, bracket);
  }
}
