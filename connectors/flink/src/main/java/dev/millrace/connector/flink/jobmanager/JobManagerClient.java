package dev.millrace.connector.flink.jobmanager;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.connector.flink.rest.Endpoint;
import dev.millrace.connector.flink.rest.Reply;
import dev.millrace.connector.flink.rest.Request;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.SavepointFormat;
import dev.millrace.engine.connect.TriggerId;
import java.util.Optional;

/**
 * The calls of the JobManager's REST interface. Thread-safe.
 *
 * <p>All methods throw MillraceException CLUSTER_UNREACHABLE or CLUSTER_REFUSED.
 */
public final class JobManagerClient {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final Endpoint endpoint;

  public JobManagerClient(Endpoint endpoint) {
    this.endpoint = requireNonNull(endpoint, "endpoint");
  }

  public ClusterInfo overview() {
    Request request = Request.get("/overview");
    JsonNode overview = endpoint.sendForJson(request);
    if (!overview.path("flink-version").isTextual()) {
      throw endpoint.notFlink(request, null);
    }
    return new ClusterInfo(
        overview.path("flink-version").asText(),
        overview.path("taskmanagers").asInt(),
        overview.path("slots-total").asInt(),
        overview.path("slots-available").asInt());
  }

  /** An option of the cluster's own configuration; empty when it has none of this name. */
  Optional<String> setting(String key) {
    for (JsonNode option : endpoint.sendForJson(Request.get("/jobmanager/config"))) {
      if (option.path("key").asText().equals(key)) {
        return Optional.of(option.path("value").asText());
      }
    }
    return Optional.empty();
  }

  /** The list under {@code jobs}, with task counts. */
  JsonNode jobs() {
    return endpoint.sendForJson(Request.get("/jobs/overview")).path("jobs");
  }

  /**
   * A part of a job, such as {@code /checkpoints}; empty when the cluster does not know the job.
   */
  Optional<JsonNode> job(JobId id, String part) {
    return find(Request.get("/jobs/" + id + part));
  }

  void stop(
      JobId id,
      TriggerId trigger,
      SavepointFormat format,
      Optional<String> targetDirectory,
      boolean drain) {
    ObjectNode body =
        endpoint
            .json()
            .object()
            .put("drain", drain)
            .put("formatType", format.name())
            .put("triggerId", trigger.hex());
    targetDirectory.ifPresent(directory -> body.put("targetDirectory", directory));
    trigger(Request.post("/jobs/" + id + "/stop", body.toString()));
  }

  void savepoint(
      JobId id, TriggerId trigger, SavepointFormat format, Optional<String> targetDirectory) {
    ObjectNode body =
        endpoint
            .json()
            .object()
            .put("cancel-job", false)
            .put("formatType", format.name())
            .put("triggerId", trigger.hex());
    targetDirectory.ifPresent(directory -> body.put("target-directory", directory));
    trigger(Request.post("/jobs/" + id + "/savepoints", body.toString()));
  }

  void checkpoint(JobId id, TriggerId trigger) {
    ObjectNode body =
        endpoint
            .json()
            .object()
            .put("checkpointType", "CONFIGURED")
            .put("triggerId", trigger.hex());
    trigger(Request.post("/jobs/" + id + "/checkpoints", body.toString()));
  }

  /**
   * Asks for a savepoint's files to be deleted.
   *
   * @return the request's id
   */
  String dispose(String path) {
    ObjectNode body = endpoint.json().object().put("savepoint-path", path);
    return endpoint
        .sendForJson(Request.post("/savepoint-disposal", body.toString()))
        .path("request-id")
        .asText();
  }

  /** How a {@link #dispose} stands; empty when the cluster does not know it. */
  Optional<JsonNode> disposal(String request) {
    return find(Request.get("/savepoint-disposal/" + request));
  }

  /** How a trigger stands; empty when the cluster does not know it. */
  Optional<JsonNode> triggered(JobId id, String kind, TriggerId trigger) {
    return find(Request.get("/jobs/" + id + "/" + kind + "/" + trigger.hex()));
  }

  /** No error when the job has ended or is not known. */
  void cancel(JobId id) {
    Request request = Request.patch("/jobs/" + id + "?mode=cancel");
    Reply reply = endpoint.send(request);
    if (!reply.isSuccess() && reply.status() != NOT_FOUND && reply.status() != CONFLICT) {
      throw endpoint.refused(request, reply);
    }
  }

  JsonNode metrics(String path) {
    return find(Request.get(path)).orElse(endpoint.json().object());
  }

  /** Our own trigger id makes a repetition harmless. */
  private void trigger(Request request) {
    endpoint.sendForJson(request.repeatable());
  }

  private Optional<JsonNode> find(Request request) {
    Reply reply = endpoint.send(request);
    if (reply.status() == NOT_FOUND) {
      return Optional.empty();
    }
    if (!reply.isSuccess()) {
      throw endpoint.refused(request, reply);
    }
    return Optional.of(endpoint.parse(request, reply));
  }
}
