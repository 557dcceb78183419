package dev.millrace.it.remote;

import static java.util.Objects.requireNonNull;

import dev.millrace.connector.flink.gateway.ContractStatements;
import dev.millrace.connector.flink.gateway.FlinkUnderTest;
import dev.millrace.connector.flink.gateway.GatewayClient;
import dev.millrace.connector.flink.gateway.GatewaySession;
import dev.millrace.connector.flink.gateway.JobEndsOf;
import dev.millrace.connector.flink.jobmanager.JobManagerClient;
import dev.millrace.connector.flink.jobmanager.JobManagerJobs;
import dev.millrace.connector.flink.rest.HttpTransport;
import dev.millrace.engine.connect.SqlSession.QueryResult;
import dev.millrace.engine.trust.Bindings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Somebody who cancels a query as soon as it is there. */
final class QueryCloser {
  private final FlinkUnderTest flink;

  QueryCloser(FlinkUnderTest flink) {
    this.flink = requireNonNull(flink, "flink");
  }

  void openAndClose() {
    try (HttpTransport transport = new HttpTransport();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
      JobManagerJobs jobs =
          new JobManagerJobs(
              new JobManagerClient(flink.jobManager(transport)),
              (submission, bindings) -> submission.jobId(),
              id -> Optional.empty(),
              Optional.empty());
      try (GatewaySession session =
          new GatewaySession(
              new GatewayClient(flink.gateway(transport)),
              List.of(ContractStatements.CREATE_NUMBERS),
              Bindings.NONE,
              new JobEndsOf(jobs),
              timer)) {
        QueryResult query = session.query(ContractStatements.NO_NUMBERS, Map.of());
        query.close();
      }
      timer.shutdownNow();
    }
  }
}
