package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.NameSuggester;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.NodeConfig;
import dev.millrace.engine.state.StateVerdict;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the project lets become of a model's state: its config {@code state_policy}, a mapping of
 * verdicts to {@code allow}, {@code confirm} or {@code forbid}. Folders and models add to it
 * verdict by verdict. It is no part of a job, so changing it deploys nothing.
 *
 * @param rules by verdict; of others nothing is said
 */
public record StatePolicy(Map<StateVerdict.Kind, Rule> rules) {
  /** Nothing is said. */
  public static final StatePolicy NONE = new StatePolicy(Map.of());

  private static final String REFUSED = "refused";
  private static final String MEANING_CHANGED = "meaning_changed";

  public StatePolicy {
    rules = Map.copyOf(rules);
  }

  /** What is done where a verdict is met, from mildest to strictest. */
  public enum Decision {
    /** The plan goes on without asking. */
    ALLOW,
    /** Somebody must permit it. */
    CONFIRM,
    /** The plan is blocked. */
    FORBID;

    /** As it is written: {@code forbid}. */
    public String written() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What is said of a verdict.
   *
   * @param place where it is said
   */
  public record Rule(Decision decision, SourcePosition place) {
    public Rule {
      requireNonNull(decision, "decision");
      requireNonNull(place, "place");
    }
  }

  /** What is said of a verdict; empty for nothing. */
  public Optional<Rule> rule(StateVerdict.Kind verdict) {
    return Optional.ofNullable(rules.get(verdict));
  }

  /**
   * What a model's config says.
   *
   * @throws MillraceException CONFIG_INVALID with the place of what is wrong
   */
  public static StatePolicy of(Node model) {
    NodeConfig config = model.config();
    Map<StateVerdict.Kind, Rule> rules = new EnumMap<>(StateVerdict.Kind.class);
    config
        .map(NodeConfig.STATE_POLICY)
        .forEach(
            (verdict, decision) -> {
              SourcePosition place = place(model, verdict);
              StateVerdict.Kind kind = kind(verdict, place);
              Rule rule = new Rule(decision(verdict, String.valueOf(decision), place), place);
              if (rule.decision() == Decision.ALLOW) {
                mustBeAllowable(kind, place);
              }
              rules.put(kind, rule);
            });
    return new StatePolicy(rules);
  }

  private static SourcePosition place(Node model, String verdict) {
    SourcePosition whole =
        model
            .config()
            .origins()
            .getOrDefault(NodeConfig.STATE_POLICY, SourcePosition.of(model.path()));
    return model
        .config()
        .origins()
        .getOrDefault(NodeConfig.part(NodeConfig.STATE_POLICY, verdict), whole);
  }

  private static StateVerdict.Kind kind(String written, SourcePosition place) {
    Map<String, StateVerdict.Kind> kinds = named(StateVerdict.Kind.values(), PlanWords::word);
    StateVerdict.Kind kind = kinds.get(written);
    if (kind != null) {
      return kind;
    }
    if (written.equals(REFUSED)) {
      throw wrong(
          "what is REFUSED is always blocked, so there is no policy for it",
          place,
          "Take `refused` out");
    }
    throw wrong(
        "there is no verdict `" + written + "`",
        place,
        remedy(
            written.equals(MEANING_CHANGED) ? PlanWords.word(kind(MEANING_CHANGED)) : written,
            List.copyOf(kinds.keySet())));
  }

  private static StateVerdict.Kind kind(String name) {
    return StateVerdict.Kind.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static Decision decision(String verdict, String written, SourcePosition place) {
    Map<String, Decision> decisions = named(Decision.values(), Decision::written);
    Decision decision = decisions.get(written);
    if (decision == null) {
      throw wrong(
          "`" + verdict + "` cannot be `" + written + "`",
          place,
          remedy(written, List.copyOf(decisions.keySet())));
    }
    return decision;
  }

  /** What nobody can allow beforehand. */
  private static void mustBeAllowable(StateVerdict.Kind kind, SourcePosition place) {
    switch (kind) {
      case DECIDE ->
          throw wrong(
              "`decide` cannot be `allow`, since somebody must choose what becomes of the column",
              place,
              "Write `confirm` or `forbid`");
      case RESET ->
          throw wrong(
              "`reset` cannot be `allow`, since state is given up only where that is asked for",
              place,
              "Write `confirm` or `forbid`");
      case KEPT, MEANING_CHANGED, MIGRATED, EMPTY, LOST, UNKNOWN -> {}
    }
  }

  private static String remedy(String written, List<String> names) {
    List<String> sorted = names.stream().sorted().toList();
    return NameSuggester.nearest(written, sorted)
            .map(nearest -> "Did you mean `" + nearest + "`? ")
            .orElse("")
        + "It may be "
        + String.join(", ", sorted.subList(0, sorted.size() - 1))
        + " or "
        + sorted.getLast();
  }

  private static <E> Map<String, E> named(E[] values, Function<E, String> name) {
    return Arrays.stream(values).collect(Collectors.toMap(name, Function.identity()));
  }

  private static MillraceException wrong(String why, SourcePosition place, String remedy) {
    return new MillraceException(
        Problem.error(
                ProblemCode.CONFIG_INVALID,
                "The config `" + NodeConfig.STATE_POLICY + "` is wrong: " + why)
            .at(place)
            .remedy(remedy));
  }
}
