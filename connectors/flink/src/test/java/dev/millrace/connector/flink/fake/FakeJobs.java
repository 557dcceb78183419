package dev.millrace.connector.flink.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The jobs of the fake, as its gateway and its JobManager both see them. */
final class FakeJobs {
  private final ObjectMapper mapper = new ObjectMapper();
  private final Map<String, ObjectNode> jobs = new LinkedHashMap<>();
  private final Map<String, String> savepoints = new LinkedHashMap<>();

  void start(String id, String name, Map<String, String> parameters) {
    ObjectNode job = mapper.createObjectNode().put("jid", id).put("name", name);
    job.put("state", "RUNNING").put("start-time", 1795172030620L);
    job.putObject("tasks").put("total", 1).put("running", 1);
    ObjectNode vertex = job.putArray("vertices").addObject();
    vertex.put("id", "v1").put("name", "Source: numbers[1]").put("parallelism", 1);
    vertex.putObject("tasks").put("RUNNING", 1);
    job.set("user-config", mapper.valueToTree(parameters));
    jobs.put(id, job);
  }

  boolean knows(String id) {
    return jobs.containsKey(id);
  }

  void end(String id, String state) {
    ObjectNode job = jobs.get(id);
    if (job != null && job.path("state").asText().equals("RUNNING")) {
      job.put("state", state);
    }
  }

  /** Repeating a trigger changes nothing. */
  void stop(String id, String trigger, String target) {
    savepoints.putIfAbsent(
        trigger, target + "/savepoint-" + id.substring(0, 6) + "-" + savepoints.size());
    end(id, "FINISHED");
  }

  String savepoint(String trigger) {
    return savepoints.getOrDefault(trigger, "");
  }

  String overview() {
    ArrayNode all = mapper.createArrayNode().addAll(jobs.values());
    return mapper.createObjectNode().<ObjectNode>set("jobs", all).toString();
  }

  JsonNode job(String id) {
    ObjectNode job = jobs.get(id);
    return job == null ? mapper.missingNode() : job;
  }

  FakeStatement show() {
    List<String> rows = new ArrayList<>();
    for (ObjectNode job : jobs.values()) {
      rows.add(
          FakeTexts.row(
              "INSERT",
              job.path("jid").asText(),
              job.path("name").asText(),
              job.path("state").asText(),
              "2026-11-20T10:53:14.698Z"));
    }
    return FakeStatement.rows(
        String.join(
            ",",
            FakeTexts.column("job id", "VARCHAR"),
            FakeTexts.column("job name", "VARCHAR"),
            FakeTexts.column("status", "VARCHAR"),
            "{\"name\":\"start time\",\"logicalType\":{\"type\":"
                + "\"TIMESTAMP_WITH_LOCAL_TIME_ZONE\",\"nullable\":true,\"precision\":6}}"),
        rows.toArray(String[]::new));
  }
}
