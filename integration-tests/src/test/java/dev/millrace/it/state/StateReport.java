package dev.millrace.it.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;

/** All results and what they add up to. */
record StateReport(List<CaseResult> results) {
  private static final ObjectMapper JSON = new ObjectMapper();

  StateReport {
    results = List.copyOf(results);
  }

  int count(Predicate<CaseResult> predicate) {
    return Math.toIntExact(results.stream().filter(predicate).count());
  }

  private boolean someListed() {
    return results.stream().anyMatch(each -> each.of().listed());
  }

  /** One line. */
  String json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("cases", results.size());
    node.put("restorable_right", count(CaseResult::restorableRight));
    node.put("meaning_right", count(CaseResult::meaningRight));
    node.put("wrong_kept", count(CaseResult::wrongKept));
    node.put("unknown", count(CaseResult::unknown));
    node.put("false_alarms", count(CaseResult::falseAlarm));
    node.put(
        "carried_exactly", count(each -> each.carried() && (each.of().listed() || !someListed())));
    node.put("listed", count(each -> each.of().listed()));
    node.put("errors", count(each -> each.truth() == Truth.ERROR));
    return node.toString();
  }
}
