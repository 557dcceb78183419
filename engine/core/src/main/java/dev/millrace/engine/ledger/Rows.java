package dev.millrace.engine.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.state.CarryOver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Rows become records. */
final class Rows {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private Rows() {}

  static Deployment deployment(ResultSet row) throws SQLException {
    int maxParallelism = row.getInt("max_parallelism");
    String model = row.getString("model");
    return new Deployment(
        row.getString("deployment"),
        model,
        text(row, "models")
            .map(models -> read(models, new TypeReference<List<String>>() {}))
            .orElse(List.of(model)),
        row.getString("relation"),
        row.getString("job_name"),
        Deployment.Wanted.valueOf(row.getString("wanted")),
        number(row, "spec"),
        number(row, "attempt").map(Long::intValue),
        maxParallelism == 0 ? OptionalInt.empty() : OptionalInt.of(maxParallelism),
        time(row, "deployed_at"));
  }

  static StoredSpec spec(ResultSet row) throws SQLException {
    return new StoredSpec(
        row.getLong("spec"),
        row.getString("deployment"),
        SpecJson.read(row.getString("details")),
        text(row, "flink_version"),
        text(row, "git_commit"),
        row.getString("actor"),
        Instant.parse(row.getString("created_at")));
  }

  static Attempt attempt(ResultSet row) throws SQLException {
    return new Attempt(
        row.getString("deployment"),
        row.getInt("number"),
        row.getLong("spec"),
        new JobId(row.getString("job")),
        text(row, "restore_path"),
        text(row, "checkpoint"),
        row.getInt("had_checkpoint") == 1,
        Attempt.State.valueOf(row.getString("state")),
        Instant.parse(row.getString("started_at")));
  }

  static Savepoint savepoint(ResultSet row) throws SQLException {
    return new Savepoint(
        row.getString("path"),
        row.getString("deployment"),
        row.getInt("attempt"),
        Savepoint.Origin.valueOf(row.getString("origin")),
        row.getLong("size_bytes"),
        Instant.parse(row.getString("taken_at")),
        text(row, "label"));
  }

  static Operation operation(ResultSet row) throws SQLException {
    return new Operation(
        row.getString("operation"),
        row.getString("deployment"),
        Operation.Kind.valueOf(row.getString("kind")),
        row.getString("state"),
        text(row, "plan_hash"),
        number(row, "spec"),
        number(row, "from_attempt").map(Long::intValue),
        number(row, "to_attempt").map(Long::intValue),
        number(row, "rollback_attempt").map(Long::intValue),
        text(row, "chosen_path"),
        text(row, "restore_path"),
        text(row, "savepoint_path"),
        row.getInt("drop_unclaimed") == 1,
        text(row, "carry_over")
            .map(json -> read(json, new TypeReference<CarryOver>() {}))
            .orElse(CarryOver.NONE),
        text(row, "cause"),
        read(row.getString("ways_out"), new TypeReference<List<String>>() {}),
        row.getString("actor"),
        row.getLong("pid"),
        Instant.parse(row.getString("started_at")),
        time(row, "stop_requested_at"),
        time(row, "running_at"),
        time(row, "ended_at"));
  }

  static JournalEntry entry(ResultSet row) throws SQLException {
    return new JournalEntry(
        row.getLong("entry"),
        row.getString("operation"),
        row.getString("deployment"),
        row.getString("state"),
        JournalEntry.Moment.valueOf(row.getString("moment")),
        row.getString("step"),
        row.getString("detail"),
        row.getString("actor"),
        row.getLong("pid"),
        Instant.parse(row.getString("at")));
  }

  /** Ids by name, as they were written. */
  static Map<String, String> ids(String json) {
    return read(json, new TypeReference<Map<String, String>>() {});
  }

  static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of ours can be written", e);
    }
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the ledger holds what this version cannot read", e);
    }
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return text(row, column).map(Instant::parse);
  }

  private static Optional<Long> number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }
}
