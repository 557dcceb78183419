package dev.millrace.it.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** What keeps readers of committed records from the end of a topic: transactions that are open. */
final class HeldBack {
  private HeldBack() {}

  /** A sentence about the only partition of a topic. */
  static String in(String broker, String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
      StringJoiner said =
          new StringJoiner(", ", "Readers of committed records get to ", ".")
              .add(
                  end(admin, partition, IsolationLevel.READ_COMMITTED)
                      + " of "
                      + end(admin, partition, IsolationLevel.READ_UNCOMMITTED));
      Map<Long, TransactionListing> listed = new HashMap<>();
      for (TransactionListing each : admin.listTransactions().all().get()) {
        listed.put(each.producerId(), each);
      }
      for (ProducerState producer :
          admin
              .describeProducers(List.of(partition))
              .partitionResult(partition)
              .get()
              .activeProducers()) {
        if (producer.currentTransactionStartOffset().isPresent()) {
          said.add(
              "open from "
                  + producer.currentTransactionStartOffset().getAsLong()
                  + " by "
                  + producer.producerId()
                  + " in epoch "
                  + producer.producerEpoch()
                  + ", last written "
                  + Duration.between(Instant.ofEpochMilli(producer.lastTimestamp()), Instant.now())
                  + " ago, which is "
                  + listed.get(producer.producerId()));
        }
      }
      return said.toString();
    } catch (ExecutionException e) {
      return "The broker does not say why: " + e.getCause();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long end(Admin admin, TopicPartition partition, IsolationLevel level)
      throws ExecutionException, InterruptedException {
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(level))
        .partitionResult(partition)
        .get()
        .offset();
  }
}
