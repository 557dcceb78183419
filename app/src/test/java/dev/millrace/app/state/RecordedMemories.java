package dev.millrace.app.state;

import dev.millrace.app.work.Progress;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.inspect.Memory;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.state.OperatorRole;
import dev.millrace.engine.state.PlanState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Answers what was written down before. */
final class RecordedMemories implements Memories {
  static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  final List<Deployment> jobs = new ArrayList<>();
  final Map<String, Memory> newest = new LinkedHashMap<>();
  final Map<String, Memory> atPath = new LinkedHashMap<>();
  List<Savepoint> savepoints = List.of();
  List<String> reasons = List.of();
  @Nullable RuntimeException away;
  @Nullable RuntimeException countRefusal;

  /** Holds counting back until it is interrupted. */
  boolean countWaits;

  final List<String> calls = new CopyOnWriteArrayList<>();

  @Override
  public List<Deployment> jobs() {
    calls.add("jobs");
    return List.copyOf(jobs);
  }

  @Override
  public Memory newest(String model) {
    calls.add("newest " + StateRow.name(model));
    if (away != null) {
      throw away;
    }
    return Optional.ofNullable(newest.get(model))
        .orElseThrow(
            () -> new MillraceException(Problem.error(ProblemCode.USAGE, "It has no checkpoint")));
  }

  @Override
  public List<Savepoint> savepoints(String model) {
    return savepoints;
  }

  @Override
  public Memory at(String path) {
    calls.add("at " + path);
    return Optional.ofNullable(atPath.get(path))
        .orElseThrow(
            () ->
                new MillraceException(
                    Problem.error(ProblemCode.STATE_UNREADABLE, "There is nothing at " + path)));
  }

  @Override
  public Counted counted(Memory memory, Progress progress) {
    calls.add("count " + memory.path());
    if (countWaits) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        progress.checkCancelled();
      }
    }
    if (countRefusal != null) {
      throw countRefusal;
    }
    List<Memory.Part> parts =
        memory.operators().stream()
            .map(
                part ->
                    new Memory.Part(
                        part.operator(),
                        part.description(),
                        part.role(),
                        part.models(),
                        part.states().stream()
                            .map(
                                held ->
                                    new Memory.Held(
                                        held.state(),
                                        held.columns(),
                                        Optional.of(new StateTools.Count(7, 70))))
                            .toList()))
            .toList();
    return new Counted(
        new Memory(memory.model(), memory.path(), memory.snapshot(), memory.start(), parts),
        reasons);
  }

  /** A job of a model, or one of a name that fills the tables of several. */
  RecordedMemories deployed(String id, String... models) {
    List<String> all = models.length == 0 ? List.of(id) : List.of(models);
    jobs.add(
        new Deployment(
            "key-" + id,
            id,
            all,
            "default_catalog.dev_shop.t",
            "shop.dev.t",
            Deployment.Wanted.RUNNING,
            Optional.of(1L),
            Optional.of(1),
            OptionalInt.of(128),
            Optional.of(NOON)));
    return this;
  }

  /** The same with a checkpoint. */
  RecordedMemories remembers(String id, long bytes) {
    deployed(id);
    newest.put(
        id, memory(id, "file:/chk/" + StateRow.name(id), StateSnapshot.Format.NATIVE, bytes));
    return this;
  }

  static Memory memory(String model, String path, StateSnapshot.Format format, long bytes) {
    StateSnapshot.State state =
        new StateSnapshot.State(
            "accState",
            StateSnapshot.StateKind.VALUE,
            List.of("BIGINT"),
            List.of(),
            List.of(),
            List.of("BIGINT"),
            false);
    StateSnapshot.Operator operator =
        new StateSnapshot.Operator(
            "0".repeat(32),
            Optional.of("key/1"),
            Optional.of("GroupAggregate[1]"),
            1,
            128,
            bytes,
            0,
            false,
            List.of(state),
            List.of(),
            List.of(),
            Optional.empty());
    return new Memory(
        Optional.of(model),
        path,
        new StateSnapshot(
            path,
            StateSnapshot.Kind.CHECKPOINT,
            format,
            12,
            NOON.minusSeconds(40),
            bytes,
            List.of(operator)),
        Optional.of(new Memory.Start(NOON.minusSeconds(600), Optional.empty())),
        List.of(
            new Memory.Part(
                operator,
                "GroupAggregate(groupBy=[id])",
                Optional.of(OperatorRole.STATEFUL),
                List.of(model),
                List.of(
                    new Memory.Held(
                        state,
                        new PlanState.Columns(
                            List.of("id BIGINT"), List.of(), List.of("revenue BIGINT")),
                        Optional.empty())))));
  }
}
