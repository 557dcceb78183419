package dev.millrace.engine.state;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tables of a plan that read topics of a table that the deployed plan reads, and others besides or
 * not all of them. The topics are their identity, so all that is made of their rows would count as
 * new; but a source that gains a topic goes on with those it had.
 *
 * @param standsFor identities of tables of the deployed plan by those of the tables that take their
 *     place
 * @param readsLess whether one of them no longer reads a topic
 */
record TopicHeirs(Map<String, String> standsFor, boolean readsLess) {
  TopicHeirs {
    standsFor = Map.copyOf(standsFor);
  }

  /**
   * @param read tables that the deployed plan reads
   */
  static TopicHeirs of(CompiledPlan plan, List<CompiledPlan.Table> read) {
    Map<String, KafkaTable> now = new LinkedHashMap<>();
    KafkaTable.of(plan).stream()
        .filter(table -> !table.written())
        .forEach(table -> now.put(identity(table), table));
    Map<String, KafkaTable> before = new LinkedHashMap<>();
    read.stream()
        .filter(table -> KafkaTable.isKafka(table.options()))
        .map(table -> new KafkaTable("", table.identifier(), false, table.options()))
        .forEach(table -> before.put(identity(table), table));
    Set<String> same = new LinkedHashSet<>(now.keySet());
    same.retainAll(before.keySet());
    now.keySet().removeAll(same);
    before.keySet().removeAll(same);
    Map<String, String> standsFor = new LinkedHashMap<>();
    boolean readsLess = false;
    for (Map.Entry<String, KafkaTable> heir : now.entrySet()) {
      List<KafkaTable> old =
          before.values().stream().filter(table -> isHeir(heir.getValue(), table)).toList();
      // Of several it could only take one's place, and the others would be read twice.
      if (old.size() == 1) {
        KafkaTable table = old.getFirst();
        long rivals = now.values().stream().filter(other -> isHeir(other, table)).count();
        if (rivals == 1) {
          standsFor.put(heir.getKey(), identity(table));
          readsLess |= !table.topics().stream().allMatch(heir.getValue()::names);
        }
      }
    }
    return new TopicHeirs(standsFor, readsLess);
  }

  private static boolean isHeir(KafkaTable now, KafkaTable before) {
    return now.options().getOrDefault("connector", "").equals(before.options().get("connector"))
        && before.topics().stream().anyMatch(now::names);
  }

  private static String identity(KafkaTable table) {
    return TableIdentity.of(table.name(), table.options());
  }
}
