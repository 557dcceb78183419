package dev.millrace.engine.state;

import dev.millrace.engine.connect.StateMove;
import dev.millrace.engine.connect.StateSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds the fields of one accumulator in another: those that mean the same, those that can be made
 * from others, and those that somebody must choose for.
 */
final class AggregateMoves {
  private final List<AggregateCall> before;
  private final List<AggregateCall> after;
  private final Function<String, Optional<Choices.Choice>> choices;
  private final List<StateMove.Field> fields = new ArrayList<>();
  private final List<FieldStory> stories = new ArrayList<>();
  private final Set<AggregateCall> used = new LinkedHashSet<>();

  /** Position of the count of rows that Flink adds by itself. */
  private Optional<Integer> hidden = Optional.empty();

  private AggregateMoves(
      List<AggregateCall> before,
      List<AggregateCall> after,
      Function<String, Optional<Choices.Choice>> choices) {
    this.before = before;
    this.after = after;
    this.choices = choices;
  }

  /**
   * What becomes of the accumulator.
   *
   * @param leftOut how the names of other states begin that belong to calls nobody asks for any
   *     more
   * @param stories what to say of it
   */
  record Found(StateMove move, List<String> leftOut, List<FieldStory> stories) {
    Found {
      leftOut = List.copyOf(leftOut);
      stories = List.copyOf(stories);
    }
  }

  /**
   * @param stored the accumulator that is there
   * @param wanted the accumulator that the new plan keeps
   * @param choices for columns
   * @return empty when one accumulator cannot be made from the other by moving fields
   */
  static Optional<Found> of(
      List<AggregateCall> before,
      List<AggregateCall> after,
      StateSnapshot.State stored,
      StateSnapshot.State wanted,
      Function<String, Optional<Choices.Choice>> choices) {
    return new AggregateMoves(before, after, choices).find(stored, wanted);
  }

  private Optional<Found> find(StateSnapshot.State stored, StateSnapshot.State wanted) {
    if (Stream.concat(before.stream(), after.stream()).anyMatch(call -> call.width().isEmpty())) {
      return Optional.empty();
    }
    int restBefore = stored.value().size() - width(before);
    int restAfter = wanted.value().size() - width(after);
    Optional<List<String>> leftOut = statesOfCallsLeftOut();
    if (restBefore < 0 || restAfter < 0 || leftOut.isEmpty()) {
      return Optional.empty();
    }
    if (restBefore == 1
        && before.stream().allMatch(AggregateCall::isPlain)
        && stored.value().getLast().startsWith("BIGINT")) {
      hidden = Optional.of(width(before));
    }
    for (AggregateCall call : after) {
      if (!add(call)) {
        return Optional.empty();
      }
    }
    if (!addRest(restBefore, restAfter)) {
      return Optional.empty();
    }
    for (int i = 0; i < fields.size(); i++) {
      Integer from = fields.get(i).from();
      if (from != null && i < width(after)) {
        StructureChange change =
            StructureChange.of(name(owner(i)), stored.value().get(from), wanted.value().get(i));
        stories.addAll(change.gaps());
      }
    }
    for (AggregateCall call : before) {
      if (!used.contains(call)
          && after.stream().noneMatch(each -> each.column().equals(call.column()))) {
        stories.add(
            new FieldStory(
                name(call), FieldStory.Kind.GIVEN_UP, "is no longer asked for and given up"));
      }
    }
    boolean carries =
        !used.isEmpty()
            || stories.stream()
                .anyMatch(story -> story.choices().contains(Choices.Choice.CONTINUE));
    if (!carries) {
      // Where nothing goes over there is nothing to choose: the old state is lost.
      return Optional.empty();
    }
    return Optional.of(
        new Found(
            new StateMove(stored.name(), wanted.name(), List.copyOf(fields)),
            leftOut.get(),
            stories));
  }

