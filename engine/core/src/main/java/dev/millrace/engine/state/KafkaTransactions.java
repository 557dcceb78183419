package dev.millrace.engine.state;

import dev.millrace.engine.connect.TopicControl.TransactionStanding;
import dev.millrace.engine.connect.TopicControl.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Says whether the transactions that a state holds can still be committed by the sink that takes
 * them over. One that cannot is lost while the job runs, with a line in a log and no more.
 */
public final class KafkaTransactions {
  private KafkaTransactions() {}

  /**
   * What is wrong with going on; empty when nothing is.
   *
   * @param before the table whose sink has prepared them
   * @param after what the operator with that UID writes from now on; empty when there is none
   * @param pending ids of transactions in the state; not empty
   * @param age of the state
   * @param brokers what they say of these transactions; empty where they do not answer
   * @return one sentence without its full stop
   */
  public static Optional<String> obstacle(
      KafkaTable before,
      Optional<KafkaTable> after,
      List<String> pending,
      Duration age,
      Optional<Transactions> brokers) {
    String which =
        "the state holds "
            + pending.size()
            + (pending.size() == 1 ? " transaction of " : " transactions of ")
            + before.name()
            + " to be committed, which ";
    long committed = count(before, pending, brokers, TransactionStanding.COMMITTED);
    if (committed == pending.size()) {
      return Optional.empty();
    }
    if (after.isEmpty()) {
      return Optional.of(which + "nobody would do: no operator takes the place of its sink");
    }
    if (!after.get().isExactlyOnce()) {
      return Optional.of(which + "a sink that does not write exactly once would not do");
    }
    if (count(before, pending, brokers, TransactionStanding.ABORTED) > 0) {
      return Optional.of(
          which + "cannot be done: the broker has given up what was not, and its rows are lost");
    }
    boolean open = count(before, pending, brokers, TransactionStanding.OPEN) > 0;
    Optional<Duration> timeout = before.transactionTimeout();
    if (!open && timeout.filter(longest -> age.compareTo(longest) > 0).isPresent()) {
      return Optional.of(
          which
              + "cannot be done: the state is older than "
              + words(timeout.get())
              + ", after which the broker gives up what is not, and its rows are lost");
    }
    return Optional.empty();
  }

  /** Whether all were committed, as far as the brokers tell for sure. */
  public static boolean allCommitted(KafkaTable table, List<String> pending, Transactions brokers) {
    return count(table, pending, Optional.of(brokers), TransactionStanding.COMMITTED)
        == pending.size();
  }

  /** Whether one was given up, as far as the brokers tell for sure. */
  public static boolean anyAborted(KafkaTable table, List<String> pending, Transactions brokers) {
    return count(table, pending, Optional.of(brokers), TransactionStanding.ABORTED) > 0;
  }

  /** Where names are used again, what the brokers say is of a later transaction. */
  private static long count(
      KafkaTable table,
      List<String> pending,
      Optional<Transactions> brokers,
      TransactionStanding standing) {
    if (brokers.isEmpty() || table.reusesTransactions()) {
      return 0;
    }
    return pending.stream().filter(id -> brokers.get().standings().get(id) == standing).count();
  }

  /** Such as {@code 15 min}. */
  public static String words(Duration duration) {
    if (duration.toSeconds() < 120) {
      return duration.toSeconds() + " s";
    }
    return duration.toMinutes() < 120 ? duration.toMinutes() + " min" : duration.toHours() + " h";
  }
}
