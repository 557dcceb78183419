package dev.millrace.it.state;

import dev.millrace.it.state.StateCase.Function;
import dev.millrace.it.state.StateCase.Policy;
import dev.millrace.it.state.StateCase.Row;
import dev.millrace.it.state.StateCase.Sink;
import dev.millrace.it.state.StateCase.Source;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads cases from YAML; what is wrong is told with file and line. */
final class CaseFiles {
  private static final Set<String> CASE_KEYS =
      Set.of(
          "name",
          "sources",
          "functions",
          "sink",
          "sinks",
          "before",
          "after",
          "switch",
          "settings_before",
          "settings_after",
          "policy",
          "listed");
  private static final Set<String> FAMILY_KEYS =
      Set.of("name", "sources", "sink", "query", "slots");

  /** Says that a source is asked by key. */
  private static final String LOOKUP = "lookup";

  private static final Set<String> SOURCE_KEYS =
      Set.of(
          "name",
          "columns",
          "columns_after",
          "key",
          "keys",
          "watermark",
          "watermark_after",
          LOOKUP,
          "batches",
          "first",
          "second");
  private static final Set<String> FUNCTION_KEYS = Set.of("name", "java", "java_after");
  private static final Set<String> SINK_KEYS = Set.of("key", "keys", "connector", "with");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  /** What a user chooses. */
  private static final String CHOOSE = "choose";

  /** What is handed to Flink as it is. */
  private static final String FLINK_OPTIONS = "flink_options";

  /** What the project says of verdicts. */
  private static final String STATE_POLICY = "state_policy";

  /** What a user chooses for the whole state. */
  private static final String WAY = "way";

  private static final List<String> WAYS = List.of("drain", "positions", "fresh");

  /** What a policy says beside words. */
  private static final Set<String> BESIDE_WORDS = Set.of(CHOOSE, WAY, STATE_POLICY);

  /** Takes a row of a keyed source away. */
  private static final String DELETE = "_delete";

  /** Aliases share rows among the cases of a file; the library's limit is meant for strangers. */
  private static final int MAXIMUM_ALIASES = 10_000;

  private final Path file;
  private final CaseNodes nodes;

  private CaseFiles(Path file) {
    this.file = file;
    this.nodes = new CaseNodes(file);
  }

