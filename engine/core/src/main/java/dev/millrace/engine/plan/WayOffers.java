package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.ledger.JobOutput;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.state.OperatorRole;
import dev.millrace.engine.state.OperatorUids;
import dev.millrace.engine.state.SourceUnits;
import dev.millrace.engine.state.TimeWaits;
import dev.millrace.engine.state.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can become of the whole state of a job that is to change. */
final class WayOffers {
  private final OperatorUids.Assignment assignment;
  private final JobSpec desired;
  private final TimeWaits waits;
  private final boolean runs;
  private final boolean ownIds;
  private final boolean drained;

  /**
   * @param waits of the deployed plan
   * @param runs whether the deployed job does
   * @param ownIds whether operators have UIDs of ours on this target
   * @param drained whether the job was drained, so that there is nothing but positions
   */
  WayOffers(
      OperatorUids.Assignment assignment,
      JobSpec desired,
      TimeWaits waits,
      boolean runs,
      boolean ownIds,
      boolean drained) {
    this.assignment = requireNonNull(assignment, "assignment");
    this.desired = requireNonNull(desired, "desired");
    this.waits = requireNonNull(waits, "waits");
    this.runs = runs;
    this.ownIds = ownIds;
    this.drained = drained;
  }

  /** All ways, from most kept to least. */
  List<WayOffer> of(Outlooks.Found found) {
    String size = size(found.operators());
    Optional<String> withoutPositions = withoutPositions(found.unreadable());
    return List.of(
        new WayOffer(
            Way.CARRY,
            "what the new query can take goes on, operator by operator",
            "what it cannot take is given up",
            drained
                ? Optional.of("the job was drained, and nothing but its positions is left")
                : Optional.empty()),
        new WayOffer(
            Way.DRAIN,
            "what waits for event time is written before the job stops, and sources read on where"
                + " they stopped: nothing is read twice or left out",
            "everything else begins empty" + split(),
            withoutPositions.or(this::notDrainable)),
        new WayOffer(
            Way.POSITIONS,
            "sources read on where they stopped: nothing is read twice or left out",
            size + " is given up" + unwritten(),
            withoutPositions),
        new WayOffer(
            Way.FRESH,
            "sources are read from where their tables say",
            size + " is given up, the positions too",
            Optional.empty()));
  }

  /** The same model, where what was found out since decides too. */
  static PlannedModel judged(PlannedModel model) {
    Optional<String> source =
        model.operators().stream()
            .filter(operator -> operator.verdict().refused())
            .filter(operator -> operator.role() == OperatorRole.SOURCE)
            .findFirst()
            .map(WayOffers::why);
    Optional<String> any =
        model.operators().stream()
            .filter(operator -> operator.verdict().refused())
            .findFirst()
            .map(WayOffers::why);
    if (any.isEmpty() || model.ways().isEmpty()) {
      return model;
    }
    List<WayOffer> offers = new ArrayList<>();
    for (WayOffer offer : model.ways()) {
      Optional<String> refusal =
          switch (offer.way()) {
            case CARRY -> model.way() == Way.CARRY ? any : source;
            case DRAIN, POSITIONS -> source;
            case FRESH -> Optional.empty();
          };
      offers.add(offer.unless(refusal));
    }
    return model.offering(offers);
  }

  private static String why(OperatorOutlook operator) {
    return ModelPlanner.lead(operator.operator()) + " cannot go on, as said above";
  }

  /** Why positions cannot be kept alone. */
  private Optional<String> withoutPositions(Optional<String> unreadable) {
    if (!ownIds) {
      return Optional.of(
          "operators have Flink's own ids on this target, so their state cannot be told apart");
    }
    if (unreadable.isPresent()) {
      return Optional.of("its state cannot be looked at: " + unreadable.get());
    }
    if (assignment.operators().stream()
        .noneMatch(
            each -> each.operator().role() == OperatorRole.SOURCE && each.previous().isPresent())) {
      return Optional.of("none of its sources goes on, so there are no positions to keep");
    }
    return SourceUnits.changes(assignment.plan())
        .map(
            table ->
                table
                    + " is read as changes: without the rows from before, what they change and"
                    + " delete would not be known, and results would stay wrong");
  }

  private Optional<String> notDrainable() {
    if (waits.isEmpty()) {
      return Optional.of(
          "nothing in the job waits for event time, so draining would keep the positions and"
              + " nothing else");
    }
    if (waits.mayBeBehindIdleSources()) {
      return Optional.of(
          "it has an idle timeout, and from a source that is idle Flink passes no end of time on,"
              + " so what waits would be given up without a word");
    }
    return runs ? Optional.empty() : Optional.of("its job does not run, so nothing can come out");
  }

  private String unwritten() {
    if (waits.isEmpty()) {
      return "";
    }
    return waits.areWindows() ? ", what is in open windows too" : ", what waits for event time too";
  }

  /** What becomes of a window that is open at the switch. */
  private String split() {
    if (!waits.areWindows()) {
      return "";
    }
    return replaces()
        ? ", and of a window that goes on after the switch the later part replaces the earlier one"
            + " in the table"
        : ", and a window that goes on after the switch comes in two parts";
  }

  private boolean replaces() {
    return desired.outputs().stream().map(JobOutput::primaryKey).anyMatch(key -> !key.isEmpty());
  }

  private static String size(List<OperatorOutlook> operators) {
    long bytes =
        operators.stream()
            .filter(operator -> operator.role() != OperatorRole.SOURCE)
            .flatMapToLong(operator -> operator.verdict().bytes().stream())
            .sum();
    return bytes == 0
        ? "what its operators remember"
        : PlanWords.bytes(bytes) + " that its operators remember";
  }
}
