package dev.millrace.sidecar.topics;

import dev.millrace.sidecar.control.Endpoint;
import dev.millrace.sidecar.control.EndpointProvider;
import dev.millrace.sidecar.control.SidecarContext;
import dev.millrace.wire.TopicsRequest;
import dev.millrace.wire.TransactionsRequest;
import dev.millrace.wire.Wire;
import java.util.List;

/** Brings {@code /v1/topics} and {@code /v1/transactions} to the control port. */
public final class TopicEndpoints implements EndpointProvider {
  @Override
  public List<Endpoint<?, ?>> endpoints(SidecarContext context) {
    TopicService topics = new TopicService();
    TransactionService transactions = new TransactionService();
    return List.of(
        new Endpoint<>(Wire.TOPICS, TopicsRequest.class, topics::handle),
        new Endpoint<>(Wire.TRANSACTIONS, TransactionsRequest.class, transactions::handle));
  }
}
