package dev.millrace.engine.plan;

import dev.millrace.engine.plan.StatePolicy.Decision;
import dev.millrace.engine.plan.StatePolicy.Rule;
import dev.millrace.engine.state.OperatorRole;
import dev.millrace.engine.state.StateVerdict;
import dev.millrace.engine.state.Way;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds verdicts against what the project says of them. It can only be asked about what Flink would
 * do: what is refused stays blocked, and a column waits for its choice whatever is allowed.
 */
final class StatePolicies {
  private static final String WAYS_OUT =
      "Take the change back, choose another way, or change the policy; nothing has been stopped";

  private final Map<String, StatePolicy> byModel = new LinkedHashMap<>();

  /** Whether what is typed for columns is for a model. */
  private final PlanOptions options;

  /**
   * Reads what the models of the jobs say.
   *
   * @throws dev.millrace.engine.problem.MillraceException CONFIG_INVALID
   */
  StatePolicies(List<ProjectJob> jobs, PlanOptions options) {
    this.options = options;
    jobs.stream()
        .flatMap(job -> job.models().stream())
        .forEach(model -> byModel.put(model.node().uniqueId(), StatePolicy.of(model.node())));
  }

  /** What is decided of a verdict, and the rule that decides it; empty where none does. */
  private record Ruled(Decision decision, Optional<Rule> rule) {}

  /** What is known so far of one model. */
  private static final class Findings {
    private final Map<String, PolicyRuling> rulings = new LinkedHashMap<>();
    private boolean asks;

    void add(StateVerdict.Kind verdict, Ruled ruled, boolean confirmed, List<String> operators) {
      asks |= ruled.decision() == Decision.CONFIRM && !confirmed;
      ruled
          .rule()
          .ifPresent(
              rule ->
                  rulings.merge(
                      verdict + " " + rule.place(),
                      new PolicyRuling(verdict, rule.decision(), rule.place(), operators),
                      Findings::both));
    }

    private static PolicyRuling both(PolicyRuling one, PolicyRuling other) {
      List<String> operators = new ArrayList<>(one.operators());
      operators.addAll(other.operators());
      return new PolicyRuling(one.verdict(), one.decision(), one.place(), operators);
    }

    List<PolicyRuling> all() {
      return List.copyOf(rulings.values());
    }
  }

  /** The same model, as far as the project lets it be. */
  PlannedModel judge(PlannedModel model) {
    if (model.models().stream().allMatch(each -> of(each).rules().isEmpty())) {
      return model;
    }
    return switch (model.action()) {
      case UPGRADE, UPGRADE_UNKNOWN_STATE, UPGRADE_FROM_POSITIONS, START_FRESH -> rule(model);
      case BLOCKED -> offering(model, List.of());
      case CREATE, UNCHANGED, RESTART, STOP, LEFT_RUNNING -> model;
    };
  }

  private PlannedModel rule(PlannedModel model) {
    Findings findings = new Findings();
    boolean told = operators(model, findings);
    if (model.action() == Action.UPGRADE_UNKNOWN_STATE && !told) {
      // Something that is no operator's: that they have Flink's own ids.
      StateVerdict.Kind unknown = StateVerdict.Kind.UNKNOWN;
      findings.add(unknown, ruled(unknown, model.models(), Decision.CONFIRM), false, List.of());
    }
    // A job that has come to its end by itself has left no state that could be reset.
    if (model.action() == Action.START_FRESH
        && model.way() == Way.FRESH
        && findings.all().isEmpty()) {
      StateVerdict.Kind reset = StateVerdict.Kind.RESET;
      findings.add(reset, ruled(reset, model.models(), Decision.CONFIRM), true, List.of());
    }
    if (model.way() == Way.CARRY && isChosenFor(model)) {
      StateVerdict.Kind decide = StateVerdict.Kind.DECIDE;
      findings.add(decide, ruled(decide, model.models(), Decision.CONFIRM), true, List.of());
    }
    List<PolicyRuling> forbidden =
        findings.all().stream().filter(each -> each.decision() == Decision.FORBID).toList();
    if (forbidden.isEmpty()) {
      return offering(
          model.ruled(
              model.action(), model.reasons(), new Permission(findings.asks, findings.all())),
          List.of());
    }
    List<String> reasons = new ArrayList<>(model.reasons());
    forbidden.forEach(each -> reasons.add(sentence(each)));
    reasons.add(WAYS_OUT);
    return offering(
        model.ruled(Action.BLOCKED, reasons, new Permission(false, findings.all())), forbidden);
  }

