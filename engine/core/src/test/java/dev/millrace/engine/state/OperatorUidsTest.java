package dev.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OperatorUidsTest {
  /** What becomes of the stateful operators: K kept, I kept with other input, N new. */
  @ParameterizedTest
  @CsvSource({
    // Edits without effect on state.
    "agg, agg-aliases, K, 0",
    "agg, agg-cte, K, 0",
    "agg, agg-having, K, 0",
    "agg, agg-computed-after, K, 0",
    "agg, agg-ttl, K, 0",
    "agg, agg-unused-column, K, 0",
    "agg-where-both, agg-where-both-turned, K, 0",
    "agg-where-either, agg-where-either-turned, K, 0",
    "values, values-having, K, 0",
    "window, window-fewer-columns, K, 0",
    "join, join-aliases, K, 0",
    // The table gets a key and with it another connector, so the old sink has no heir either.
    "stateless, agg, N, 1",
    // Other rows arrive, the state means the same.
    "agg, agg-filter-before, I, 0",
    "agg, agg-view, I, 0",
    "agg-where-both, agg-where-turned-wrongly, I, 0",
    "agg-where-both, agg-where-either, I, 0",
    "join, join-filter-side, I, 0",
    "interval, interval-2h, I, 0",
    "top3, top5, I, 0",
    // The state means something else.
    "agg, agg-max, N, 1",
    "agg, agg-other-column, N, 1",
    "agg, agg-expression, N, 1",
    "agg, agg-case, N, 1",
    "agg, agg-filter-clause, N, 1",
    "agg, agg-distinct, N, 1",
    "agg, agg-swapped, N, 1",
    "agg, agg-added, N, 1",
    "agg, agg-other-key, N, 1",
    "agg, agg-two-phase, N, 1",
    "window, window-20s, N, 1",
    "window, window-hop, N, 1",
    "window, window-session, N, 1",
    "join, join-swapped, N, 1",
    "join, join-condition, N, 1",
    "join, join-left, N, 2",
    "join, join-more-columns, N, 1",
    "join, join-replaced-column, N, 1",
    "join, interval, N, 1",
    "top3, top3-asc, N, 1",
    "dedup-last, dedup-first, N, 2",
    "over, over-60, N, 1",
    "union, union-swapped, '', 0",
    // The column is a structure, and another field of it is read.
    "structure-price, structure-weight, N, 1",
    "structure-width, structure-height, I, 0",
    // A window over another time of the same name.
    "group-window-placed, group-window-paid, N, 1",
    "join, join-three, NNN, 2",
    // What a table answers counts, and not how it is asked.
    "lookup, lookup-cached, K, 0",
    "lookup, lookup-having, K, 0",
    "lookup, lookup-moved, N, 1",
    "lookup, lookup-other-column, N, 1",
    "lookup, lookup-other-key, N, 1",
    "lookup, lookup-condition, N, 1",
    "lookup, lookup-inner, I, 0",
    // An inner join remembers each row of both sides, whatever it is joined with, and so does a
    // join that waits for its time; what is handed on is filtered. An outer join counts partners.
    "pairs, pairs-turned, K, 0",
    "pairs-left, pairs-left-turned, I, 0",
    "pairs-summed, pairs-summed-turned, KN, 1",
    "near, near-turned, K, 0",
    "near-left, near-left-turned, I, 0",
    "versions, versions-turned, K, 0",
    // A left join by the whole key adds columns to the rows that come, and no rows.
    "lookup-none, lookup-unused, K, 0",
  })
  void stateFindsTheOperatorThatMeansTheSame(
      String before, String after, String fate, int withoutOwner) {
    OperatorUids.Assignment old =
        OperatorUids.assign(Plans.plan(before), "d1", Map.of(), List.of());
    OperatorUids.Assignment now =
        OperatorUids.assign(Plans.plan(after), "d1", Map.of(), old.uids());
    assertThat(fateOfStateful(now)).isEqualTo(fate);
    assertThat(now.withoutOwner()).hasSize(withoutOwner);
  }

  @ParameterizedTest
  @CsvSource({
    "local-day, UTC, UTC, K",
    "local-day, UTC, Asia/Tokyo, N",
    "local-day, '', Asia/Tokyo, N",
    "local-window, UTC, Asia/Tokyo, N",
    // No instant is seen as a local time.
    "agg, UTC, Asia/Tokyo, K",
    "window, UTC, Asia/Tokyo, K",
  })
  void daysOfAnotherTimeZoneAreOtherGroups(String plan, String before, String after, String fate) {
    assertThat(fate(plan, timeZone(before), timeZone(after))).isEqualTo(fate);
  }

  @ParameterizedTest
  @CsvSource({
    "agg-narrow, '', ENABLED, N",
    "agg-narrow, enabled, ENABLED, K",
    "agg-narrow, '', DISABLED, K",
    "agg, '', ENABLED, K",
  })
  void castsOfBeforeGiveOtherValues(String plan, String before, String after, String fate) {
    assertThat(fate(plan, casts(before), casts(after))).isEqualTo(fate);
  }

  private static Map<String, String> casts(String behaviour) {
    return behaviour.isEmpty() ? Map.of() : Map.of("table.exec.legacy-cast-behaviour", behaviour);
  }

  /** Of a plan that stays as it is, where only what the session decides is another. */
  private static String fate(
      String plan, Map<String, String> optionsBefore, Map<String, String> optionsAfter) {
    OperatorUids.Assignment old =
        OperatorUids.assign(Plans.plan(plan), "d1", Map.of(), List.of(), optionsBefore);
    return fateOfStateful(
        OperatorUids.assign(Plans.plan(plan), "d1", Map.of(), old.uids(), optionsAfter));
  }

  private static Map<String, String> timeZone(String zone) {
    return zone.isEmpty() ? Map.of() : Map.of("table.local-time-zone", zone);
  }

  @Test
  void tablesThatAreLookedUpAreTablesOfThePlan() {
    assertThat(CompiledPlan.parse(Plans.plan("lookup-moved")).tables())
        .filteredOn(table -> table.options().getOrDefault("connector", "").equals("jdbc"))
        .singleElement()
        .satisfies(table -> assertThat(table.options()).containsEntry("url", "jdbc:y"));
  }

  /** Every connector has words of its own for where its rows are. */
  @ParameterizedTest
  @CsvSource({"collection, N", "zookeeper.quorum, N", "lookup.max-retries, K", "password, K"})
  void anOptionThatNobodyKnowsMayMeanAnotherTable(String option, String fate) {
    String plan = Plans.plan("lookup");
    String other =
        plan.replaceFirst("(\"connector\" *: *\"jdbc\")", "$1, \"" + option + "\" : \"other\"");
    assertThat(other).isNotEqualTo(plan);
    OperatorUids.Assignment old = OperatorUids.assign(plan, "d1", Map.of(), List.of());
    assertThat(fateOfStateful(OperatorUids.assign(other, "d1", Map.of(), old.uids())))
        .isEqualTo(fate);
  }

  @Test
  void anotherTopicIsAnotherSource() {
    OperatorUids.Assignment old = OperatorUids.assign(Plans.plan("agg"), "d1", Map.of(), List.of());
    OperatorUids.Assignment now =
        OperatorUids.assign(Plans.plan("agg-other-topic"), "d1", Map.of(), old.uids());
    assertThat(source(now).previous()).isEmpty();
    assertThat(now.withoutOwner()).extracting(OperatorUid::role).contains(OperatorRole.SOURCE);
  }

  @Test
  void swappedBranchesKeepTheirOwnSources() {
    OperatorUids.Assignment old =
        OperatorUids.assign(Plans.plan("union"), "d1", Map.of(), List.of());
    OperatorUids.Assignment now =
        OperatorUids.assign(Plans.plan("union-swapped"), "d1", Map.of(), old.uids());
    assertThat(uidReading(now, "payments")).isEqualTo(uidReading(old, "payments"));
    assertThat(uidReading(now, "orders")).isEqualTo(uidReading(old, "orders"));
  }

  @Test
  void sinksAreNeverGivenUp() {
    OperatorUids.Assignment old =
        OperatorUids.assign(Plans.plan("exactly-once"), "d1", Map.of(), List.of());
    OperatorUids.Assignment now =
        OperatorUids.assign(Plans.plan("exactly-once-moved"), "d1", Map.of(), old.uids());
    assertThat(now.uids().getLast().uid()).isEqualTo(old.uids().getLast().uid());
  }

  @Test
  void aSourceOfOneOperatorHasAWholeUidAndOthersTheTransformation() {
    OperatorUids.Assignment assignment =
        OperatorUids.assign(Plans.plan("agg"), "d1", Map.of(), List.of());
    assertThat(source(assignment).operator().uid()).matches("d1/source\\.1-[0-9a-f]{16}");
    assertThat(assignment.uids().getLast().uid())
        .matches("d1/sink\\.1-[0-9a-f]{16}/<transformation>");
    assertThat(assignment.plan()).contains(assignment.uids().getLast().uid());
  }

  @Test
  void twinsAreToldApartByTheRowsThatReachThem() {
    OperatorUids.Assignment twins =
        OperatorUids.assign(Plans.plan("self-join-agg"), "d1", Map.of(), List.of());
    List<OperatorUid> aggregates =
        twins.uids().stream().filter(uid -> uid.type().equals("group-aggregate")).toList();
    assertThat(aggregates).hasSize(2);
    assertThat(aggregates.get(0).meaning()).isEqualTo(aggregates.get(1).meaning());
    assertThat(aggregates.get(0).uid()).isNotEqualTo(aggregates.get(1).uid());
  }

  @Test
  void aStoredUidIsKeptWhateverItIs() {
    OperatorUids.Assignment first =
        OperatorUids.assign(Plans.plan("agg"), "d1", Map.of(), List.of());
    List<OperatorUid> stored =
        first.uids().stream().map(uid -> uid.named("adopted/" + uid.uid().hashCode())).toList();
    OperatorUids.Assignment again =
        OperatorUids.assign(Plans.plan("agg-cte"), "d1", Map.of(), stored);
    assertThat(again.uids()).extracting(OperatorUid::uid).allMatch(uid -> uid.startsWith("adopt"));
  }

  @ParameterizedTest
  @MethodSource("everyPlan")
  void uidsOfAPlanAreUniqueAndStable(String name) {
    OperatorUids.Assignment once = OperatorUids.assign(Plans.plan(name), "d1", Map.of(), List.of());
    OperatorUids.Assignment again = OperatorUids.assign(once.plan(), "d1", Map.of(), once.uids());
    assertThat(once.uids()).extracting(OperatorUid::uid).doesNotHaveDuplicates();
    assertThat(again.uids()).isEqualTo(once.uids());
    assertThat(again.withoutOwner()).isEmpty();
    assertThat(PlanNormalizer.fingerprint(CompiledPlan.parse(once.plan())))
        .isEqualTo(PlanNormalizer.fingerprint(CompiledPlan.parse(Plans.plan(name))));
  }

  static Stream<String> everyPlan() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/plans"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".json"))
          .map(file -> file.replace(".json", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static String fateOfStateful(OperatorUids.Assignment assignment) {
    StringBuilder fate = new StringBuilder();
    for (OperatorUids.Assigned assigned : assignment.operators()) {
      if (assigned.operator().role() == OperatorRole.STATEFUL) {
        fate.append(assigned.previous().isEmpty() ? "N" : assigned.sameInputs() ? "K" : "I");
      }
    }
    return fate.toString();
  }

  private static OperatorUids.Assigned source(OperatorUids.Assignment assignment) {
    return assignment.operators().stream()
        .filter(assigned -> assigned.operator().role() == OperatorRole.SOURCE)
        .findFirst()
        .orElseThrow();
  }

  private static String uidReading(OperatorUids.Assignment assignment, String table) {
    return assignment.uids().stream()
        .filter(uid -> uid.role() == OperatorRole.SOURCE && uid.description().contains(table))
        .findFirst()
        .orElseThrow()
        .uid();
  }
}
