package dev.millrace.connector.flink.jobmanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.connector.flink.rest.Json;
import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.CheckpointReport.Snapshot;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.MetricSample;
import dev.millrace.engine.connect.TriggerStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JobManagerAnswersTest {
  @Test
  void aCompletedTriggerWithAFailureIsAFailure() {
    TriggerStatus status =
        TriggerAnswers.read(
            json(
                """
                {"status":{"id":"COMPLETED"},"operation":{"failure-cause":{"class":"x.Y",
                "stack-trace":"org.apache.flink.runtime.checkpoint.CheckpointException: Failed\\nCaused by: java.io.IOException: disk full\\n"}}}
                """),
            "location");

    assertThat(status).isEqualTo(new TriggerStatus.Failed("disk full"));
  }

  @Test
  void aCheckpointNamesItsFailureInItsOwnWay() {
    TriggerStatus status =
        TriggerAnswers.read(
            json(
                """
                {"status":{"id":"COMPLETED"},"operation":{"checkpointId":null,"failureCause":{"class":"x.Y",
                "stack-trace":"java.util.concurrent.CompletionException: Failed\\nCaused by: java.io.IOException: disk full\\n"}}}
                """),
            "checkpointId");

    assertThat(status).isEqualTo(new TriggerStatus.Failed("disk full"));
  }

  /** As Flink 2.3 and 1.20 describe the operators of SQL jobs. */
  @Test
  void theTablesAJobWritesAreReadFromItsPlan() {
    JsonNode plan =
        json(
            """
            {"plan":{"nodes":[
              {"description":"Source: KafkaSource-c.d.orders<br/>+- [5]:Calc(select=[id])<br/>"},
              {"description":"[3]:Calc(select=[id])<br/>+- totals[4]: Writer<br/>   +- totals[4]: Committer<br/>"},
              {"description":"[9]:Sink(table=[default_catalog.default_database.old_style], fields=[id])<br/>"}
            ]}}
            """);

    assertThat(WrittenTables.in(plan)).containsExactly("totals", "old_style");
  }

  @Test
  void aTriggerIsInProgressUntilItIsCompleted() {
    assertThat(TriggerAnswers.read(json("{\"status\":{\"id\":\"IN_PROGRESS\"}}"), "location"))
        .isEqualTo(new TriggerStatus.InProgress());
    assertThat(
            TriggerAnswers.read(
                json("{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"checkpointId\":7}}"),
                "checkpointId"))
        .isEqualTo(new TriggerStatus.Completed("7"));
  }

  @Test
  void theNewestOfCheckpointAndSavepointIsTheLatestCompleted() {
    CheckpointReport report =
        CheckpointStatistics.read(
            json(
                """
                {"counts":{"completed":5,"failed":1},"latest":{
                "completed":{"id":4,"external_path":"file:/c/chk-4","latest_ack_timestamp":1000,"state_size":10},
                "savepoint":{"id":5,"external_path":"file:/s/savepoint-1","latest_ack_timestamp":2000,"state_size":20},
                "failed":null,
                "restored":{"id":2,"external_path":"file:/s/savepoint-0","restore_timestamp":500}}}
                """));

    Snapshot checkpoint = new Snapshot(4, "file:/c/chk-4", Instant.ofEpochMilli(1000), 10);
    Snapshot savepoint = new Snapshot(5, "file:/s/savepoint-1", Instant.ofEpochMilli(2000), 20);
    assertThat(report)
        .isEqualTo(
            new CheckpointReport(
                5,
                1,
                Optional.of(checkpoint),
                Optional.of(savepoint),
                Optional.of(new Snapshot(2, "file:/s/savepoint-0", Instant.ofEpochMilli(500), 0))));
    assertThat(report.newestFirst()).containsExactly(savepoint, checkpoint);
  }

  @Test
  void aLoopOfTheSameCauseIsNamedOnce() {
    assertThat(
            ExceptionHistory.read(
                json(
                    """
                    {"exceptionHistory":{"entries":[
                    {"stacktrace":"org.apache.flink.runtime.JobException: Recovery is suppressed\\nCaused by: org.apache.flink.util.StateMigrationException: The new state serializer must not be incompatible\\n"},
                    {"stacktrace":"org.apache.flink.util.StateMigrationException: The new state serializer must not be incompatible\\n"},
                    {"stacktrace":"java.io.IOException: broker gone\\n"}]}}
                    """)))
        .containsExactly("The new state serializer must not be incompatible", "broker gone");
  }

  @Test
  void whatSourcesReadIsTheHigherOfInAndOut() {
    assertThat(
            SourceRecords.total(
                List.of(
                    sample("numRecordsIn", "Source__a", 0, 0),
                    sample("numRecordsOut", "Source__a", 0, 500),
                    sample("numRecordsIn", "Source__b", 0, 30),
                    sample("numRecordsOut", "Source__b", 0, 20),
                    sample("numRecordsOut", "Source__b", 1, 5))))
        .isEqualTo(535);
  }

  private static MetricSample sample(String metric, String operator, int subtask, double value) {
    return new MetricSample(
        JobId.derive("job"), metric, "task", Optional.of(operator), subtask, Instant.EPOCH, value);
  }

  private static JsonNode json(String text) {
    try {
      return new Json().parse(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
