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
import org.yaml.snakeyaml.nodes.NodeTuple;
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
  private static final Set<String> SOURCE_KEYS =
      Set.of(
          "name",
          "columns",
          "columns_after",
          "key",
          "keys",
          "watermark",
          "batches",
          "first",
          "second");
  private static final Set<String> FUNCTION_KEYS = Set.of("name", "java", "java_after");
  private static final Set<String> SINK_KEYS = Set.of("key", "keys", "connector", "with");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  /** What a user chooses. */
  private static final String CHOOSE = "choose";

  /** What the project says of verdicts. */
  private static final String STATE_POLICY = "state_policy";

  /** What a policy says beside words. */
  private static final Set<String> BESIDE_WORDS = Set.of(CHOOSE, STATE_POLICY);

  /** Takes a row of a keyed source away. */
  private static final String DELETE = "_delete";

  /** Aliases share rows among the cases of a file; the library's limit is meant for strangers. */
  private static final int MAXIMUM_ALIASES = 10_000;

  private final Path file;

  private CaseFiles(Path file) {
    this.file = file;
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
    String name = text(required(fields, node, "name"));
    if (!NAME.matcher(name).matches()) {
      throw wrong(node, "A name has letters, digits, `_` and `-`, not `" + name + "`");
    }
    return name;
  }

  private QueryFamily familyOf(Node node) {
    Map<String, Node> fields = fields(node, "A family", FAMILY_KEYS);
    Map<String, List<String>> slots = new LinkedHashMap<>();
    fields(required(fields, node, "slots"), "`slots`", Set.of())
        .forEach((slot, texts) -> slots.put(slot, list(texts).stream().map(this::text).toList()));
    String query = text(required(fields, node, "query"));
    for (Map.Entry<String, List<String>> slot : slots.entrySet()) {
      if (!query.contains("{" + slot.getKey() + "}")) {
        throw wrong(node, "The query has no place for `" + slot.getKey() + "`");
      }
      if (slot.getValue().size() < 2) {
        throw wrong(node, "The slot `" + slot.getKey() + "` needs two texts at least");
      }
    }
    return new QueryFamily(
        name(fields, node),
        place(node),
        list(required(fields, node, "sources")).stream().map(this::source).toList(),
        fields.containsKey("sink") ? sink(required(fields, node, "sink")) : Sink.CHANGELOG,
        query,
        slots);
  }

  private StateCase caseOf(Node node) {
    Map<String, Node> fields = fields(node, "A case", CASE_KEYS);
    String name = name(fields, node);
    List<Source> sources = new ArrayList<>();
    for (Node source : list(required(fields, node, "sources"))) {
      sources.add(source(source));
    }
    Map<String, Sink> sinks = new LinkedHashMap<>();
    Node sink = fields.get("sink");
    if (sink != null) {
      sinks.put(StateCase.MODEL, sink(sink));
    }
    Node several = fields.get("sinks");
    if (several != null) {
      fields(several, "`sinks`", Set.of()).forEach((model, value) -> sinks.put(model, sink(value)));
    }
    return new StateCase(
        name,
        place(node),
        sources,
        fields.containsKey("functions")
            ? list(required(fields, node, "functions")).stream().map(this::function).toList()
            : List.of(),
        sinks,
        queries(required(fields, node, "before")),
        queries(required(fields, node, "after")),
        fields.containsKey("switch") ? queries(required(fields, node, "switch")) : Map.of(),
        settings(fields.get("settings_before")),
        settingsAfter(fields),
        policy(fields.get("policy")),
        choices(fields.get("policy")),
        fields.containsKey("listed") && text(required(fields, node, "listed")).equals("true"));
  }

  private Source source(Node node) {
    Map<String, Node> fields = fields(node, "A source", SOURCE_KEYS);
    Map<String, String> columns = columns(required(fields, node, "columns"), "`columns`");
    Map<String, String> columnsAfter =
        fields.containsKey("columns_after")
            ? columns(required(fields, node, "columns_after"), "`columns_after`")
            : columns;
    Set<String> written = new LinkedHashSet<>(columns.keySet());
    written.addAll(columnsAfter.keySet());
    List<String> key = key(fields);
    for (String column : key) {
      if (!columns.containsKey(column)) {
        throw wrong(node, "The key `" + column + "` is none of the source's columns");
      }
    }
    List<Node> batches = new ArrayList<>();
    if (fields.containsKey("batches")) {
      batches.addAll(list(required(fields, node, "batches")));
    } else {
      batches.add(required(fields, node, "first"));
      batches.add(required(fields, node, "second"));
    }
    if (batches.size() != 2) {
      throw wrong(node, "A source has two batches of rows, not " + batches.size());
    }
    return new Source(
        text(required(fields, node, "name")),
        columns,
        columnsAfter,
        key,
        Optional.ofNullable(fields.get("watermark")).map(this::text),
        batches.stream().map(batch -> rows(batch, columns.keySet(), written, key)).toList());
  }

  private Map<String, String> columns(Node node, String what) {
    Map<String, String> columns = new LinkedHashMap<>();
    fields(node, what, Set.of()).forEach((column, type) -> columns.put(column, text(type)));
    return columns;
  }

  private List<String> key(Map<String, Node> fields) {
    Node node = fields.containsKey("key") ? fields.get("key") : fields.get("keys");
    if (node == null) {
      return List.of();
    }
    return node instanceof ScalarNode scalar
        ? List.of(scalar.getValue())
        : list(node).stream().map(this::text).toList();
  }

  /**
   * @param columns of rows that are lists
   * @param written columns that rows with names may have
   */
  private List<Row> rows(Node batch, Set<String> columns, Set<String> written, List<String> key) {
    List<Row> rows = new ArrayList<>();
    for (Node node : list(batch)) {
      Map<String, Object> values = new LinkedHashMap<>();
      boolean deletes = false;
      if (node instanceof SequenceNode positions) {
        if (positions.getValue().size() != columns.size()) {
          throw wrong(
              node,
              "This row has "
                  + positions.getValue().size()
                  + " values, and there are "
                  + columns.size()
                  + " columns");
        }
        int position = 0;
        for (String column : columns) {
          values.put(column, value(positions.getValue().get(position++)));
        }
      } else {
        Map<String, Node> named = fields(node, "A row", Set.of());
        deletes = named.remove(DELETE) != null;
        for (Map.Entry<String, Node> entry : named.entrySet()) {
          if (!written.contains(entry.getKey())) {
            throw wrong(node, "There is no column `" + entry.getKey() + "`");
          }
          values.put(entry.getKey(), value(entry.getValue()));
        }
      }
      if (!values.keySet().containsAll(key)) {
        throw wrong(node, "This row lacks its key");
      }
      if (deletes && key.isEmpty()) {
        throw wrong(node, "Rows of a source without a key cannot be deleted");
      }
      rows.add(new Row(values, deletes));
    }
    return rows;
  }

  private Function function(Node node) {
    Map<String, Node> fields = fields(node, "A function", FUNCTION_KEYS);
    String before = text(required(fields, node, "java"));
    try {
      return new Function(
          name(fields, node),
          before,
          fields.containsKey("java_after") ? text(required(fields, node, "java_after")) : before);
    } catch (IllegalArgumentException e) {
      throw wrong(node, String.valueOf(e.getMessage()));
    }
  }

  private Sink sink(Node node) {
    Map<String, Node> fields = fields(node, "A sink", SINK_KEYS);
    Map<String, String> options = new LinkedHashMap<>();
    Node with = fields.get("with");
    if (with != null) {
      fields(with, "`with`", Set.of()).forEach((option, value) -> options.put(option, text(value)));
    }
    return new Sink(
        key(fields), Optional.ofNullable(fields.get("connector")).map(this::text), options);
  }

  private Map<String, String> queries(Node node) {
    Map<String, String> queries = new LinkedHashMap<>();
    if (node instanceof ScalarNode scalar) {
      queries.put(StateCase.MODEL, scalar.getValue());
    } else {
      fields(node, "Queries", Set.of()).forEach((model, sql) -> queries.put(model, text(sql)));
    }
    return queries;
  }

  private Map<String, Object> settings(@Nullable Node node) {
    Map<String, Object> settings = new LinkedHashMap<>();
    if (node != null) {
      fields(node, "Settings", Set.of())
          .forEach(
              (key, value) -> {
                if (value instanceof MappingNode) {
                  Map<String, String> texts = new LinkedHashMap<>();
                  fields(value, key, Set.of())
                      .forEach((option, text) -> texts.put(option, text(text)));
                  settings.put(key, texts);
                } else {
                  settings.put(key, text(value));
                }
              });
    }
    return settings;
  }

  /** What the project says of verdicts is a config like any other, and changes with the query. */
  private Map<String, Object> settingsAfter(Map<String, Node> fields) {
    Map<String, Object> settings = settings(fields.get("settings_after"));
    if (fields.get("policy") instanceof MappingNode policy) {
      Node rules = fields(policy, "`policy`", Set.of()).get(STATE_POLICY);
      if (rules != null) {
        Map<String, String> decisions = new LinkedHashMap<>();
        fields(rules, "`state_policy`", Set.of())
            .forEach((verdict, decision) -> decisions.put(verdict, text(decision)));
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
      case SequenceNode several -> several.getValue().forEach(each -> words.add(text(each)));
      default ->
          fields(node, "`policy`", Set.of())
              .forEach(
                  (word, value) -> {
                    if (!BESIDE_WORDS.contains(word) && text(value).equals("true")) {
                      words.add(word);
                    }
                  });
    }
    for (String word : words) {
      try {
        policies.add(Policy.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')));
      } catch (IllegalArgumentException e) {
        throw wrong(
            node,
            "A policy is allow_unknown_state, full_refresh, choose, state_policy or nothing, not `"
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
      Node chosen = fields(policy, "`policy`", Set.of()).get(CHOOSE);
      if (chosen != null) {
        fields(chosen, "`choose`", Set.of())
            .forEach(
                (column, choice) ->
                    choices.put(
                        column.contains(".") ? column : StateCase.MODEL + "." + column,
                        text(choice)));
      }
    }
    return choices;
  }

  private Node required(Map<String, Node> fields, Node node, String key) {
    Node value = fields.get(key);
    if (value == null) {
      throw wrong(node, "`" + key + "` is missing");
    }
    return value;
  }

  /** Fields in their order; all are allowed when none are named. */
  private Map<String, Node> fields(Node node, String what, Set<String> allowed) {
    if (!(node instanceof MappingNode mapping)) {
      throw wrong(node, what + " must be a mapping");
    }
    Map<String, Node> fields = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = text(tuple.getKeyNode());
      if (!allowed.isEmpty() && !allowed.contains(key)) {
        throw wrong(tuple.getKeyNode(), what + " has no key `" + key + "`");
      }
      fields.put(key, tuple.getValueNode());
    }
    return fields;
  }

  private List<Node> list(Node node) {
    if (!(node instanceof SequenceNode sequence)) {
      throw wrong(node, "This must be a list");
    }
    return sequence.getValue();
  }

  private String text(Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      throw wrong(node, "This must be a text");
    }
    return scalar.getValue();
  }

  /** A value of a row as JSON has it. */
  private @Nullable Object value(Node node) {
    return switch (node) {
      case ScalarNode scalar ->
          switch (scalar.getTag().getValue()) {
            case "tag:yaml.org,2002:null" -> null;
            case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float" ->
                new java.math.BigDecimal(scalar.getValue());
            case "tag:yaml.org,2002:bool" -> Boolean.valueOf(scalar.getValue());
            default -> scalar.getValue();
          };
      case SequenceNode sequence -> {
        List<@Nullable Object> values = new ArrayList<>();
        sequence.getValue().forEach(each -> values.add(value(each)));
        yield values;
      }
      default -> {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        fields(node, "A value", Set.of()).forEach((key, each) -> values.put(key, value(each)));
        yield values;
      }
    };
  }

  private String place(Node node) {
    return file + ":" + (node.getStartMark().getLine() + 1);
  }

  private WrongCaseException wrong(Node node, String sentence) {
    return new WrongCaseException(place(node) + ": " + sentence + ".");
  }
}
