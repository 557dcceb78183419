package dev.millrace.connector.flink.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.connector.flink.gateway.ContractStatements;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/**
 * One server that is SQL Gateway and JobManager at once. It knows the statements of the contracts,
 * gives the answers a real Flink gave, and goes wrong when asked to.
 */
public final class FakeFlink implements AutoCloseable {
  private static final Pattern STOP =
      Pattern.compile("STOP JOB '([0-9a-f]{32})'( WITH SAVEPOINT)?");

  private final ObjectMapper mapper = new ObjectMapper();
  private final MockWebServer server = new MockWebServer();
  private final FakeJobs jobs = new FakeJobs();
  private final Map<String, List<String>> sessions = new HashMap<>();
  private final Map<String, String> savepointFolders = new HashMap<>();
  private final Map<String, FakeStatement> operations = new HashMap<>();
  private final Map<Pattern, Fault> faults = new LinkedHashMap<>();
  private final List<String> requests = new ArrayList<>();

  public FakeFlink() {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return FakeFlink.this.dispatch(request);
          }
        });
    try {
      server.start(InetAddress.getLoopbackAddress(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getPort();
  }

  /**
   * The next request whose {@code METHOD /path} has a match is carried out and then goes wrong; for
   * a lost session it is not carried out.
   */
  public synchronized void breakNext(String request, Fault fault) {
    faults.put(Pattern.compile(request), fault);
  }

  /** Every {@code METHOD /path} so far. */
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.close();
  }

  private synchronized MockResponse dispatch(RecordedRequest request) {
    String line = request.getMethod() + " " + request.getTarget();
    requests.add(line);
    Optional<Fault> fault =
        faults.keySet().stream()
            .filter(wanted -> wanted.matcher(line).find())
            .findFirst()
            .map(faults::remove);
    if (fault.equals(Optional.of(Fault.SESSION_LOST))) {
      sessions.clear();
      return Fault.SESSION_LOST.response();
    }
    MockResponse answer = answer(line, body(request));
    return fault.map(Fault::response).orElse(answer);
  }

  private MockResponse answer(String line, JsonNode body) {
    String[] parts = line.replaceAll("[?].*", "").split("[ /]+");
    String first = parts.length > 1 ? parts[1] : "";
    return switch (first) {
      case "api_versions" -> ok("{\"versions\":[\"V1\",\"V2\",\"V3\",\"V4\",\"V5\"]}");
      case "v4" -> gateway(parts, body);
      case "jobs" -> jobManager(parts, body);
      case "overview" -> ok("{\"taskmanagers\":2,\"slots-total\":20,\"flink-version\":\"2.3.0\"}");
      default -> new MockResponse.Builder().code(404).body("{\"errors\":[\"Not found\"]}").build();
    };
  }

  private MockResponse gateway(String[] parts, JsonNode body) {
    if (parts[2].equals("info")) {
      return ok("{\"productName\":\"Apache Flink\",\"version\":\"2.3.0\"}");
    }
    if (parts.length == 3) {
      String session = UUID.randomUUID().toString();
      sessions.put(session, new ArrayList<>());
      savepointFolders.put(
          session,
          body.path("properties").path("execution.checkpointing.savepoint-dir").asText("file:/s"));
      return ok("{\"sessionHandle\":\"" + session + "\"}");
    }
    String session = parts[3];
    List<String> tables = sessions.get(session);
    if (tables == null) {
      return failed(FakeTexts.error("Session '" + session + "' does not exist."));
    }
    if (parts.length == 4) {
      sessions.remove(session);
      return ok("{\"status\":\"CLOSED\"}");
    }
    return switch (parts[4]) {
      case "configure-session" -> {
        tables.add(body.path("statement").asText());
        yield ok("{}");
      }
      case "statements" -> {
        String operation = UUID.randomUUID().toString();
        operations.put(operation, run(session, tables, body));
        yield ok("{\"operationHandle\":\"" + operation + "\"}");
      }
      case "operations" -> operation(parts);
      default -> ok("{}");
    };
  }

  private MockResponse operation(String[] parts) {
    FakeStatement statement = Objects.requireNonNull(operations.get(parts[5]));
    return switch (parts[6]) {
      case "status" ->
          ok("{\"status\":\"" + (statement.refusal().isPresent() ? "ERROR" : "FINISHED") + "\"}");
      case "close" -> {
        statement.job().ifPresent(id -> jobs.end(id, "CANCELED"));
        yield ok("{\"status\":\"CLOSED\"}");
      }
      default -> {
        Optional<String> error = statement.refusal().or(statement::failure);
        yield error.isPresent()
            ? failed(error.get())
            : ok(
                statement.page(
                    "/v4/sessions/" + parts[3] + "/operations/" + parts[5],
                    Long.parseLong(parts[7])));
      }
    };
  }

  private FakeStatement run(String session, List<String> tables, JsonNode body) {
    String sql = body.path("statement").asText();
    Matcher stop = STOP.matcher(sql);
    if (stop.matches()) {
      String id = stop.group(1);
      if (stop.group(2) == null) {
        jobs.end(id, "CANCELED");
        return FakeStatement.rows(FakeTexts.column("result", "VARCHAR"));
      }
      jobs.stop(id, session, Objects.requireNonNull(savepointFolders.get(session)));
      return FakeStatement.rows(
          FakeTexts.column("savepoint path", "VARCHAR"),
          FakeTexts.row("INSERT", jobs.savepoint(session)));
    }
    if (sql.equals("SHOW JOBS")) {
      return jobs.show();
    }
    if (sql.equals(ContractStatements.INSERT_NUMBERS)) {
      return insert(body.path("executionConfig"));
    }
    return query(sql, tables);
  }

  private FakeStatement insert(JsonNode settings) {
    String id = settings.path("$internal.pipeline.job-id").asText();
    if (settings.path("execution.state-recovery.path").asText().contains("no-such")) {
      return FakeStatement.refused(
          "org.apache.flink.util.FlinkException: Failed to execute job 'numbers'.",
          "java.io.FileNotFoundException: Cannot find checkpoint or savepoint file/directory"
              + " 'file:/no-such-savepoint' on file system 'file'.");
    }
    // A real cluster parses the option; what quoting it takes is tested on real ones.
    jobs.start(
        id,
        settings.path("pipeline.name").asText(),
        Map.of("millrace.project", "shop", "millrace.model", "it's: a, \"b\""));
    return FakeStatement.rows(FakeTexts.column("job id", "VARCHAR"), FakeTexts.row("INSERT", id))
        .withJob(id);
  }

  private FakeStatement endless(String... rows) {
    String id = UUID.randomUUID().toString().replace("-", "");
    jobs.start(id, "collect", Map.of());
    return FakeStatement.rows(FakeTexts.column("n", "BIGINT"), rows).withJob(id).endlessly();
  }

  private FakeStatement query(String sql, List<String> tables) {
    boolean few = tables.contains(ContractStatements.CREATE_FEW);
    return switch (sql) {
      case ContractStatements.TYPED_VALUES ->
          FakeStatement.rows(FakeTexts.TYPED_VALUES_COLUMNS, FakeTexts.TYPED_VALUES_ROW);
      case ContractStatements.ALL_NUMBERS -> endless(FakeTexts.row("INSERT", 1));
      case ContractStatements.NO_NUMBERS -> endless();
      case ContractStatements.COUNT_FEW ->
          few
              ? FakeStatement.rows(
                  FakeTexts.column("n", "INTEGER") + "," + FakeTexts.column("c", "BIGINT"),
                  FakeTexts.row("INSERT", 7, 1),
                  FakeTexts.row("UPDATE_BEFORE", 7, 1),
                  FakeTexts.row("UPDATE_AFTER", 7, 2),
                  FakeTexts.row("UPDATE_BEFORE", 7, 2),
                  FakeTexts.row("UPDATE_AFTER", 7, 3))
              : FakeStatement.refused(
                  "org.apache.flink.table.api.ValidationException: Object 'few' not found");
      case ContractStatements.DIVIDE_BY_ZERO ->
          FakeStatement.rows(FakeTexts.column("q", "INTEGER"))
              .failing("java.lang.ArithmeticException: / by zero");
      case ContractStatements.WRONG_COLUMN ->
          FakeStatement.refused(
              "org.apache.flink.table.api.ValidationException: SQL validation failed. From line 1,"
                  + " column 8 to line 1, column 11: Column 'nope' not found in any table",
              "org.apache.calcite.runtime.CalciteContextException: From line 1, column 8 to line 1,"
                  + " column 11: Column 'nope' not found in any table",
              "org.apache.calcite.sql.validate.SqlValidatorException: Column 'nope' not found in"
                  + " any table");
      default -> FakeStatement.refused("the fake does not know this statement");
    };
  }

  private MockResponse jobManager(String[] parts, JsonNode body) {
    if (parts[2].equals("overview")) {
      return ok(jobs.overview());
    }
    String id = parts[2];
    if (!jobs.knows(id)) {
      return new MockResponse.Builder()
          .code(404)
          .body("{\"errors\":[\"Job " + id + " not found\"]}")
          .build();
    }
    String call = parts[0] + " " + (parts.length > 3 ? parts[3] : "");
    return switch (call) {
      case "POST stop" -> {
        jobs.stop(id, body.path("triggerId").asText(), body.path("targetDirectory").asText());
        yield ok("{\"request-id\":\"" + body.path("triggerId").asText() + "\"}");
      }
      case "PATCH " -> {
        jobs.end(id, "CANCELED");
        yield ok("{}");
      }
      case "GET savepoints" ->
          ok(
              "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"location\":\""
                  + jobs.savepoint(parts[4])
                  + "\"}}");
      case "GET config" ->
          ok(
              mapper
                  .createObjectNode()
                  .set(
                      "execution-config",
                      mapper
                          .createObjectNode()
                          .set("user-config", jobs.job(id).path("user-config")))
                  .toString());
      case "GET " -> ok(jobs.job(id).toString());
      default -> ok("{}");
    };
  }

  private JsonNode body(RecordedRequest request) {
    try {
      return request.getBody() == null
          ? mapper.missingNode()
          : mapper.readTree(request.getBody().utf8());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MockResponse ok(String body) {
    return new MockResponse.Builder().code(200).body(body).build();
  }

  private static MockResponse failed(String body) {
    return new MockResponse.Builder().code(500).body(body).build();
  }
}
