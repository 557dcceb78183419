package dev.millrace.it.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.it.state.StateCase.Policy;
import dev.millrace.it.state.StateCase.Sink;
import dev.millrace.it.state.StateCase.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Queries that differ in some of their texts, and so changes from one to another.
 *
 * @param place file and line it stands in
 * @param query with {@code {slot}} where a text of that slot goes
 * @param slots the texts that may stand in each, two at least
 */
record QueryFamily(
    String name,
    String place,
    List<Source> sources,
    Sink sink,
    String query,
    Map<String, List<String>> slots) {
  /** One change of so many is made of two. */
  private static final int ONE_OF = 4;

  QueryFamily {
    requireNonNull(name, "name");
    requireNonNull(place, "place");
    sources = List.copyOf(sources);
    requireNonNull(sink, "sink");
    requireNonNull(query, "query");
    Map<String, List<String>> copy = new LinkedHashMap<>();
    slots.forEach((slot, texts) -> copy.put(slot, List.copyOf(texts)));
    slots = Collections.unmodifiableMap(copy);
  }

  /**
   * Changes of these families, in turn, the same ones for the same seed. Nothing is allowed to them
   * that needs permission: such a change is told, and this is about those that are not.
   */
  static List<StateCase> mutations(List<QueryFamily> families, int count, long seed) {
    Random random = new Random(seed);
    List<StateCase> cases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      QueryFamily family = families.get(i % families.size());
      cases.add(family.mutation(family.name + "_" + seed + "_" + i, random));
    }
    return cases;
  }

  private StateCase mutation(String called, Random random) {
    Map<String, String> before = new LinkedHashMap<>();
    slots.forEach((slot, texts) -> before.put(slot, texts.get(random.nextInt(texts.size()))));
    List<String> changing = new ArrayList<>(slots.keySet());
    Collections.shuffle(changing, random);
    changing = changing.subList(0, random.nextInt(ONE_OF) == 0 && changing.size() > 1 ? 2 : 1);
    Map<String, String> after = new LinkedHashMap<>(before);
    for (String slot : changing) {
      List<String> others = new ArrayList<>(slots.getOrDefault(slot, List.of()));
      others.remove(before.get(slot));
      after.put(slot, others.get(random.nextInt(others.size())));
    }
    return new StateCase(
        called,
        place + " " + String.join(" and ", changing),
        sources,
        List.of(),
        Map.of(StateCase.MODEL, sink),
        Map.of(StateCase.MODEL, with(before)),
        Map.of(StateCase.MODEL, with(after)),
        Map.of(),
        Map.of(),
        Map.of(),
        Set.of(Policy.NOTHING),
        Map.of(),
        Optional.empty(),
        false);
  }

  private String with(Map<String, String> texts) {
    String text = query;
    for (Map.Entry<String, String> slot : texts.entrySet()) {
      text = text.replace("{" + slot.getKey() + "}", slot.getValue());
    }
    return text;
  }
}
