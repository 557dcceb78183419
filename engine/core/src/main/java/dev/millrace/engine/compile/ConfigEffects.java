package dev.millrace.engine.compile;

import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.ForeignConfigs;
import dev.millrace.engine.project.Materialization;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.ResourceType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says which configs of a node have no effect, so that none is passed over in silence. */
final class ConfigEffects {
  private static final String KEEP = "Take it out, or keep it for the tool that reads it";

  /** Configs that say something about tables and nothing about views. */
  private static final List<String> TABLE_CONFIGS =
      List.of(
          "primary_key",
          "watermark",
          "partition_by",
          "with",
          "connector",
          "connector_properties",
          "default_connector_properties",
          "virtual_columns",
          "distributed_by");

  /** Configs of other dialects that say nothing here, whatever their value. */
  private static final Map<String, Note> FOREIGN = foreign();

  /** Configs of other dialects of which one value is what Millrace does anyway. */
  private static final Map<String, Choice> CHOICES =
      Map.of(
          "type",
          new Choice(
              Set.of("streaming"),
              Set.of("batch"),
              "asks for a batch job, and every job here is a streaming one; it ends where all its"
                  + " sources are bounded"),
          "execution_mode",
          new Choice(
              Set.of("streaming", "streaming_query", "streaming_ddl"),
              Set.of("batch", "snapshot", "snapshot_ddl"),
              "asks for a bounded job, and every job here is a streaming one; it ends where all its"
                  + " sources are bounded"),
          "upgrade_mode",
          new Choice(
              Set.of("savepoint"),
              Set.of("stateless"),
              "gives up a job's state at every change, and Millrace keeps it;"
                  + " `millrace run --full-refresh` starts without it"),
          "job_state",
          new Choice(
              Set.of("running"),
              Set.of("suspended"),
              "has no effect; `millrace stop` stops a job with a savepoint"));

  /** What dbt-flink-adapter reads from comments of a model's SQL. */
  private static final Pattern HINT =
      Pattern.compile(
          "/\\*\\*\\s*(mode|fetch_max|fetch_timeout_ms|fetch_mode|test_query|execution_config"
              + "|drop_statement|upgrade_mode|job_state)\\s*\\(");

  /** Why a config has no effect, and what has. */
  private record Note(String why, String remedy) {}

  /**
   * A config with a choice.
   *
   * @param done values that are what happens anyway
   * @param told values that are not
   */
  private record Choice(Set<String> done, Set<String> told, String why) {}

  private final CompileWarnings warnings;

  ConfigEffects(CompileWarnings warnings) {
    this.warnings = warnings;
  }

  private static Map<String, Note> foreign() {
    Map<String, Note> notes = new LinkedHashMap<>();
    Note cloud = new Note("means something on Confluent Cloud only", KEEP);
    List.of("compute_pool_id", "tableflow").forEach(key -> notes.put(key, cloud));
    Note drift =
        new Note(
            "has no effect: a plan shows every change of columns before anything happens",
            "Read `millrace plan`");
    List.of("on_schema_drift", "on_schema_change").forEach(key -> notes.put(key, drift));
    Note always =
        new Note("has no effect: the job keeps its table up to date at every moment", KEEP);
    List.of("freshness_interval", "refresh_mode", "incremental_strategy")
        .forEach(key -> notes.put(key, always));
    notes.put(
        "start_mode",
        new Note(
            "has no effect: a job goes on from its state, and begins where its sources say",
            "Set `scan.startup.mode` on the source"));
    notes.put(
        "catalog_managed",
        new Note("has no effect: where a table is stored is said by its options", KEEP));
    notes.put(
        "columns",
        new Note(
            "has no effect: a table has the columns of its query",
            "Cast in the query where a type matters"));
    Note hook =
        new Note(
            "has no effect: only the model's own query runs",
            "Put job options into `flink_options`, and declare tables as sources");
    List.of("pre_hook", "post_hook", "sql_header").forEach(key -> notes.put(key, hook));
    return notes;
  }

