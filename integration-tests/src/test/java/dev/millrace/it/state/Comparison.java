package dev.millrace.it.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.state.Topics.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was written after the switch, held against references.
 *
 * @param tested what the upgraded job wrote
 * @param uninterrupted the whole topic of the new query that ran from the beginning
 * @param mark records of it that were there at the switch
 * @param fresh what the new query makes of the second batch alone
 * @param switched what the reference with the rule that changes wrote; empty without one
 */
record Comparison(
    List<Entry> tested,
    List<Entry> uninterrupted,
    int mark,
    List<Entry> fresh,
    Optional<List<Entry>> switched) {
  Comparison {
    tested = List.copyOf(tested);
    uninterrupted = List.copyOf(uninterrupted);
    fresh = List.copyOf(fresh);
    switched = switched.map(List::copyOf);
  }

  Truth truth() {
    List<Entry> expected = uninterrupted.subList(mark, uninterrupted.size());
    if (changes(tested).equals(changes(expected))) {
      return Truth.EXACT;
    }
    if (view(tested).equals(view(expected))) {
      return Truth.VIEW;
    }
    if (switched.map(each -> changes(each).equals(changes(tested))).orElse(false)) {
      return Truth.SWITCH;
    }
    return changes(tested).equals(changes(fresh)) ? Truth.FRESH : Truth.MIXED;
  }

  /** How much there was to compare. */
  String words() {
    return tested.size()
        + " changes, uninterrupted "
        + (uninterrupted.size() - mark)
        + ", fresh "
        + fresh.size()
        + "; ";
  }

  /** How often each change is there. */
  private static Map<String, Integer> changes(List<Entry> entries) {
    Map<String, Integer> counts = new TreeMap<>();
    entries.forEach(entry -> counts.merge(entry.key() + "=" + entry.value(), 1, Integer::sum));
    return counts;
  }

  /**
   * The rows that a reader has in the end who had the right ones at the switch. Rows with a key are
   * replaced by it; without one each is counted, and one taken away that was not there is one too
   * few.
   */
  private Map<String, Integer> view(List<Entry> changes) {
    Map<String, String> keyed = new LinkedHashMap<>();
    Map<String, Integer> counted = new TreeMap<>();
    uninterrupted.subList(0, mark).forEach(entry -> apply(entry, keyed, counted));
    changes.forEach(entry -> apply(entry, keyed, counted));
    keyed.forEach((key, value) -> counted.put(key + "=" + value, 1));
    counted.values().removeIf(count -> count == 0);
    return counted;
  }

  private static void apply(Entry entry, Map<String, String> keyed, Map<String, Integer> counted) {
    JsonNode value = entry.value();
    if (!entry.key().isEmpty()) {
      if (value == null) {
        keyed.remove(entry.key());
      } else {
        keyed.put(entry.key(), value.toString());
      }
    } else if (value != null) {
      JsonNode before = value.path("before");
      if (before.isObject()) {
        counted.merge(before.toString(), -1, Integer::sum);
      }
      JsonNode after = value.path("after");
      if (after.isObject()) {
        counted.merge(after.toString(), 1, Integer::sum);
      }
      if (!value.has("after") && !value.has("before")) {
        counted.merge(value.toString(), 1, Integer::sum);
      }
    }
  }
}
