package dev.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.StateSnapshot.Position;
import dev.millrace.engine.connect.TopicControl.Description;
import dev.millrace.engine.connect.TopicControl.Offsets;
import dev.millrace.engine.state.KafkaPositions.Brokers;
import dev.millrace.engine.state.KafkaPositions.Finding;
import dev.millrace.engine.state.KafkaPositions.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KafkaPositionsTest {
  private static final KafkaTable ORDERS = table("orders", Map.of("topic", "orders"));
  private static final List<Position> STORED =
      List.of(new Position("orders", 0, 40), new Position("orders", 1, 50));

  @Test
  void positionsWithinTheirPartitionsGoOn() {
    Finding finding = only(judge(STORED, topic(new Offsets(0, 40), new Offsets(50, 90))));

    assertThat(finding.kind()).isEqualTo(Kind.FINE);
    assertThat(finding.partitions()).isEqualTo(2);
    assertThat(finding.sentence()).isEqualTo("2 partitions of topic orders go on");
  }

  @Test
  void aMarkerIsNoOffset() {
    List<Position> marked = List.of(new Position("orders", 0, -2), new Position("orders", 1, -1));

    assertThat(only(judge(marked, topic(new Offsets(10, 40), new Offsets(5, 9)))).kind())
        .isEqualTo(Kind.FINE);
  }

  @Test
  void partitionsThatTheStateDoesNotKnowAreReadFromTheEarliest() {
    List<Finding> findings =
        judge(STORED, topic(new Offsets(0, 99), new Offsets(0, 99), new Offsets(0, 7)));

    assertThat(findings).extracting(Finding::kind).contains(Kind.NEW_PARTITIONS);
    assertThat(of(findings, Kind.NEW_PARTITIONS).sentence())
        .isEqualTo("1 new partition of topic orders is read from the earliest record");
    assertThat(findings).noneMatch(Finding::refused);
  }

  @Test
  void aTopicThatTheStateDoesNotKnowIsReadFromTheEarliest() {
    KafkaTable both = table("orders", Map.of("topic", "orders; returns"));
    Map<String, Description> topics =
        new LinkedHashMap<>(topic(new Offsets(0, 99), new Offsets(0, 99)));
    topics.put("returns", new Description("id-2", List.of(new Offsets(0, 30))));

    Finding finding =
        of(KafkaPositions.judge(both, List.of(), STORED, brokers(topics)), Kind.NEW_TOPIC);

    assertThat(finding.topic()).isEqualTo("returns");
    assertThat(finding.refused()).isFalse();
    assertThat(finding.sentence()).contains("read from the earliest record, 30 records by now");
  }

  @Test
  void aTopicThatMatchesAPatternIsNamedByIt() {
    KafkaTable pattern = table("orders", Map.of("topic-pattern", "ord.*"));
    Map<String, Description> topics =
        new LinkedHashMap<>(topic(new Offsets(0, 99), new Offsets(0, 99)));
    topics.put("order-lines", new Description("id-2", List.of(new Offsets(0, 1))));
    topics.put("payments", new Description("id-3", List.of(new Offsets(0, 1))));

    assertThat(KafkaPositions.judge(pattern, List.of(), STORED, brokers(topics)))
        .extracting(Finding::kind)
        .containsExactlyInAnyOrder(Kind.FINE, Kind.NEW_TOPIC);
  }

  @Test
  void aTopicThatIsNoLongerNamedWouldStillBeReadAndIsRefused() {
    KafkaTable moved = table("orders", Map.of("topic", "orders-v2"));
    Map<String, Description> topics =
        Map.of("orders-v2", new Description("id-2", List.of(new Offsets(0, 5))));

    Finding stale =
        of(KafkaPositions.judge(moved, List.of(), STORED, brokers(topics)), Kind.STALE_TOPIC);

    assertThat(stale.refused()).isTrue();
    assertThat(stale.partitions()).isEqualTo(2);
    assertThat(stale.sentence()).contains("no longer names and which would still be read");
  }

  @Test
  void positionsInATopicThatIsNoLongerNamedCanBeGivenUpWithoutAsking() {
    KafkaTable less = table("orders", Map.of("topic", "returns"));
    List<Position> stored = new ArrayList<>(STORED);
    stored.add(new Position("returns", 0, 3));
    Brokers brokers =
        brokers(Map.of("returns", new Description("id-2", List.of(new Offsets(0, 5)))));
    List<Finding> findings = KafkaPositions.judge(less, List.of(), stored, brokers);

    assertThat(KafkaPositions.forgettable(less, findings))
        .containsExactly(Map.entry("orders", false));
    List<Finding> left = KafkaPositions.without(less, findings, Set.of("orders"), brokers);
    assertThat(left).noneMatch(Finding::refused);
    assertThat(of(left, Kind.FORGOTTEN).sentence()).contains("orders is no longer read");
    assertThat(of(left, Kind.FINE).topic()).isEqualTo("returns");
  }

  /** A job that ran meanwhile may have read the new one already. */
  @Test
  void positionsInATopicThatWasMadeAnewAreNotGivenUp() {
    Map<String, Description> topics = topic(new Offsets(0, 12), new Offsets(0, 90));

    assertThat(KafkaPositions.forgettable(ORDERS, judge(STORED, topics))).isEmpty();
    for (Map<String, String> atEnd :
        List.<Map<String, String>>of(
            Map.of(), Map.of("orders", "id-1"), Map.of("orders", "id-between"))) {
      Brokers brokers = madeAnew(atEnd);
      List<Finding> findings = KafkaPositions.judge(ORDERS, List.of(), STORED, brokers);
      assertThat(only(findings).kind()).isEqualTo(Kind.MADE_ANEW);
      assertThat(KafkaPositions.forgettable(ORDERS, findings)).isEmpty();
    }
  }

  @Test
  void positionsInATopicThatWasMadeAnewAfterTheStopAreGivenUpIfThatIsChosen() {
    Brokers brokers = madeAnew(Map.of("orders", "id-of-before"));
    List<Finding> findings = KafkaPositions.judge(ORDERS, List.of(), STORED, brokers);

    assertThat(only(findings).refused()).isTrue();
    assertThat(only(findings).sentence()).contains("made anew since the job was stopped");
    assertThat(KafkaPositions.forgettable(ORDERS, findings))
        .containsExactly(Map.entry("orders", true));
    Finding left = only(KafkaPositions.without(ORDERS, findings, Set.of("orders"), brokers));
    assertThat(left.refused()).isFalse();
    assertThat(left.sentence()).contains("given up, as was chosen", "102 records by now");
  }

  private static Brokers madeAnew(Map<String, String> atEnd) {
    return new Brokers(
        topic(new Offsets(0, 12), new Offsets(0, 90)),
        Optional.empty(),
        Map.of("orders", "id-of-before"),
        atEnd);
  }

  @Test
  void positionsInATopicOfChangesAreNeverGivenUp() {
    KafkaTable changes = table("orders", Map.of("topic", "returns", "format", "debezium-json"));
    Brokers brokers = brokers(Map.of());

    assertThat(
            KafkaPositions.forgettable(
                changes, KafkaPositions.judge(changes, List.of(), STORED, brokers)))
        .isEmpty();
  }

  @Test
  void aTopicThatAnotherSourceReadsIsSwapped() {
    KafkaTable payments = table("payments", Map.of("topic", "payments"));

    Finding swapped =
        of(
            KafkaPositions.judge(
                payments, List.of(ORDERS), STORED, brokers(topic(new Offsets(0, 99)))),
            Kind.SWAPPED);

    assertThat(swapped.refused()).isTrue();
    assertThat(swapped.sentence()).contains("which orders reads");
  }

  @Test
  void recordsThatWereDeletedBeforeTheyWereReadAreCounted() {
    List<Finding> findings = judge(STORED, topic(new Offsets(60, 99), new Offsets(50, 90)));

    Finding gone = of(findings, Kind.RECORDS_GONE);
    assertThat(gone.refused()).isFalse();
    assertThat(gone.sentence())
        .isEqualTo(
            "20 records in 1 partition of topic orders were deleted before they were read; reading"
                + " goes on with what is left");
  }

  @Test
  void whereReadingWouldGoOnAtTheEndDeletedRecordsAreRefused() {
    KafkaTable latest =
        table("orders", Map.of("topic", "orders", "scan.startup.mode", "latest-offset"));

    Finding gone =
        of(
            KafkaPositions.judge(
                latest,
                List.of(),
                STORED,
                brokers(topic(new Offsets(60, 99), new Offsets(50, 90)))),
            Kind.RECORDS_GONE);

    assertThat(gone.refused()).isTrue();
    assertThat(gone.sentence()).contains("past all that is left");
  }

  @Test
  void aPositionBeyondTheEndIsRefused() {
    Finding beyond =
        of(judge(STORED, topic(new Offsets(0, 12), new Offsets(0, 90))), Kind.BEYOND_END);

    assertThat(beyond.refused()).isTrue();
    assertThat(beyond.sentence()).contains("partition 0 ends at 12 and was read up to 40");
  }

  @Test
  void aPartitionThatIsNotThereAnyMoreIsRefused() {
    assertThat(of(judge(STORED, topic(new Offsets(0, 90))), Kind.BEYOND_END).sentence())
        .contains("there is no partition 1");
  }

  @Test
  void aTopicThatWasMadeAnewIsRefusedAlthoughItsOffsetsFit() {
    Brokers brokers =
        new Brokers(
            topic(new Offsets(0, 99), new Offsets(0, 99)),
            Optional.empty(),
            Map.of("orders", "id-of-before"),
            Map.of());

    assertThat(only(KafkaPositions.judge(ORDERS, List.of(), STORED, brokers)).kind())
        .isEqualTo(Kind.MADE_ANEW);
  }

  @Test
  void whatAnOldLedgerDoesNotKnowIsNotHeldAgainstATopic() {
    assertThat(judge(STORED, topic(new Offsets(0, 99), new Offsets(0, 99))))
        .noneMatch(Finding::refused);
  }

  @Test
  void aTopicThatIsGoneIsRefused() {
    assertThat(only(judge(STORED, Map.of())).kind()).isEqualTo(Kind.GONE);
  }

  @Test
  void withoutAnswerOfTheBrokersNothingIsCalledFine() {
    Brokers silent =
        new Brokers(Map.of(), Optional.of("The broker does not answer"), Map.of(), Map.of());

    Finding unknown = only(KafkaPositions.judge(ORDERS, List.of(), STORED, silent));

    assertThat(unknown.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(unknown.sentence()).endsWith("the broker does not answer");
  }

  @Test
  void aStaleTopicIsToldWithoutBrokersToo() {
    Brokers silent =
        new Brokers(Map.of(), Optional.of("The broker does not answer"), Map.of(), Map.of());
    KafkaTable moved = table("orders", Map.of("topic", "orders-v2"));

    assertThat(KafkaPositions.judge(moved, List.of(), STORED, silent))
        .extracting(Finding::kind)
        .containsExactly(Kind.STALE_TOPIC, Kind.UNKNOWN);
  }

  @Test
  void aTableThatIsReadToAnEndFindsNoNewPartitions() {
    KafkaTable bounded =
        table("orders", Map.of("topic", "orders", "scan.bounded.mode", "latest-offset"));

    assertThat(
            KafkaPositions.judge(
                bounded,
                List.of(),
                List.of(new Position("orders", 0, 40)),
                brokers(topic(new Offsets(0, 99), new Offsets(0, 99)))))
        .extracting(Finding::kind)
        .containsExactly(Kind.FINE);
  }

  private static List<Finding> judge(List<Position> stored, Map<String, Description> topics) {
    return KafkaPositions.judge(ORDERS, List.of(), stored, brokers(topics));
  }

  private static Brokers brokers(Map<String, Description> topics) {
    return new Brokers(topics, Optional.empty(), Map.of(), Map.of());
  }

  private static Map<String, Description> topic(Offsets... partitions) {
    return Map.of("orders", new Description("id-1", List.of(partitions)));
  }

  private static KafkaTable table(String name, Map<String, String> options) {
    Map<String, String> all = new LinkedHashMap<>(options);
    all.put("connector", "kafka");
    all.putIfAbsent("scan.startup.mode", "earliest-offset");
    return new KafkaTable("d/" + name, name, false, all);
  }

  private static Finding only(List<Finding> findings) {
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }

  private static Finding of(List<Finding> findings, Kind kind) {
    return findings.stream()
        .filter(finding -> finding.kind() == kind)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " in " + findings));
  }
}