  /** Notes the configs of one node that have no effect. */
  void check(Node node) {
    Map<String, Object> values = node.config().values();
    Set<String> silenced = Set.copyOf(silenced(node));
    Map<String, Note> notes = new LinkedHashMap<>();
    if (node.resourceType() == ResourceType.MODEL) {
      tables(node, notes);
      if (values.containsKey("freshness") && "materialized_table".equals(name(values))) {
        notes.put("freshness", note("has no effect: the job is always up to date"));
      }
    }
    FOREIGN.forEach(
        (key, note) -> {
          if (!isEmpty(values.get(key))) {
            notes.put(key, note);
          }
        });
    CHOICES.forEach(
        (key, choice) -> {
          String value = String.valueOf(values.get(key)).toLowerCase(Locale.ROOT);
          if (choice.told().contains(value)) {
            notes.put(key, new Note(choice.why(), KEEP));
          }
        });
    notes.forEach(
        (key, note) -> {
          if (!silenced.contains(key)) {
            warnings.withoutEffect(node, key, key, note.why(), note.remedy());
          }
        });
    parts(node, silenced);
    hints(node);
  }

  private static void tables(Node node, Map<String, Note> notes) {
    Materialization materialization = node.materialization();
    boolean table =
        switch (materialization) {
          case STREAMING_TABLE, STREAMING_SOURCE -> true;
          case VIEW, EPHEMERAL, FUNCTION -> false;
        };
    for (String key : TABLE_CONFIGS) {
      if (!table && node.config().values().containsKey(key)) {
        notes.put(key, note("has no effect on a " + materialization.dbtName()));
      }
    }
    if (materialization == Materialization.STREAMING_TABLE
        && node.config().values().get("distributed_by") instanceof Map<?, ?> distributed
        && distributed.containsKey("columns")) {
      notes.put(
          "distributed_by",
          note(
              "says with `columns` how rows are spread, which the connector decides here;"
                  + " `buckets` are the partitions of a topic"));
    }
  }

  /** Parts of configs that are taken over otherwise. */
  private void parts(Node node, Set<String> silenced) {
    for (String key : List.of("execution_config", "default_execution_config")) {
      for (String option : map(node, key)) {
        if (ForeignConfigs.isDecided(option) && !silenced.contains(key)) {
          warnings.withoutEffect(
              node, key, key + "." + option, "has no effect: Millrace decides it", KEEP);
        }
      }
    }
    for (String property : map(node, "statement_properties")) {
      if (!ForeignConfigs.isKnownProperty(property) && !silenced.contains("statement_properties")) {
        warnings.withoutEffect(
            node,
            "statement_properties",
            "statement_properties." + property,
            "means something on Confluent Cloud only",
            "Say the same with `flink_options`");
      }
    }
  }

  private void hints(Node node) {
    Matcher hint = HINT.matcher(node.rawCode());
    if (hint.find()) {
      warnings.add(
          ProblemCode.CONFIG_INVALID,
          node,
          place(node, hint.start()),
          "The hint `/** " + hint.group(1) + "(...) */` is a comment here and has no effect",
          "Set the config of the same meaning, or take it out");
    }
  }

  private static SourcePosition place(Node node, int offset) {
    String before = node.rawCode().substring(0, offset);
    int line = (int) before.chars().filter(character -> character == '\n').count() + 1;
    return new SourcePosition(node.path(), line, offset - before.lastIndexOf('\n'));
  }

  /** Configs that dbt-confluent was told to pass over without a word. */
  static List<String> silenced(Node node) {
    return node.config().texts("ignore_unsupported_config");
  }

  private static List<String> map(Node node, String key) {
    return node.config().values().get(key) instanceof Map<?, ?> map
        ? map.keySet().stream().map(String::valueOf).toList()
        : List.of();
  }

  private static String name(Map<String, Object> values) {
    return String.valueOf(values.get("materialized"));
  }

  private static Note note(String why) {
    return new Note(why, KEEP);
  }

  private static boolean isEmpty(@Nullable Object value) {
    return value == null || (value instanceof List<?> list && list.isEmpty());
  }
}
