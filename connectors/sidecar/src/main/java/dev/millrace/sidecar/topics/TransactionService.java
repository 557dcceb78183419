package dev.millrace.sidecar.topics;

import dev.millrace.sidecar.bindings.BoundValues;
import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.wire.TransactionsRequest;
import dev.millrace.wire.TransactionsResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTransactionsResult;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.jspecify.annotations.Nullable;

/** Answers {@code /v1/transactions}. Several threads may call it. */
public final class TransactionService {
  private static final String LONGEST = "transaction.max.timeout.ms";

  /**
   * How transactions stand.
   *
   * @throws CallFailedException INVALID_REQUEST or TOPIC_FAILED, never with a value of the bindings
   */
  public TransactionsResponse handle(TransactionsRequest request) throws CallFailedException {
    BoundValues values = new BoundValues(request.bindings());
    values.requireAllIn(request.clientProperties().values());
    String servers = request.clientProperties().getOrDefault("bootstrap.servers", "");
    try (Admin admin = BrokerClient.connect(values.resolve(request.clientProperties()), values)) {
      return new TransactionsResponse(states(admin, request.ids()), longest(admin));
    } catch (ExecutionException e) {
      throw BrokerClient.failure(e, servers, values);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallFailedException(FailureKind.INTERNAL, "The sidecar is stopping");
    }
  }

  private static Map<String, String> states(Admin admin, List<String> ids)
      throws ExecutionException, InterruptedException {
    Map<String, String> states = new TreeMap<>();
    if (ids.isEmpty()) {
      return states;
    }
    DescribeTransactionsResult described = admin.describeTransactions(ids);
    for (String id : ids) {
      try {
        String word = word(described.description(id).get().state());
        if (word != null) {
          states.put(id, word);
        }
      } catch (ExecutionException e) {
        // A broker forgets ids that nobody has used for a week.
        if (!(e.getCause() instanceof TransactionalIdNotFoundException)) {
          throw e;
        }
      }
    }
    return states;
  }

  private static @Nullable String word(TransactionState state) {
    return switch (state) {
      case ONGOING -> "open";
      case PREPARE_COMMIT, COMPLETE_COMMIT -> "committed";
      case PREPARE_ABORT, COMPLETE_ABORT, PREPARE_EPOCH_FENCE -> "aborted";
      // Its producer was made and has written nothing yet.
      case EMPTY, UNKNOWN -> null;
    };
  }

  private static @Nullable Long longest(Admin admin)
      throws ExecutionException, InterruptedException {
    for (Node broker : admin.describeCluster().nodes().get()) {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker.idString());
      try {
        Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        ConfigEntry entry = config == null ? null : config.get(LONGEST);
        return entry == null || entry.value() == null ? null : Long.valueOf(entry.value());
      } catch (ExecutionException e) {
        // Whoever writes a topic need not be let see how the broker is set up.
        if (!(e.getCause() instanceof AuthorizationException)) {
          throw e;
        }
        return null;
      }
    }
    return null;
  }
}
