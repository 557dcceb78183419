package dev.millrace.cli.command;

import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.connect.RecordTools;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.deploy.ModelReport;
import dev.millrace.engine.deploy.Outcome;
import dev.millrace.engine.plan.PlanWords;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.recover.Trouble;
import dev.millrace.engine.recover.WayOut;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A trouble and its ways out, as text and as JSON. */
final class RecoverText {
  private static final int WIDTH = 100;
  private static final String DETAIL = "    ";
  private static final String WAY = "                   ";

  private RecoverText() {}

  static List<String> of(Trouble trouble, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add(
        trouble.name()
            + "  "
            + trouble.kind().name()
            + trouble
                .since()
                .map(since -> ", " + PlanWords.ago(Duration.between(since, now)) + " ago")
                .orElse(""));
    wrapped(lines, DETAIL, DETAIL, trouble.sentence());
    trouble
        .place()
        .ifPresent(
            place -> {
              wrapped(lines, DETAIL + "Operator  ", DETAIL + "          ", place.operator());
              place.path().ifPresent(path -> lines.add(DETAIL + "Written   " + where(path, place)));
            });
    trouble
        .flinkSays()
        .ifPresent(says -> wrapped(lines, DETAIL + "Flink     ", DETAIL + "          ", says));
    for (String seen : trouble.evidence()) {
      wrapped(lines, DETAIL + "Seen      ", DETAIL + "          ", seen);
    }
    lines.add("  Ways out");
    for (int i = 0; i < trouble.ways().size(); i++) {
      way(lines, i + 1, trouble.ways().get(i));
    }
    return lines;
  }

  /** Explains at once what did not start, and says how to get out; nothing else has been asked. */
  static void explain(Engine engine, List<DeployReport> reports, Console console) {
    Set<String> failed = new LinkedHashSet<>();
    for (DeployReport report : reports) {
      for (ModelReport model : report.models()) {
        if (model.outcome() == Outcome.ROLLED_BACK || model.outcome() == Outcome.BLOCKED) {
          failed.add(model.model());
        }
      }
    }
    if (failed.isEmpty() || console.isJson()) {
      return;
    }
    Instant now = Instant.now();
    try {
      for (Trouble trouble : engine.recovery().troubles(failed)) {
        console.text("");
        of(trouble, now).forEach(console::text);
        console.text(
            "Take one with `millrace recover " + trouble.name() + "`, now or at any later time.");
      }
    } catch (MillraceException e) {
      // How it ended has been told; the ways out can be asked for when the cluster answers again.
      console.text("`millrace recover` explains it: " + e.problem().message());
    }
  }

  private static void way(List<String> lines, int number, WayOut way) {
    wrapped(
        lines,
        "    %d %-12s ".formatted(number, way.kind().written()),
        WAY,
        way.does() + (way.recommended() ? " (recommended)" : ""));
    wrapped(lines, WAY + "keeps  ", WAY + "       ", way.keeps());
    way.loses().ifPresent(loses -> wrapped(lines, WAY + "loses  ", WAY + "       ", loses));
    if (way.kind() == WayOut.Kind.SKIP) {
      wrapped(lines, WAY + "copy   ", WAY + "       ", "with --dead-letter TOPIC");
    }
    way.takes()
        .ifPresent(
            takes ->
                lines.add(
                    WAY
                        + "takes  about "
                        + Math.max(1, takes.toSeconds())
                        + " s, as the last deployment did"));
  }

  private static String where(String path, Trouble.Place place) {
    List<Integer> at = place.lines();
    return at.isEmpty()
        ? path
        : path
            + (at.size() == 1 ? ", line " : ", lines ")
            + String.join(", ", at.stream().map(Object::toString).toList());
  }

  /** A path is never broken: it is copied. */
  private static void wrapped(List<String> lines, String first, String rest, String text) {
    StringBuilder line = new StringBuilder(first);
    boolean empty = true;
    for (String word : text.strip().split("\\s+")) {
      if (!empty && line.length() + word.length() + 1 > WIDTH) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(rest);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString().stripTrailing());
  }

  static Map<String, Object> json(Trouble trouble) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("unique_id", trouble.deployment().model());
    json.put("models", trouble.deployment().models());
    json.put("trouble", trouble.kind().name().toLowerCase(Locale.ROOT));
    trouble.since().ifPresent(since -> json.put("since", since.toString()));
    json.put("message", trouble.sentence());
    trouble
        .cause()
        .ifPresent(
            cause ->
                json.put(
                    "cause",
                    cause
                        .getClass()
                        .getSimpleName()
                        .replaceAll("([a-z])([A-Z])", "$1_$2")
                        .toLowerCase(Locale.ROOT)));
    trouble.flinkSays().ifPresent(says -> json.put("flink", says));
    trouble.place().ifPresent(place -> json.put("place", place(place)));
    json.put("evidence", trouble.evidence());
    json.put("ways", trouble.ways().stream().map(RecoverText::json).toList());
    return json;
  }

  private static Map<String, Object> place(Trouble.Place place) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("operator", place.operator());
    place.model().ifPresent(model -> json.put("unique_id", model));
    place.path().ifPresent(path -> json.put("path", path));
    json.put("lines", place.lines());
    return json;
  }

  private static Map<String, Object> json(WayOut way) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("way", way.kind().written());
    json.put("recommended", way.recommended());
    json.put("does", way.does());
    json.put("keeps", way.keeps());
    way.loses().ifPresent(loses -> json.put("loses", loses));
    way.takes().ifPresent(takes -> json.put("takes_ms", takes.toMillis()));
    way.start()
        .flatMap(WayOut.Start::from)
        .ifPresent(savepoint -> json.put("from", savepoint.path()));
    List<Map<String, Object>> leftOut =
        way.start().map(WayOut.Start::leftOut).orElse(List.of()).stream()
            .map(RecoverText::json)
            .toList();
    if (!leftOut.isEmpty()) {
      json.put("records", leftOut);
    }
    return json;
  }

  private static Map<String, Object> json(RecordTools.UnreadableRecord record) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("topic", record.topic());
    json.put("partition", record.partition());
    json.put("offset", record.offset());
    json.put("written_at", record.writtenAt().toString());
    record.key().ifPresent(key -> json.put("key", key));
    record.value().ifPresent(value -> json.put("value", value));
    json.put("unreadable", record.ofKey() ? "key" : "value");
    json.put("message", record.says());
    return json;
  }
}
