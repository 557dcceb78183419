package dev.millrace.it.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.it.state.StateCase.Function;
import dev.millrace.it.state.StateCase.Sink;
import dev.millrace.it.state.StateCase.Source;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The models of one case, as files of a project that many cases share. */
final class Models {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What follows a table that has no alias. */
  private static final Set<String> NO_ALIAS =
      Set.of(
          "where",
          "group",
          "join",
          "on",
          "left",
          "right",
          "inner",
          "full",
          "cross",
          "natural",
          "union",
          "intersect",
          "except",
          "for",
          "order",
          "having",
          "window",
          "limit",
          "qualify",
          "match_recognize",
          "lateral",
          "tablesample");

  /** On one line with the package, so that the lines of the case stay what they are. */
  private static final String IMPORTS =
      "import org.apache.flink.table.annotation.*; import org.apache.flink.table.functions.*;"
          + " import org.apache.flink.types.Row; ";

  /** The jar of the connector of tables that are looked up, within the project. */
  static final String CONNECTOR = "lib/rows-in-file.jar";

  private final StateCase of;
  private final int number;
  private final String broker;
  private final Path lookups;

  /**
   * @param number of the case among all that share a project
   * @param broker where the tables are stored
   * @param lookups folder of the files of tables that are looked up
   */
  Models(StateCase of, int number, String broker, Path lookups) {
    this.of = of;
    this.number = number;
    this.broker = broker;
    this.lookups = lookups;
  }

  /** Which of the jobs of a case, and so which rows it reads. */
  enum Role {
    TESTED("x", "o"),
    UNINTERRUPTED("u", "s"),
    FRESH("f", "b"),
    SWITCHED("w", "t");

    private final String jobs;
    private final String sources;

    Role(String jobs, String sources) {
      this.jobs = jobs;
      this.sources = sources;
    }
  }

  String model(Role role, String name) {
    return "c" + number + "_" + role.jobs + "_" + name;
  }

  String source(Role role, String name) {
    return "c" + number + "_" + role.sources + "_" + name;
  }

  /** A function's model; the references share theirs, which has the code after the change. */
  String function(Role role, String name) {
    return "c" + number + "_" + library(role) + "_" + name;
  }

  /** The jar that the functions of these jobs are in, within the project. */
  String jar(Role role) {
    return "lib/c" + number + "_" + library(role) + ".jar";
  }

  /** Classes of the same name in two jars would be one for the project. */
  private String javaPackage(Role role) {
    return "c" + number + "." + library(role);
  }

  private static String library(Role role) {
    return role == Role.TESTED ? "tested" : "reference";
  }

  String text(Role role, Function function) {
    return config(
        Map.of(
            "materialized",
            "function",
            "class",
            javaPackage(role) + "." + function.className(),
            "jars",
            jar(role)));
  }

  /**
   * Sources by the full names of their classes, for a jar of these jobs.
   *
   * @param isAfter whether as after the change
   */
  Map<String, String> sources(Role role, boolean isAfter) {
    Map<String, String> sources = new LinkedHashMap<>();
    for (Function function : of.functions()) {
      sources.put(
          javaPackage(role) + "." + function.className(),
          "package "
              + javaPackage(role)
              + "; "
              + IMPORTS
              + (isAfter ? function.after() : function.before()));
    }
    return sources;
  }

  /** Where the rows of a source are that is looked up; all jobs ask the same. */
  String lookupFile(String source) {
    return "c" + number + "_" + source + ".json";
  }

  /** Where a source's rows are: the second batch has a topic of its own for who starts with it. */
  String topic(Role role, String source) {
    return "state-c" + number + "-" + (role == Role.FRESH ? "second-" : "") + source;
  }

  /**
   * A source's model.
   *
   * @param isAfter whether as after the change
   */
  String text(Role role, Source source, boolean isAfter) {
    Map<String, String> types = isAfter ? source.columnsAfter() : source.columns();
    Optional<String> watermark = isAfter ? source.watermarkAfter() : source.watermark();
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("materialized", "streaming_source");
    Map<String, Object> with = new LinkedHashMap<>();
    if (source.lookedUp()) {
      with.put("connector", "rows-in-file");
      with.put("path", lookups.resolve(lookupFile(source.name())).toString());
      with.put("format", "json");
      config.put("jars", CONNECTOR);
    } else {
      with.put("topic", topic(role, source.name()));
    }
    // As people write times.
    if (source.key().isEmpty() || source.lookedUp()) {
      with.put("json.timestamp-format.standard", "SQL");
    } else {
      with.put("key.json.timestamp-format.standard", "SQL");
      with.put("value.json.timestamp-format.standard", "SQL");
    }
    if (watermark.isPresent()) {
      // With each row, so that what a batch makes does not depend on the clock.
      with.put("scan.watermark.emit.strategy", "on-event");
    }
    StringJoiner columns = new StringJoiner(",\n");
    types.forEach(
        (name, type) ->
            columns.add(
                "`" + name + "` " + type + (source.key().contains(name) ? " NOT NULL" : "")));
    if (role == Role.SWITCHED) {
      columns.add("`" + StateCase.BATCH + "` INT");
    }
    watermark.ifPresent(declared -> columns.add("WATERMARK FOR " + declared));
    if (!source.key().isEmpty()) {
      columns.add("PRIMARY KEY (`" + String.join("`, `", source.key()) + "`) NOT ENFORCED");
    }
    config.put("with", with);
    return config(config) + columns + "\n";
  }

