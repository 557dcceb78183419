package dev.millrace.it.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * What came of a case.
 *
 * @param judgement before anything was stopped
 * @param detail why it could not be run, or what failed; empty when all went its way
 */
record CaseResult(StateCase of, Judgement judgement, Truth truth, String detail) {
  private static final ObjectMapper JSON = new ObjectMapper();

  CaseResult {
    requireNonNull(of, "of");
    requireNonNull(judgement, "judgement");
    requireNonNull(truth, "truth");
    requireNonNull(detail, "detail");
  }

  /** It went on; or the plan said that it cannot or must be asked for, and nothing was stopped. */
  boolean restorableRight() {
    return switch (truth) {
      case ERROR, FAILED -> false;
      case REFUSED -> judgement.needsPermission();
      case EXACT, VIEW, SWITCH, FRESH, MIXED -> true;
    };
  }

  boolean meaningRight() {
    return judgement.isRight(truth);
  }

  boolean wrongKept() {
    return judgement.promises() && (truth == Truth.MIXED || truth == Truth.FRESH);
  }

  boolean unknown() {
    return judgement.verdict() == Judgement.Verdict.UNKNOWN;
  }

  /** Permission was asked for, and there was no need. */
  boolean falseAlarm() {
    return judgement.needsPermission() && truth == Truth.EXACT;
  }

  boolean carried() {
    return truth == Truth.EXACT || truth == Truth.VIEW;
  }

  /** One line of JSON. */
  String json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("case", of.name());
    node.put("place", of.place());
    node.put("verdict", judgement.verdict().name().toLowerCase(Locale.ROOT));
    node.put("needs_permission", judgement.needsPermission());
    node.put("truth", truth.name());
    node.put("listed", of.listed());
    node.put("wrong_kept", wrongKept());
    node.put("false_alarm", falseAlarm());
    node.put("reason", judgement.reason());
    node.put("detail", detail);
    return node.toString();
  }
}
