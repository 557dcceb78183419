package dev.millrace.it.state;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One change of a query.
 *
 * @param place file and line it stands in
 * @param functions of one's own that the queries call
 * @param before queries of the old models by their names
 * @param after queries of the new ones
 * @param switched queries whose uninterrupted result is what the rule gives when it applies after
 *     the switch alone; they read {@code millrace_batch}, 1 or 2, beside each source's columns
 * @param sinks by the names of models
 * @param choices what the user chooses where the plan offers several ways, by {@code model.column}
 * @param way what the user chooses for the whole state: drain, positions or fresh
 * @param listed whether its state can be carried over exactly, so that it counts for {@code
 *     carried_exactly}
 */
record StateCase(
    String name,
    String place,
    List<Source> sources,
    List<Function> functions,
    Map<String, Sink> sinks,
    Map<String, String> before,
    Map<String, String> after,
    Map<String, String> switched,
    Map<String, Object> settingsBefore,
    Map<String, Object> settingsAfter,
    Set<Policy> policy,
    Map<String, String> choices,
    Optional<String> way,
    boolean listed) {
  /** What a model is called when a case has only one. */
  static final String MODEL = "result";

  /** Column that says which batch a row is from. */
  static final String BATCH = "millrace_batch";

  StateCase {
    requireNonNull(name, "name");
    requireNonNull(place, "place");
    sources = List.copyOf(sources);
    functions = List.copyOf(functions);
    sinks = ordered(sinks);
    before = ordered(before);
    after = ordered(after);
    switched = ordered(switched);
    settingsBefore = ordered(settingsBefore);
    settingsAfter = ordered(settingsAfter);
    policy = Set.copyOf(policy);
    choices = ordered(choices);
    requireNonNull(way, "way");
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** Names that a query may read. */
  List<String> tables() {
    List<String> tables = new ArrayList<>(sources.stream().map(Source::name).toList());
    tables.addAll(before.keySet());
    after.keySet().stream().filter(model -> !tables.contains(model)).forEach(tables::add);
    return tables;
  }

  Sink sink(String model) {
    return sinks.getOrDefault(model, Sink.CHANGELOG);
  }

  /** Whether the user of the case has chosen something. */
  boolean isChosen() {
    return !choices.isEmpty() || way.isPresent();
  }

  /** What may be done beside what needs no permission. */
  enum Policy {
    ALLOW_UNKNOWN_STATE,
    FULL_REFRESH,
    /** Nothing: a change that needs permission is left undone. */
    NOTHING
  }

  /**
   * A user-defined function.
   *
   * @param before source of its class, without a package
   * @param after the same after the change
   */
  record Function(String name, String before, String after) {
    private static final Pattern CLASS =
        Pattern.compile("\\bpublic\\s+(?:final\\s+)?class\\s+(\\w+)");

    Function {
      requireNonNull(name, "name");
      if (!classOf(before).equals(classOf(after))) {
        throw new IllegalArgumentException("The class has another name after the change");
      }
    }

    private static String classOf(String source) {
      Matcher found = CLASS.matcher(source);
      if (!found.find()) {
        throw new IllegalArgumentException("There is no `public class` in this text");
      }
      return found.group(1);
    }

    String className() {
      return classOf(before);
    }
  }

  /**
   * A stored table.
   *
   * @param columns types by names
   * @param columnsAfter the same after the change
   * @param key empty for a log
   * @param watermark {@code column AS expression}
   * @param watermarkAfter the same after the change
   * @param lookedUp whether queries ask it by key, with FOR SYSTEM_TIME AS OF a processing time
   * @param batches two
   */
  record Source(
      String name,
      Map<String, String> columns,
      Map<String, String> columnsAfter,
      List<String> key,
      Optional<String> watermark,
      Optional<String> watermarkAfter,
      boolean lookedUp,
      List<List<Row>> batches) {
    Source {
      requireNonNull(name, "name");
      columns = ordered(columns);
      columnsAfter = ordered(columnsAfter);
      key = List.copyOf(key);
      requireNonNull(watermark, "watermark");
      requireNonNull(watermarkAfter, "watermarkAfter");
      batches = batches.stream().map(List::copyOf).toList();
    }
  }

  /**
   * A record of a source.
   *
   * @param values by column; null is NULL
   * @param deletes whether it takes the row with its key away
   */
  record Row(Map<String, Object> values, boolean deletes) {
    Row {
      values = ordered(values);
    }
  }

  /**
   * Where a model is written.
   *
   * @param key of its rows; without one each change is written as it is
   * @param connector another than Kafka's, whose rows nobody compares; empty for Kafka's
   * @param options table options beside it
   */
  record Sink(List<String> key, Optional<String> connector, Map<String, String> options) {
    static final Sink CHANGELOG = new Sink(List.of(), Optional.empty(), Map.of());

    Sink {
      key = List.copyOf(key);
      requireNonNull(connector, "connector");
      options = ordered(options);
    }
  }
}
