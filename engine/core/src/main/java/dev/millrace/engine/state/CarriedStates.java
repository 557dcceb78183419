package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Operators of a new plan that get the state of operators that mean something else. */
public final class CarriedStates {
  /** None. */
  public static final CarriedStates NONE = new CarriedStates(List.of());

  private final List<CarriedState> all;

  private CarriedStates(List<CarriedState> all) {
    this.all = List.copyOf(all);
  }

  /**
   * Finds them.
   *
   * @param planBefore as it is deployed
   * @param optionsBefore Flink options of the job that is deployed
   * @param uidsBefore of its nodes, in its order
   * @param assignment of the new plan
   * @param optionsAfter Flink options of the new job
   * @param contract what state the new plan wants
   * @param choices for columns, by model
   */
  public static CarriedStates find(
      String planBefore,
      Map<String, String> optionsBefore,
      List<OperatorUid> uidsBefore,
      OperatorUids.Assignment assignment,
      Map<String, String> optionsAfter,
      StateSnapshot snapshot,
      StateTools.Contract contract,
      Choices choices) {
    CompiledPlan before = CompiledPlan.parse(planBefore);
    SessionOptions.mark(before, optionsBefore);
    CompiledPlan after = CompiledPlan.parse(assignment.plan());
    SessionOptions.mark(after, optionsAfter);
    return new CarriedStates(
        CarryOvers.find(before, uidsBefore, after, assignment, snapshot, contract, choices));
  }

  List<CarriedState> all() {
    return all;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** What is to be done to the savepoint for them. */
  public List<CarryOver.Migration> migrations() {
    return all.stream()
        .map(state -> new CarryOver.Migration(state.storedUid(), state.uid(), state.moves()))
        .toList();
  }

  /**
   * The same without those that a savepoint cannot be changed for, and without what rests on them:
   * it would be told of rows that it has counted already.
   */
  public CarriedStates without(Set<OperatorUid> refused) {
    return new CarriedStates(
        all.stream()
            .filter(state -> !refused.contains(state.to()))
            .filter(state -> Collections.disjoint(state.restsOn(), refused))
            .toList());
  }

  /** Each alone. */
  public List<CarriedStates> each() {
    return all.stream().map(state -> new CarriedStates(List.of(state))).toList();
  }

  /** Operators of the new plan that get something. */
  public Set<OperatorUid> receivers() {
    Set<OperatorUid> receivers = new LinkedHashSet<>();
    all.forEach(state -> receivers.add(state.to()));
    return receivers;
  }

  /** Operators of the old plan whose state goes on. */
  public Set<OperatorUid> givers() {
    Set<OperatorUid> givers = new LinkedHashSet<>();
    all.forEach(state -> givers.add(state.from()));
    return givers;
  }

  /**
   * Columns that somebody must choose for.
   *
   * @param model unique id of the model, empty where several share the operator
   * @param words the rest of a sentence that begins with the column
   * @param choices what may be chosen
   */
  public record Decision(
      Optional<String> model, String column, String words, List<Choices.Choice> choices) {
    public Decision {
      requireNonNull(model, "model");
      requireNonNull(column, "column");
      requireNonNull(words, "words");
      choices = List.copyOf(choices);
    }

    /** What is typed to choose: {@code --choose totals.revenue=continue|reset}. */
    public String flag() {
      String id = model.orElse("");
      return "--choose "
          + id.substring(id.lastIndexOf('.') + 1)
          + "."
          + column
          + "="
          + String.join("|", choices.stream().map(Choices.Choice::written).toList());
    }
  }

  /** All there are. */
  public List<Decision> decisions() {
    List<Decision> decisions = new ArrayList<>();
    for (CarriedState state : all) {
      Optional<String> model =
          state.to().models().size() == 1
              ? Optional.of(state.to().models().getFirst())
              : Optional.empty();
      state
          .undecided()
          .forEach(
              story ->
                  decisions.add(new Decision(model, story.what(), story.words(), story.choices())));
    }
    return decisions;
  }
}
