package dev.millrace.it.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the plan says of a case: the worst of what it says of its models and their operators.
 *
 * @param needsPermission whether the plan would not be carried out without asking
 * @param reason of the operator that is worst off
 */
record Judgement(Verdict verdict, boolean needsPermission, String reason) {
  Judgement {
    requireNonNull(verdict, "verdict");
    requireNonNull(reason, "reason");
  }

  /** From best to worst. */
  enum Verdict {
    KEPT,
    MIGRATED,
    EMPTY,
    RESET,
    MEANING_CHANGED,
    LOST,
    UNKNOWN,
    DECIDE,
    BLOCKED
  }

  /**
   * @param models entries of the plan's {@code models}
   */
  static Judgement of(List<JsonNode> models) {
    List<Judgement> all = new ArrayList<>(List.of(new Judgement(Verdict.KEPT, false, "")));
    for (JsonNode model : models) {
      String action = model.path("action").asText();
      if (action.equals("blocked")) {
        all.add(new Judgement(Verdict.BLOCKED, true, model.path("reasons").toString()));
      }
      boolean permission = model.path("needs_permission").asBoolean();
      boolean told = false;
      for (JsonNode operator : model.path("state")) {
        Verdict verdict = verdict(operator);
        told |= verdict.compareTo(Verdict.MIGRATED) > 0;
        all.add(
            new Judgement(
                verdict,
                permission,
                operator.path("operator").asText() + ": " + operator.path("reason").asText()));
      }
      if (permission && !told) {
        all.add(new Judgement(Verdict.UNKNOWN, true, model.path("reasons").toString()));
      }
    }
    Judgement worst = all.getFirst();
    boolean permission = false;
    for (Judgement each : all) {
      permission |= each.needsPermission();
      if (each.verdict().compareTo(worst.verdict()) > 0) {
        worst = each;
      }
    }
    return new Judgement(worst.verdict(), permission, worst.reason());
  }

  private static Verdict verdict(JsonNode operator) {
    if (operator.path("refused").asBoolean()) {
      return Verdict.BLOCKED;
    }
    Verdict verdict = Verdict.valueOf(operator.path("verdict").asText().toUpperCase(Locale.ROOT));
    boolean remembers = operator.path("role").asText().equals("stateful");
    // A source or sink that is new begins as its table says.
    return verdict == Verdict.EMPTY && !remembers ? Verdict.KEPT : verdict;
  }

  /** Whether the plan says that the numbers go on as they should. */
  boolean promises() {
    return !needsPermission && verdict.compareTo(Verdict.MIGRATED) <= 0;
  }

  /** Whether what was said of the meaning is what the values show. */
  boolean isRight(Truth truth) {
    Set<Truth> fitting =
        switch (verdict) {
          case KEPT, MIGRATED -> Set.of(Truth.EXACT, Truth.VIEW);
          case EMPTY, RESET, LOST -> Set.of(Truth.FRESH, Truth.SWITCH, Truth.MIXED, Truth.VIEW);
          case MEANING_CHANGED -> Set.of(Truth.SWITCH, Truth.MIXED, Truth.VIEW);
          case UNKNOWN -> Set.of();
          // Where something was chosen, it goes on with that.
          case DECIDE -> Set.of(Truth.REFUSED, Truth.FRESH, Truth.SWITCH, Truth.MIXED, Truth.VIEW);
          case BLOCKED -> Set.of(Truth.REFUSED);
        };
    return fitting.contains(truth);
  }
}
