package dev.millrace.connector.flink.sidecar;

import static java.util.Objects.requireNonNull;

import dev.millrace.connector.flink.rest.Json;
import dev.millrace.engine.connect.GivenTable;
import dev.millrace.engine.connect.UnitTestRunner;
import dev.millrace.wire.RowsResponse;
import dev.millrace.wire.UnitTestRequest;
import dev.millrace.wire.Wire;
import java.time.Duration;
import java.util.List;

/** Unit tests in the sidecar's own small Flink. */
public final class SidecarUnitTests implements UnitTestRunner {
  /** The sidecar itself ends a test that takes too long and says so; this is for its answer. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final SidecarClient client;
  private final Json json;

  public SidecarUnitTests(SidecarClient client, Json json) {
    this.client = requireNonNull(client, "client");
    this.json = requireNonNull(json, "json");
  }

  @Override
  public Result run(List<GivenTable> given, List<String> setup, String query, Duration timeout) {
    UnitTestRequest request =
        new UnitTestRequest(
            given.stream().map(SidecarUnitTests::given).toList(), setup, query, timeout.toMillis());
    RowsResponse response =
        client.call(Wire.UNIT_TEST, request, RowsResponse.class, timeout.plus(GRACE));
    return new Result(
        response.columns().stream().map(WireMapping::column).toList(),
        WireMapping.rows(response, json));
  }

  private static UnitTestRequest.Given given(GivenTable table) {
    return new UnitTestRequest.Given(
        table.name().catalog(),
        table.name().database(),
        table.name().name(),
        table.columns().stream().map(WireMapping::column).toList(),
        table.primaryKey(),
        WireMapping.watermark(table.watermark()),
        table.rows());
  }
}
