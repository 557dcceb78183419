package dev.millrace.cli.command;

import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.inspect.Memory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a job remembers, for programs. */
final class StateJson {
  private StateJson() {}

  static Map<String, Object> of(Memory memory) {
    StateSnapshot snapshot = memory.snapshot();
    Map<String, Object> json = new LinkedHashMap<>();
    memory.model().ifPresent(model -> json.put("unique_id", model));
    json.put("path", memory.path());
    json.put("kind", lower(snapshot.kind()));
    json.put("format", lower(snapshot.format()));
    json.put("checkpoint", snapshot.number());
    json.put("written_at", snapshot.writtenAt().toString());
    json.put("bytes", snapshot.bytes());
    memory
        .start()
        .ifPresent(
            start -> {
              json.put("job_started_at", start.at().toString());
              start.from().ifPresent(path -> json.put("restored_from", path));
            });
    json.put("operators", memory.operators().stream().map(StateJson::part).toList());
    return json;
  }

  private static Map<String, Object> part(Memory.Part part) {
    StateSnapshot.Operator operator = part.operator();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", operator.id());
    operator.uid().ifPresent(uid -> json.put("uid", uid));
    operator.name().ifPresent(name -> json.put("name", name));
    json.put("operator", part.description());
    part.role().ifPresent(role -> json.put("role", lower(role)));
    json.put("models", part.models());
    json.put("parallelism", operator.parallelism());
    json.put("max_parallelism", operator.maxParallelism());
    json.put("bytes", operator.bytes());
    json.put("coordinator_bytes", operator.coordinatorBytes());
    json.put("states", part.states().stream().map(StateJson::held).toList());
    json.put(
        "positions",
        operator.positions().stream()
            .map(
                position ->
                    Map.of(
                        "topic", position.topic(),
                        "partition", position.partition(),
                        "offset", position.offset()))
            .toList());
    json.put("transactions", operator.transactions());
    operator.problem().ifPresent(problem -> json.put("problem", problem));
    return json;
  }

  private static Map<String, Object> held(Memory.Held held) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", held.state().name());
    json.put("kind", lower(held.state().kind()));
    json.put("key", held.columns().key());
    json.put("namespace", held.state().namespace());
    json.put("map_key", held.columns().mapKey());
    json.put("value", held.columns().value());
    json.put("time_to_live", held.state().timeToLive());
    held.count()
        .ifPresent(
            count -> {
              json.put("entries", count.entries());
              json.put("entry_bytes", count.bytes());
            });
    return json;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
