package dev.millrace.sidecar.unittest;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.sidecar.planner.Findings;
import dev.millrace.sidecar.planner.TypeText;
import dev.millrace.sidecar.unittest.QueryRun.OrderLostException;
import dev.millrace.wire.ColumnType;
import dev.millrace.wire.RowsResponse;
import dev.millrace.wire.UnitTestRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeUtils;

/** Answers {@code /v1/unit-test}. Several threads may call it; runs share one small Flink. */
public final class UnitTestService implements AutoCloseable {
  private static final int ATTEMPTS = 3;

  private final TestCluster cluster;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "unit-test-rows");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param sidecar the sidecar's configuration, for what guards the ports of the small Flink
   */
  public UnitTestService(Configuration sidecar) {
    this.cluster = new TestCluster(sidecar);
  }

  /**
   * Runs a query to its end.
   *
   * @throws CallFailedException SQL_INVALID, STATEMENT_FAILED when a given row cannot be read or
   *     the run failed, TIMEOUT
   */
  public RowsResponse run(UnitTestRequest request) throws Exception {
    Duration timeout = Duration.ofMillis(request.timeoutMillis());
    for (int attempt = 1; ; attempt++) {
      PlannedQuery query = plan(request);
      try (TestCluster.Lease lease = cluster.lease()) {
        List<RowData> rows = new QueryRun(lease.cluster(), threads, timeout).rows(query);
        return response(query, rows);
      } catch (TimeoutException e) {
        throw new CallFailedException(
            FailureKind.TIMEOUT,
            "The query did not end within " + timeout.toMillis() + " ms and was stopped");
      } catch (ExecutionException e) {
        throw new CallFailedException(FailureKind.STATEMENT_FAILED, Findings.deepest(e));
      } catch (OrderLostException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static PlannedQuery plan(UnitTestRequest request) throws CallFailedException {
    try {
      return PlannedQuery.plan(request);
    } catch (GivenRows.UnreadableException e) {
      throw new CallFailedException(FailureKind.STATEMENT_FAILED, String.valueOf(e.getMessage()));
    } catch (RuntimeException | AssertionError e) {
      throw new CallFailedException(FailureKind.SQL_INVALID, Findings.placedMessage(e));
    }
  }

  private static RowsResponse response(PlannedQuery query, List<RowData> rows) {
    RowType type = (RowType) query.schema().toPhysicalRowDataType().getLogicalType();
    ResultRows writer = new ResultRows(type);
    List<ColumnType> columns =
        type.getFields().stream()
            .map(
                field ->
                    new ColumnType(
                        field.getName(),
                        TypeText.of(LogicalTypeUtils.removeTimeAttributes(field.getType())),
                        "none"))
            .toList();
    return new RowsResponse(columns, rows.stream().map(writer::change).toList());
  }

  @Override
  public void close() {
    threads.shutdownNow();
    cluster.close();
  }
}