  /**
   * States of their own are numbered by the place of their call: they go over as they are, and only
   * where the same calls stand at the same places. Those of a call that is gone are left out; of a
   * distinct call, which may share its state with another, that cannot be told.
   *
   * @return how the names of states begin that are left out; empty when states would not fit
   */
  private Optional<List<String>> statesOfCallsLeftOut() {
    List<String> leftOut = new ArrayList<>();
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      Optional<AggregateCall> one = at(before, i).filter(call -> !call.isPlain());
      Optional<AggregateCall> other = at(after, i).filter(call -> !call.isPlain());
      if (!one.map(AggregateCall::identity).equals(other.map(AggregateCall::identity))) {
        if (other.isPresent() || one.orElseThrow().distinct()) {
          return Optional.empty();
        }
        leftOut.add("agg" + i + "$");
      }
    }
    return Optional.of(leftOut);
  }

  private static Optional<AggregateCall> at(List<AggregateCall> calls, int position) {
    return position < calls.size() ? Optional.of(calls.get(position)) : Optional.empty();
  }

  private boolean add(AggregateCall call) {
    Optional<AggregateCall> same =
        find(each -> each.identity().equals(call.identity()) && sameFields(each, call));
    if (same.isPresent()) {
      copy(same.get());
      return true;
    }
    Optional<AggregateCall> widened =
        find(each -> each.loose().equals(call.loose()) && sameFields(each, call));
    if (widened.isPresent()) {
      copy(widened.get());
      stories.add(new FieldStory(name(call), FieldStory.Kind.EXACT, "goes on in another type"));
      return true;
    }
    return derive(call) || addNew(call);
  }

  private static boolean sameFields(AggregateCall one, AggregateCall other) {
    return one.width().equals(other.width()) && one.retracts() == other.retracts();
  }

  /** Sums, counts and averages of one argument are made from each other. */
  private boolean derive(AggregateCall call) {
    if (call.distinct()) {
      return false;
    }
    Optional<Part> sum = sumFor(call);
    Optional<Part> count = countFor(call);
    return switch (call.function()) {
      case "AVG" -> sum.isPresent() && count.isPresent() && average(call, sum.get(), count.get());
      case "SUM" -> sum.isPresent() && sum(call, sum.get(), count);
      case AggregateCall.SUM_FROM_ZERO -> sum.isPresent() && sumFromZero(call, sum.get());
      case "COUNT" -> count.filter(Part::isSure).isPresent() && count(call, count.get());
      default -> false;
    };
  }

  /**
   * A field of the old accumulator that can be used.
   *
   * @param of the call it belongs to; empty for the count that Flink adds
   * @param emptyIsNull whether it is NULL as long as there was nothing to add
   * @param isSure whether it is right without knowing more of the rows
   */
  private record Part(
      int position, Optional<AggregateCall> of, boolean emptyIsNull, boolean isSure) {}

  /** Whether each row that was seen counts, whatever the new plan says of its argument. */
  private boolean wasNeverNull(AggregateCall call) {
    return call.unfiltered()
        && (call.ofRows()
            || before.stream()
                .anyMatch(
                    each -> each.argument().equals(call.argument()) && each.argumentNeverNull()));
  }

  private Optional<Part> sumFor(AggregateCall call) {
    return part(call, "SUM", 0, true)
        .or(() -> part(call, AggregateCall.SUM_FROM_ZERO, 0, false))
        .or(() -> part(call, "AVG", 0, false));
  }

  private Optional<Part> countFor(AggregateCall call) {
    boolean everyRow = wasNeverNull(call);
    return part(call, "COUNT", 0, false)
        .or(() -> part(call, "AVG", 1, false))
        .or(() -> call.retracts() ? part(call, "SUM", 1, false) : Optional.empty())
        .or(
            () ->
                call.unfiltered()
                    ? find(AggregateCall::countsRows)
                        .map(all -> new Part(position(all), Optional.of(all), false, everyRow))
                        .or(() -> hidden.map(at -> new Part(at, Optional.empty(), false, everyRow)))
                    : Optional.empty());
  }

  private Optional<Part> part(AggregateCall call, String function, int field, boolean emptyIsNull) {
    return find(each ->
            each.function().equals(function)
                && each.argument().equals(call.argument())
                && each.retracts() == call.retracts())
        .map(found -> new Part(position(found) + field, Optional.of(found), emptyIsNull, true));
  }

  private boolean average(AggregateCall call, Part sum, Part count) {
    // A sum of nothing is NULL, but the one inside an average is 0.
    fields.add(new StateMove.Field(sum.position(), 0L));
    fields.add(new StateMove.Field(count.position(), null));
    if (count.isSure()) {
      return derived(call, "is made from the sum and the count that are there", sum, count);
    }
    stories.add(
        new FieldStory(
            name(call),
            FieldStory.Kind.ASSUMES,
            "is made from the sum and the count of all rows, which is right if its argument was"
                + " never NULL"));
    return uses(sum, count);
  }

  private boolean sum(AggregateCall call, Part sum, Optional<Part> count) {
    if (call.retracts()) {
      // Its value depends on its own count, whatever the sum of nothing is.
      if (count.filter(Part::isSure).isEmpty()) {
        return false;
      }
      fields.add(new StateMove.Field(sum.position(), null));
      fields.add(new StateMove.Field(count.get().position(), null));
      return derived(call, "is made from what is there", sum, count.get());
    }
    if (sum.emptyIsNull() || wasNeverNull(call)) {
      fields.add(new StateMove.Field(sum.position(), null));
      return derived(call, "is made from the sum that is there", sum);
    }
    if (count.filter(Part::isSure).isEmpty()) {
      return false;
    }
    fields.add(new StateMove.Field(sum.position(), null, count.get().position()));
    return derived(call, "is made from the sum and the count that are there", sum, count.get());
  }

  private boolean sumFromZero(AggregateCall call, Part sum) {
    fields.add(new StateMove.Field(sum.position(), 0L));
    return derived(call, "is made from the sum that is there", sum);
  }

  private boolean count(AggregateCall call, Part count) {
    fields.add(new StateMove.Field(count.position(), null));
    return derived(call, "is made from the count that is there", count);
  }

  private boolean derived(AggregateCall call, String words, Part... parts) {
    stories.add(new FieldStory(name(call), FieldStory.Kind.EXACT, words));
    return uses(parts);
  }

  private boolean uses(Part... parts) {
    for (Part part : parts) {
      part.of().ifPresent(used::add);
    }
    return true;
  }

  private boolean addNew(AggregateCall call) {
    Optional<List<Optional<Long>>> beginning = call.beginning();
    if (beginning.isEmpty() || call.distinct()) {
      return false;
    }
    Optional<AggregateCall> namesake =
        call.isNamed() ? find(each -> each.column().equals(call.column())) : Optional.empty();
    if (namesake.isEmpty()) {
      begin(beginning.get());
      stories.add(
          new FieldStory(
              name(call),
              FieldStory.Kind.STARTS,
              "is new and knows nothing of the past" + takenBack(call)));
      return true;
    }
    // What is taken back would be what was never added.
    boolean canContinue =
        !call.retracts()
            && namesake.get().function().equals(call.function())
            && sameFields(namesake.get(), call)
            && namesake.get().distinct() == call.distinct();
    Optional<Choices.Choice> choice =
        choices.apply(call.column()).filter(each -> canContinue || each == Choices.Choice.RESET);
    switch (choice.orElse(null)) {
      case CONTINUE -> {
        copy(namesake.get());
        stories.add(
            new FieldStory(
                name(call),
                FieldStory.Kind.CONTINUES,
                "goes on from its old value, as was chosen; rows from before the switch stay in it"
                    + " as they were counted"));
      }
      case RESET -> {
        begin(beginning.get());
        stories.add(
            new FieldStory(
                name(call),
                FieldStory.Kind.RESET,
                "begins again, as was chosen; the rest is kept" + takenBack(call)));
      }
      case null -> {
        begin(beginning.get());
        stories.add(
            new FieldStory(
                name(call),
                FieldStory.Kind.DECIDE,
                canContinue
                    ? "means something else now: `continue` adds the new to the old value, `reset`"
                        + " begins again and keeps the rest"
                    : "means something else now, and its old value is no use: `reset` begins again"
                        + " and keeps the rest"
                        + takenBack(call),
                canContinue
                    ? List.of(Choices.Choice.CONTINUE, Choices.Choice.RESET)
                    : List.of(Choices.Choice.RESET)));
      }
    }
    return true;
  }

  private static String takenBack(AggregateCall call) {
    return call.retracts()
        ? "; a row from before that changes or goes is taken off it all the same"
        : "";
  }

  /** A count of rows that Flink adds by itself, and the fields of distinct values. */
  private boolean addRest(int restBefore, int restAfter) {
    int first = width(before);
    if (restBefore == restAfter) {
      for (int i = 0; i < restBefore; i++) {
        fields.add(new StateMove.Field(first + i, null));
      }
      return true;
    }
    Optional<AggregateCall> counted = find(AggregateCall::countsRows);
    if (restBefore == 0 && restAfter == 1 && counted.isPresent()) {
      fields.add(new StateMove.Field(position(counted.get()), null));
      return true;
    }
    return restAfter == 0 && hidden.isPresent();
  }

  private void copy(AggregateCall call) {
    int position = position(call);
    for (int i = 0; i < call.width().orElseThrow(); i++) {
      fields.add(new StateMove.Field(position + i, null));
    }
    used.add(call);
  }

  private void begin(List<Optional<Long>> numbers) {
    numbers.forEach(number -> fields.add(new StateMove.Field(null, number.orElse(null))));
  }

  private Optional<AggregateCall> find(Predicate<AggregateCall> wanted) {
    return before.stream().filter(wanted).findFirst();
  }

  private int position(AggregateCall call) {
    int position = 0;
    for (AggregateCall each : before) {
      if (each.equals(call)) {
        return position;
      }
      position += each.width().orElseThrow();
    }
    throw new IllegalStateException("the call is one of them");
  }

  /** Whose field it is in the new accumulator. */
  private AggregateCall owner(int field) {
    int end = 0;
    for (AggregateCall call : after) {
      end += call.width().orElseThrow();
      if (field < end) {
        return call;
      }
    }
    throw new IllegalStateException("the field is one of theirs");
  }

  private static int width(List<AggregateCall> calls) {
    return calls.stream().mapToInt(call -> call.width().orElseThrow()).sum();
  }

  private static String name(AggregateCall call) {
    return call.isNamed() ? call.column() : call.function();
  }
}
