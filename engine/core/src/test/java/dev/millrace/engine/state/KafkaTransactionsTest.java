package dev.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.TopicControl.TransactionStanding;
import dev.millrace.engine.connect.TopicControl.Transactions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KafkaTransactionsTest {
  private static final List<String> PENDING = List.of("p-0-7");
  private static final Duration YOUNG = Duration.ofMinutes(1);
  private static final KafkaTable SINK = sink(Map.of());

  @Test
  void anOpenTransactionIsCommittedByTheSinkThatTakesItOver() {
    assertThat(obstacle(SINK, Optional.of(SINK), YOUNG, standing(TransactionStanding.OPEN)))
        .isEmpty();
  }

  @Test
  void aCommittedTransactionNeedsNobodyHoweverOldTheState() {
    assertThat(
            obstacle(
                SINK,
                Optional.empty(),
                Duration.ofDays(3),
                standing(TransactionStanding.COMMITTED)))
        .isEmpty();
  }

  @Test
  void anAbortedTransactionIsRefusedHoweverYoungTheState() {
    assertThat(obstacle(SINK, Optional.of(SINK), YOUNG, standing(TransactionStanding.ABORTED)))
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .isEqualTo(
                        "the state holds 1 transaction of db.copies to be committed, which cannot"
                            + " be done: the broker has given up what was not, and its rows are"
                            + " lost"));
  }

  @Test
  void aStateOlderThanTheTimeoutIsRefusedWhereNobodyKnowsBetter() {
    assertThat(obstacle(SINK, Optional.of(SINK), Duration.ofMinutes(16), Optional.empty()))
        .hasValueSatisfying(reason -> assertThat(reason).contains("older than 15 min"));
    assertThat(obstacle(SINK, Optional.of(SINK), YOUNG, Optional.empty())).isEmpty();
  }

  @Test
  void aSinkThatIsGoneMustNotLeaveTransactionsBehind() {
    assertThat(obstacle(SINK, Optional.empty(), YOUNG, standing(TransactionStanding.OPEN)))
        .hasValueSatisfying(
            reason -> assertThat(reason).contains("no operator takes the place of its sink"));
  }

  @Test
  void aSinkThatWritesAtLeastOnceWouldDropThem() {
    KafkaTable weaker = sink(Map.of("sink.delivery-guarantee", "at-least-once"));

    assertThat(obstacle(SINK, Optional.of(weaker), YOUNG, standing(TransactionStanding.OPEN)))
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .contains("a sink that does not write exactly once would not do"));
  }

  @Test
  void whereNamesAreUsedAgainOnlyTheAgeCounts() {
    KafkaTable pooling = sink(Map.of("sink.transaction-naming-strategy", "POOLING"));

    assertThat(
            obstacle(pooling, Optional.of(pooling), YOUNG, standing(TransactionStanding.ABORTED)))
        .isEmpty();
    assertThat(
            obstacle(
                pooling,
                Optional.of(pooling),
                Duration.ofHours(1),
                standing(TransactionStanding.COMMITTED)))
        .isPresent();
  }

  @Test
  void withoutATimeoutOfItsOwnASinkHasThatOfTheConnector() {
    KafkaTable silent =
        new KafkaTable(
            "d/sink",
            "db.copies",
            true,
            Map.of("connector", "kafka", "sink.delivery-guarantee", "exactly-once"));

    assertThat(silent.transactionTimeout()).contains(Duration.ofHours(1));
  }

  private static Optional<String> obstacle(
      KafkaTable before,
      Optional<KafkaTable> after,
      Duration age,
      Optional<Transactions> standings) {
    return KafkaTransactions.obstacle(before, after, PENDING, age, standings);
  }

  private static Optional<Transactions> standing(TransactionStanding standing) {
    return Optional.of(new Transactions(Map.of("p-0-7", standing), Optional.empty()));
  }

  private static KafkaTable sink(Map<String, String> options) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("connector", "kafka");
    all.put("topic", "copies");
    all.put("sink.delivery-guarantee", "exactly-once");
    all.put("properties.transaction.timeout.ms", "900000");
    all.putAll(options);
    return new KafkaTable("d/sink", "db.copies", true, all);
  }
}