  /** A file that is no list of cases. */
  static final class WrongCaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongCaseException(String message) {
      super(message);
    }
  }

  /**
   * All cases of the {@code .yml} and {@code .yaml} files in a folder and below, by files' names.
   *
   * @throws WrongCaseException one sentence with file and line
   */
  static List<StateCase> in(Path folder) throws IOException {
    List<StateCase> cases = new ArrayList<>();
    for (Path path : files(folder)) {
      CaseFiles file = new CaseFiles(path);
      file.entries().forEach(node -> cases.add(file.caseOf(node)));
    }
    Set<String> names = new HashSet<>();
    for (StateCase each : cases) {
      if (!names.add(each.name())) {
        throw new WrongCaseException(
            each.place() + ": There are two cases with the name `" + each.name() + "`.");
      }
    }
    if (cases.isEmpty()) {
      throw new WrongCaseException(folder + ": There are no cases in this folder.");
    }
    return cases;
  }

  /**
   * All families of the files in a folder and below, by files' names.
   *
   * @throws WrongCaseException one sentence with file and line
   */
  static List<QueryFamily> families(Path folder) throws IOException {
    List<QueryFamily> families = new ArrayList<>();
    for (Path path : files(folder)) {
      CaseFiles file = new CaseFiles(path);
      file.entries().forEach(node -> families.add(file.familyOf(node)));
    }
    if (families.isEmpty()) {
      throw new WrongCaseException(folder + ": There are no families in this folder.");
    }
    return families;
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new WrongCaseException(folder + ": There is no such folder.");
    }
    try (Stream<Path> found = Files.walk(folder)) {
      return found
          .filter(Files::isRegularFile)
          .filter(path -> path.toString().matches(".*\\.ya?ml"))
          .sorted()
          .toList();
    }
  }

  private List<Node> entries() throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(MAXIMUM_ALIASES);
    Node root;
    try (Reader reader = Files.newBufferedReader(file)) {
      root = new Yaml(new SafeConstructor(options)).compose(reader);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new WrongCaseException(file + ":" + line + ": This is no YAML: " + e.getProblem());
    }
    if (root == null) {
      return List.of();
    }
    return root instanceof SequenceNode list ? list.getValue() : List.of(root);
  }

  private String name(Map<String, Node> fields, Node node) {
    String name = nodes.text(nodes.required(fields, node, "name"));
    if (!NAME.matcher(name).matches()) {
      throw nodes.wrong(node, "A name has letters, digits, `_` and `-`, not `" + name + "`");
    }
    return name;
  }

  private QueryFamily familyOf(Node node) {
    Map<String, Node> fields = nodes.fields(node, "A family", FAMILY_KEYS);
    Map<String, List<String>> slots = new LinkedHashMap<>();
    nodes
        .fields(nodes.required(fields, node, "slots"), "`slots`", Set.of())
        .forEach(
            (slot, texts) -> slots.put(slot, nodes.list(texts).stream().map(nodes::text).toList()));
    String query = nodes.text(nodes.required(fields, node, "query"));
    for (Map.Entry<String, List<String>> slot : slots.entrySet()) {
      if (!query.contains("{" + slot.getKey() + "}")) {
        throw nodes.wrong(node, "The query has no place for `" + slot.getKey() + "`");
      }
      if (slot.getValue().size() < 2) {
        throw nodes.wrong(node, "The slot `" + slot.getKey() + "` needs two texts at least");
      }
    }
    return new QueryFamily(
        name(fields, node),
        nodes.place(node),
        nodes.list(nodes.required(fields, node, "sources")).stream().map(this::source).toList(),
        fields.containsKey("sink") ? sink(nodes.required(fields, node, "sink")) : Sink.CHANGELOG,
        query,
        slots);
  }

  private StateCase caseOf(Node node) {
    Map<String, Node> fields = nodes.fields(node, "A case", CASE_KEYS);
    String name = name(fields, node);
    List<Source> sources = new ArrayList<>();
    for (Node source : nodes.list(nodes.required(fields, node, "sources"))) {
      sources.add(source(source));
    }
    Map<String, Sink> sinks = new LinkedHashMap<>();
    Node sink = fields.get("sink");
    if (sink != null) {
      sinks.put(StateCase.MODEL, sink(sink));
    }
    Node several = fields.get("sinks");
    if (several != null) {
      nodes
          .fields(several, "`sinks`", Set.of())
          .forEach((model, value) -> sinks.put(model, sink(value)));
    }
    return new StateCase(
        name,
        nodes.place(node),
        sources,
        fields.containsKey("functions")
            ? nodes.list(nodes.required(fields, node, "functions")).stream()
                .map(this::function)
                .toList()
            : List.of(),
        sinks,
        queries(nodes.required(fields, node, "before")),
        queries(nodes.required(fields, node, "after")),
        fields.containsKey("switch") ? queries(nodes.required(fields, node, "switch")) : Map.of(),
        settings(fields.get("settings_before")),
        settingsAfter(fields),
        policy(fields.get("policy")),
        choices(fields.get("policy")),
        way(fields.get("policy")),
        fields.containsKey("listed")
            && nodes.text(nodes.required(fields, node, "listed")).equals("true"));
  }

  private Source source(Node node) {
    Map<String, Node> fields = nodes.fields(node, "A source", SOURCE_KEYS);
    Map<String, String> columns = columns(nodes.required(fields, node, "columns"), "`columns`");
    Map<String, String> columnsAfter =
        fields.containsKey("columns_after")
            ? columns(nodes.required(fields, node, "columns_after"), "`columns_after`")
            : columns;
    Set<String> written = new LinkedHashSet<>(columns.keySet());
    written.addAll(columnsAfter.keySet());
    List<String> key = key(fields);
    for (String column : key) {
      if (!columns.containsKey(column)) {
        throw nodes.wrong(node, "The key `" + column + "` is none of the source's columns");
      }
    }
    boolean lookedUp = fields.containsKey(LOOKUP) && nodes.text(fields.get(LOOKUP)).equals("true");
    if (lookedUp && key.isEmpty()) {
      throw nodes.wrong(node, "A source that is looked up needs a `key`");
    }
    List<Node> batches = new ArrayList<>();
    if (fields.containsKey("batches")) {
      batches.addAll(nodes.list(nodes.required(fields, node, "batches")));
    } else {
      batches.add(nodes.required(fields, node, "first"));
      batches.add(nodes.required(fields, node, "second"));
    }
    if (batches.size() != 2) {
      throw nodes.wrong(node, "A source has two batches of rows, not " + batches.size());
    }
    return new Source(
        nodes.text(nodes.required(fields, node, "name")),
        columns,
        columnsAfter,
        key,
        Optional.ofNullable(fields.get("watermark")).map(nodes::text),
        Optional.ofNullable(fields.getOrDefault("watermark_after", fields.get("watermark")))
            .map(nodes::text),
        lookedUp,
        batches.stream().map(batch -> rows(batch, columns.keySet(), written, key)).toList());
  }

  private Map<String, String> columns(Node node, String what) {
    Map<String, String> columns = new LinkedHashMap<>();
    nodes
        .fields(node, what, Set.of())
        .forEach((column, type) -> columns.put(column, nodes.text(type)));
    return columns;
  }

  private List<String> key(Map<String, Node> fields) {
    Node node = fields.containsKey("key") ? fields.get("key") : fields.get("keys");
    if (node == null) {
      return List.of();
    }
    return node instanceof ScalarNode scalar
        ? List.of(scalar.getValue())
        : nodes.list(node).stream().map(nodes::text).toList();
  }

  /**
   * @param columns of rows that are lists
   * @param written columns that rows with names may have
   */
  private List<Row> rows(Node batch, Set<String> columns, Set<String> written, List<String> key) {
    List<Row> rows = new ArrayList<>();
    for (Node node : nodes.list(batch)) {
      Map<String, Object> values = new LinkedHashMap<>();
      boolean deletes = false;
      if (node instanceof SequenceNode positions) {
        if (positions.getValue().size() != columns.size()) {
          throw nodes.wrong(
              node,
              "This row has "
                  + positions.getValue().size()
                  + " values, and there are "
                  + columns.size()
                  + " columns");
        }
        int position = 0;
        for (String column : columns) {
          values.put(column, nodes.value(positions.getValue().get(position++)));
        }
      } else {
        Map<String, Node> named = nodes.fields(node, "A row", Set.of());
        deletes = named.remove(DELETE) != null;
        for (Map.Entry<String, Node> entry : named.entrySet()) {
          if (!written.contains(entry.getKey())) {
            throw nodes.wrong(node, "There is no column `" + entry.getKey() + "`");
          }
          values.put(entry.getKey(), nodes.value(entry.getValue()));
        }
      }
      if (!values.keySet().containsAll(key)) {
        throw nodes.wrong(node, "This row lacks its key");
      }
      if (deletes && key.isEmpty()) {
        throw nodes.wrong(node, "Rows of a source without a key cannot be deleted");
      }
      rows.add(new Row(values, deletes));
    }
    return rows;
  }

  private Function function(Node node) {
    Map<String, Node> fields = nodes.fields(node, "A function", FUNCTION_KEYS);
    String before = nodes.text(nodes.required(fields, node, "java"));
    try {
      return new Function(
          name(fields, node),
          before,
          fields.containsKey("java_after")
              ? nodes.text(nodes.required(fields, node, "java_after"))
              : before);
    } catch (IllegalArgumentException e) {
      throw nodes.wrong(node, String.valueOf(e.getMessage()));
    }
  }

  private Sink sink(Node node) {
    Map<String, Node> fields = nodes.fields(node, "A sink", SINK_KEYS);
    Map<String, String> options = new LinkedHashMap<>();
    Node with = fields.get("with");
    if (with != null) {
      nodes
          .fields(with, "`with`", Set.of())
          .forEach((option, value) -> options.put(option, nodes.text(value)));
    }
    return new Sink(
        key(fields), Optional.ofNullable(fields.get("connector")).map(nodes::text), options);
  }

  private Map<String, String> queries(Node node) {
    Map<String, String> queries = new LinkedHashMap<>();
    if (node instanceof ScalarNode scalar) {
      queries.put(StateCase.MODEL, scalar.getValue());
    } else {
      nodes
          .fields(node, "Queries", Set.of())
          .forEach((model, sql) -> queries.put(model, nodes.text(sql)));
    }
    return queries;
  }

  private Map<String, Object> settings(@Nullable Node node) {
    Map<String, Object> settings = new LinkedHashMap<>();
    if (node != null) {
      nodes
          .fields(node, "Settings", Set.of())
          .forEach(
              (key, value) -> {
                if (value instanceof MappingNode) {
                  Map<String, String> texts = new LinkedHashMap<>();
                  nodes
                      .fields(value, key, Set.of())
                      .forEach((option, text) -> texts.put(option, nodes.text(text)));
                  settings.put(key, texts);
                } else {
                  settings.put(key, nodes.text(value));
                }
              });
    }
    return withFlinkOptions(settings);
  }

  /** No config of a model has a dot in its name, and every option of Flink that matters has one. */
  private static Map<String, Object> withFlinkOptions(Map<String, Object> settings) {
    Map<String, Object> configs = new LinkedHashMap<>(settings);
    configs.keySet().removeIf(CaseFiles::isFlinkOption);
    Map<Object, Object> options = new LinkedHashMap<>();
    if (settings.get(FLINK_OPTIONS) instanceof Map<?, ?> said) {
      options.putAll(said);
    }
    settings.forEach(
        (key, value) -> {
          if (isFlinkOption(key)) {
            options.put(key, value);
          }
        });
    if (!options.isEmpty()) {
      configs.put(FLINK_OPTIONS, options);
    }
    return configs;
  }

  private static boolean isFlinkOption(String key) {
    return key.contains(".");
  }

  /** What the project says of verdicts is a config like any other, and changes with the query. */
  private Map<String, Object> settingsAfter(Map<String, Node> fields) {
    Map<String, Object> settings = settings(fields.get("settings_after"));
    if (fields.get("policy") instanceof MappingNode policy) {
      Node rules = nodes.fields(policy, "`policy`", Set.of()).get(STATE_POLICY);
      if (rules != null) {
        Map<String, String> decisions = new LinkedHashMap<>();
        nodes
            .fields(rules, "`state_policy`", Set.of())
            .forEach((verdict, decision) -> decisions.put(verdict, nodes.text(decision)));
        settings.put(STATE_POLICY, decisions);
      }
    }
    return settings;
  }

  private Set<Policy> policy(@Nullable Node node) {
    Set<Policy> policies = new LinkedHashSet<>();
    if (node == null) {
      return Set.of(Policy.ALLOW_UNKNOWN_STATE);
    }
    List<String> words = new ArrayList<>();
    switch (node) {
      case ScalarNode scalar -> words.add(scalar.getValue());
      case SequenceNode several -> several.getValue().forEach(each -> words.add(nodes.text(each)));
      default ->
          nodes
              .fields(node, "`policy`", Set.of())
              .forEach(
                  (word, value) -> {
                    if (!BESIDE_WORDS.contains(word) && nodes.text(value).equals("true")) {
                      words.add(word);
                    }
                  });
    }
    for (String word : words) {
      try {
        policies.add(Policy.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')));
      } catch (IllegalArgumentException e) {
        throw nodes.wrong(
            node,
            "A policy is allow_unknown_state, full_refresh, choose, way, state_policy or nothing,"
                + " not `"
                + word
                + "`");
      }
    }
    return policies;
  }

  /** By model and column; the only model of a case needs no name. */
  private Map<String, String> choices(@Nullable Node policy) {
    Map<String, String> choices = new LinkedHashMap<>();
    if (policy instanceof MappingNode) {
      Node chosen = nodes.fields(policy, "`policy`", Set.of()).get(CHOOSE);
      if (chosen != null) {
        nodes
            .fields(chosen, "`choose`", Set.of())
            .forEach(
                (column, choice) ->
                    choices.put(
                        column.contains(".") ? column : StateCase.MODEL + "." + column,
                        nodes.text(choice)));
      }
    }
    return choices;
  }

  /** What is chosen for the whole state of every job. */
  private Optional<String> way(@Nullable Node policy) {
    Node chosen =
        policy instanceof MappingNode ? nodes.fields(policy, "`policy`", Set.of()).get(WAY) : null;
    if (chosen == null) {
      return Optional.empty();
    }
    String way = nodes.text(chosen);
    if (!WAYS.contains(way)) {
      throw nodes.wrong(
          chosen, "A way is one of " + String.join(", ", WAYS) + ", not `" + way + "`");
    }
    return Optional.of(way);
  }
}