  /** A query's model. */
  String text(Role role, String name, String query, Map<String, Object> settings) {
    Sink sink = of.sink(name);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("materialized", "streaming_table");
    // Some sixty jobs at once: two checkpoints a second of each would take a third of the machine.
    config.put("checkpoint", "2 s");
    Map<String, String> with = new LinkedHashMap<>();
    if (sink.connector().isPresent()) {
      with.put("connector", sink.connector().get());
    } else if (sink.key().isEmpty()) {
      // Takes every change as it is, also where the rows have a key.
      with.put("connector", "kafka");
      with.put("properties.bootstrap.servers", broker);
      with.put("format", "debezium-json");
    }
    with.putAll(sink.options());
    if (!sink.key().isEmpty()) {
      config.put("primary_key", sink.key());
    }
    settings.forEach(
        (key, value) -> {
          if (key.equals("job")) {
            config.put(key, "c" + number + "_" + role.jobs + "_" + value);
          } else if (key.equals("with") && value instanceof Map<?, ?> options) {
            options.forEach((option, text) -> with.put("" + option, "" + text));
          } else {
            config.put(key, value);
          }
        });
    if (!with.isEmpty()) {
      config.put("with", with);
    }
    return config(config) + located(role, query) + "\n";
  }

  /** The query with the names of its tables replaced by those in the shared project. */
  private String located(Role role, String query) {
    String located = query;
    for (Function function : of.functions()) {
      String reference = "{{ ref('" + function(role, function.name()) + "') }}";
      located =
          located
              .replaceAll(written(function.name()), Matcher.quoteReplacement(reference))
              .replaceAll(
                  "(?i)\\b" + Pattern.quote(function.name()) + "(?=\\s*\\()",
                  Matcher.quoteReplacement(reference));
    }
    for (String table : of.tables()) {
      String name = isSource(table) ? source(role, table) : model(role, table);
      String reference = "{{ ref('" + name + "') }}";
      located = located.replaceAll(written(table), Matcher.quoteReplacement(reference));
      Pattern plain = named(table);
      boolean qualified = located.matches("(?s).*\\b" + Pattern.quote(table) + "\\.\\w.*");
      // Behind a comma a table is only found where those before it are.
      for (String before = ""; !before.equals(located); ) {
        before = located;
        located =
            plain
                .matcher(located)
                .replaceAll(
                    found -> {
                      String next = found.group(4).toLowerCase(Locale.ROOT);
                      boolean alias =
                          qualified
                              && !found.group(1).equalsIgnoreCase("TABLE")
                              && (next.isEmpty() || NO_ALIAS.contains(next));
                      return Matcher.quoteReplacement(
                          found.group(1)
                              + found.group(2)
                              + reference
                              + (alias ? " AS " + table : ""));
                    });
      }
    }
    return located;
  }

  /** A table where a query names what it reads, also in a list. */
  private static Pattern named(String table) {
    String item = "(?:\\w+|\\{\\{[^}]*\\}\\})(?:\\s+AS)?(?:\\s+\\w+)?";
    return Pattern.compile(
        "(?i)\\b(FROM|JOIN|TABLE|FROM\\s+%s(?:\\s*,\\s*%s)*\\s*,)(\\s*)(?<=[\\s,])%s\\b(?=(\\s*)(\\w*))"
            .formatted(item, item, Pattern.quote(table)));
  }

  /** A reference as projects have it. */
  private static String written(String name) {
    return "\\{\\{\\s*ref\\(\\s*['\"]" + Pattern.quote(name) + "['\"]\\s*\\)\\s*\\}\\}";
  }

  private boolean isSource(String table) {
    return of.sources().stream().anyMatch(source -> source.name().equals(table));
  }

  private static String config(Map<String, Object> config) {
    StringJoiner arguments = new StringJoiner(", ", "{{ config(", ") }}\n");
    new java.util.TreeMap<>(config)
        .forEach((key, value) -> arguments.add(key + "=" + literal(value)));
    return arguments.toString();
  }

  private static String literal(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