  /**
   * Looks at each operator.
   *
   * @return whether one of them is why the plan would ask if the project said nothing
   */
  private boolean operators(PlannedModel model, Findings findings) {
    boolean query = model.changes().stream().anyMatch(each -> each.kind() == Change.Kind.QUERY);
    boolean told = false;
    for (OperatorOutlook operator : model.operators()) {
      StateVerdict.Kind kind = operator.verdict().kind();
      boolean confirmed = isConfirmed(model, operator);
      boolean asks =
          model.action() == Action.UPGRADE_UNKNOWN_STATE && Outlooks.isUnknown(operator, query);
      told |= asks && !confirmed;
      if (isAbout(operator)) {
        findings.add(
            kind,
            ruled(kind, modelsOf(operator, model), asks ? Decision.CONFIRM : Decision.ALLOW),
            confirmed,
            List.of(operator.operator()));
      }
    }
    return told;
  }

  /** Who chooses a way for the whole state has looked at what it gives up. */
  private static boolean isConfirmed(PlannedModel model, OperatorOutlook operator) {
    return model.way() != Way.CARRY
        && (operator.verdict().kind() == StateVerdict.Kind.RESET
            || operator.role() != OperatorRole.SOURCE);
  }

  /** Whether there is something to rule on: a source or sink that is new has no past to miss. */
  private static boolean isAbout(OperatorOutlook operator) {
    StateVerdict verdict = operator.verdict();
    return switch (verdict.kind()) {
      case EMPTY -> verdict.role() == OperatorRole.STATEFUL;
      case RESET -> verdict.bytes().orElse(1) > 0;
      case KEPT, MEANING_CHANGED, MIGRATED, DECIDE, LOST, UNKNOWN -> true;
    };
  }

  /** The models whose rules count: those it works for, or all of the job. */
  private static List<String> modelsOf(OperatorOutlook operator, PlannedModel model) {
    List<String> own = operator.models().stream().filter(model.models()::contains).toList();
    return own.isEmpty() ? model.models() : own;
  }

  /** The strictest of several models, since their state goes one way together. */
  private Ruled ruled(StateVerdict.Kind verdict, List<String> models, Decision otherwise) {
    Ruled strictest = new Ruled(Decision.ALLOW, Optional.empty());
    boolean first = true;
    for (String model : models) {
      Optional<Rule> rule = of(model).rule(verdict);
      Ruled own = new Ruled(rule.map(Rule::decision).orElse(otherwise), rule);
      int stricter = own.decision().compareTo(strictest.decision());
      if (first || stricter > 0 || (stricter == 0 && strictest.rule().isEmpty())) {
        strictest = own;
      }
      first = false;
    }
    return strictest;
  }

  /** Whether something was typed for one of its columns, which is why nothing is to be decided. */
  private boolean isChosenFor(PlannedModel model) {
    return options.choices().byColumn().keySet().stream()
        .map(column -> column.substring(0, column.indexOf('.')))
        .anyMatch(name -> model.models().stream().anyMatch(each -> each.endsWith("." + name)));
  }

  private StatePolicy of(String model) {
    return byModel.getOrDefault(model, StatePolicy.NONE);
  }

  /** The same with ways that the project forbids not possible. */
  private PlannedModel offering(PlannedModel model, List<PolicyRuling> forbidden) {
    Optional<String> carry =
        forbidden.stream().findFirst().map(each -> "the project says " + PlanWords.policy(each));
    Optional<String> reset =
        ruled(StateVerdict.Kind.RESET, model.models(), Decision.CONFIRM)
            .rule()
            .filter(rule -> rule.decision() == Decision.FORBID)
            .map(
                rule ->
                    "the project says "
                        + PlanWords.policy(
                            new PolicyRuling(
                                StateVerdict.Kind.RESET,
                                rule.decision(),
                                rule.place(),
                                List.of())));
    return model.offering(
        model.ways().stream()
            .map(
                offer ->
                    offer.unless(
                        switch (offer.way()) {
                          case CARRY -> model.way() == Way.CARRY ? carry : Optional.<String>empty();
                          case DRAIN, POSITIONS, FRESH -> reset;
                        }))
            .toList());
  }

  private static String sentence(PolicyRuling ruling) {
    String state =
        ruling.operators().isEmpty()
            ? "Its state"
            : "State of " + PlanWords.operators(ruling.operators());
    String would =
        switch (ruling.verdict()) {
          case KEPT, MEANING_CHANGED, MIGRATED, RESET, LOST ->
              state + " would be " + PlanWords.word(ruling.verdict());
          case EMPTY -> state + " would begin empty";
          case UNKNOWN -> state + " would have a fate that nobody knows";
          case DECIDE -> "What becomes of a column would be decided";
        };
    return would
        + ", which the project forbids: "
        + ruling.place()
        + " says `"
        + ruling.written()
        + "`";
  }
}
