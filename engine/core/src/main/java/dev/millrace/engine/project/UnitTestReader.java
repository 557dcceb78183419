package dev.millrace.engine.project;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.yaml.YamlValue;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import dev.millrace.engine.project.yaml.YamlValue.YamlScalar;
import dev.millrace.engine.sql.FlinkSql;
import dev.millrace.jinja.Environment;
import dev.millrace.jinja.StaticCall;
import dev.millrace.jinja.TemplateException;
import dev.millrace.jinja.values.Python;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns {@code unit_tests} of property files into unit tests. */
final class UnitTestReader {
  private final Environment environment;
  private final ReferenceIndex references;
  private final Consumer<Problem> problems;
  private final YamlFields fields;
  private final Map<String, Path> fixtures;
  private final Path projectRoot;

  /** Rows, or why there are none. */
  private record Rows(List<Map<String, @Nullable Object>> rows, boolean readable) {}

  /**
   * @param fixtures CSV and SQL files of the test folders, by name with ending
   */
  UnitTestReader(
      Environment environment,
      ReferenceIndex references,
      Path projectRoot,
      Map<String, Path> fixtures,
      Consumer<Problem> problems) {
    this.environment = environment;
    this.references = references;
    this.projectRoot = projectRoot;
    this.fixtures = Map.copyOf(fixtures);
    this.problems = problems;
    this.fields = new YamlFields(problems);
  }

  /**
   * The unit test, once for each version of its model that it is for; empty when it is faulty,
   * which is told, or disabled.
   */
  List<UnitTest> read(PropertyFile file, YamlMapping mapping) {
    Optional<String> name = fields.name(mapping, "unit test");
    Optional<String> model = fields.text(mapping, "model");
    if (name.isEmpty()) {
      return List.of();
    }
    if (model.isEmpty()) {
      report(mapping.position(), "This unit test names no model", "Add `model:`");
      return List.of();
    }
    // A test of what is switched off is switched off with it, as in dbt.
    if (!isEnabled(mapping) || references.isDisabled(model.get())) {
      return List.of();
    }
    Map<String, String> models = new LinkedHashMap<>();
    try {
      List<String> versions = versions(mapping, references.versions(model.get()));
      for (String version : versions) {
        models.put(
            "_v" + version,
            references.ref(
                file.packageName(), Optional.empty(), model.get(), Optional.of(version)));
      }
      if (versions.isEmpty()) {
        models.put(
            "",
            references.ref(file.packageName(), Optional.empty(), model.get(), Optional.empty()));
      }
    } catch (MillraceException e) {
      SourcePosition position =
          mapping.get("model").map(YamlValue::position).orElse(mapping.position());
      problems.accept(e.problem().at(position));
      return List.of();
    }
    Map<String, List<Map<String, @Nullable Object>>> given = new LinkedHashMap<>();
    boolean readable = true;
    for (YamlMapping input : fields.mappings(mapping, "given")) {
      readable &= input(file, input, given);
    }
    Rows expect = expect(mapping);
    if (!readable || !expect.readable()) {
      return List.of();
    }
    String start = "unit_test." + file.packageName() + "." + model.get() + ".";
    Map<String, Object> overrides = overrides(mapping);
    List<UnitTest> tests = new ArrayList<>();
    models.forEach(
        (suffix, modelId) ->
            tests.add(
                new UnitTest(
                    start + name.get() + suffix,
                    name.get(),
                    modelId,
                    fields.text(mapping, "description").map(String::strip).orElse(""),
                    mapping.position(),
                    given,
                    expect.rows(),
                    overrides)));
    return tests;
  }

  /** Those of a model's versions that the test is for. */
  private List<String> versions(YamlMapping mapping, List<String> known) {
    YamlMapping versions = fields.mapping(mapping, "versions");
    List<String> include = fields.texts(versions, "include");
    List<String> exclude = fields.texts(versions, "exclude");
    return known.stream()
        .filter(version -> include.isEmpty() || include.contains(version))
        .filter(version -> !exclude.contains(version))
        .toList();
  }

  private static Optional<String> version(StaticCall call) {
    Object version = call.named().getOrDefault("v", call.named().get("version"));
    return Optional.ofNullable(version).map(Python::str);
  }

  private boolean isEnabled(YamlMapping mapping) {
    return fields
        .text(fields.mapping(mapping, "config"), "enabled")
        .filter("false"::equalsIgnoreCase)
        .isEmpty();
  }

  private boolean input(
      PropertyFile file,
      YamlMapping mapping,
      Map<String, List<Map<String, @Nullable Object>>> given) {
    Optional<String> input = fields.text(mapping, "input");
    if (input.isEmpty()) {
      report(mapping.position(), "This input names nothing", "Add `input: ref('a_model')`");
      return false;
    }
    SourcePosition position =
        mapping.get("input").map(YamlValue::position).orElse(mapping.position());
    Optional<String> uniqueId = resolve(file.packageName(), input.get(), position);
    Rows rows = rows(mapping);
    if (uniqueId.isEmpty() || !rows.readable()) {
      return false;
    }
    if (given.put(uniqueId.get(), rows.rows()) != null) {
      report(
          position, "The input " + input.get() + " is given twice", "Join the two lists of rows");
      return false;
    }
    return true;
  }

  /** The unique id that {@code ref('x')} or {@code source('x', 'y')} means. */
  private Optional<String> resolve(String packageName, String input, SourcePosition position) {
    String text = input.strip().replaceAll("^\\{\\{|}}$", "");
    try {
      List<StaticCall> calls =
          environment.parse("{{ " + text + " }}", position.file()).staticCalls();
      if (calls.size() == 1 && calls.getFirst().literal()) {
        List<String> names = calls.getFirst().positional().stream().map(String::valueOf).toList();
        switch (calls.getFirst().function() + names.size()) {
          case "ref1" -> {
            return Optional.of(
                references.ref(
                    packageName, Optional.empty(), names.getFirst(), version(calls.getFirst())));
          }
          case "ref2" -> {
            return Optional.of(
                references.ref(
                    packageName,
                    Optional.of(names.getFirst()),
                    names.getLast(),
                    version(calls.getFirst())));
          }
          case "source2" -> {
            return Optional.of(references.source(packageName, names.getFirst(), names.getLast()));
          }
          default -> {}
        }
      }
    } catch (MillraceException e) {
      problems.accept(e.problem().at(position));
      return Optional.empty();
    } catch (TemplateException e) {
      // Told below in words that fit a unit test.
    }
    report(
        position,
        "`" + input + "` is no input of a unit test",
        "Write ref('a_model') or source('a_source', 'a_table')");
    return Optional.empty();
  }

  private Rows expect(YamlMapping mapping) {
    YamlMapping expect = fields.mapping(mapping, "expect");
    if (expect.get("rows").isEmpty() && expect.get("fixture").isEmpty()) {
      report(
          expect.position(),
          "This unit test expects nothing",
          "Add `expect:` with `rows:`; write `rows: []` to expect no rows");
      return new Rows(List.of(), false);
    }
    return rows(expect);
  }

  private Rows rows(YamlMapping mapping) {
    String format = fields.text(mapping, "format").orElse("dict");
    return switch (format) {
      case "dict" -> dictRows(mapping);
      case "csv" -> csvRows(mapping);
      case "sql" -> sqlRows(mapping);
      default -> {
        report(mapping.position(), "`" + format + "` is no format of rows", "Use dict, csv or sql");
        yield new Rows(List.of(), false);
      }
    };
  }

  private Rows dictRows(YamlMapping mapping) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    boolean readable = true;
    for (YamlValue element : fields.elements(mapping, "rows")) {
      if (element instanceof YamlMapping row) {
        rows.add(row.plain());
      } else {
        readable = false;
        report(
            element.position(),
            "A row must be a mapping of columns to values, but is " + element.kind(),
            "Write it as {column: value, ...}");
      }
    }
    return new Rows(rows, readable);
  }

  private Rows csvRows(YamlMapping mapping) {
    return textRows(mapping, "csv", this::csv);
  }

  private Rows sqlRows(YamlMapping mapping) {
    return textRows(mapping, "sql", this::sql);
  }

  /** Rows in one text, here or in a fixture of its own. */
  private Rows textRows(
      YamlMapping mapping, String format, BiFunction<String, SourcePosition, Rows> reader) {
    Optional<String> fixture = fields.text(mapping, "fixture");
    if (fixture.isPresent()) {
      Path file = fixtures.get(fixture.get() + "." + format);
      if (file == null) {
        report(
            mapping.position(),
            "There is no fixture `" + fixture.get() + "`",
            "Add tests/fixtures/" + fixture.get() + "." + format);
        return new Rows(List.of(), false);
      }
      String path = ProjectPaths.display(projectRoot, file);
      return ProjectPaths.read(file, path, problems)
          .map(text -> reader.apply(text, SourcePosition.of(path)))
          .orElse(new Rows(List.of(), false));
    }
    return switch (mapping.get("rows").orElse(null)) {
      case YamlScalar scalar -> reader.apply(scalar.text(), scalar.position());
      case null, default -> {
        report(
            mapping.position(),
            "Rows in the format " + format + " must be one text",
            "Begin it with `|`");
        yield new Rows(List.of(), false);
      }
    };
  }

  private Rows sql(String text, SourcePosition position) {
    String query = text.strip().replaceFirst(";\\s*$", "");
    return FlinkSql.literalRows(query)
        .map(rows -> new Rows(rows, true))
        .orElseGet(
            () -> {
              report(
                  position,
                  "These rows are not written as literals",
                  "Write SELECT 1 AS id, 'a' AS name UNION ALL SELECT 2, 'b', with a name for each"
                      + " column, or use `format: dict`");
              return new Rows(List.of(), false);
            });
  }

  private Rows csv(String text, SourcePosition position) {
    List<List<String>> lines;
    try {
      lines = CsvText.parse(text, ',');
    } catch (CsvText.UnclosedQuoteException e) {
      report(position, "A quoted value of this CSV does not end", "Close the quote");
      return new Rows(List.of(), false);
    }
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    List<String> header = lines.isEmpty() ? List.of() : lines.getFirst();
    for (List<String> line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      if (line.size() != header.size()) {
        report(
            position,
            "A row of this CSV has " + line.size() + " values for " + header.size() + " columns",
            "Give every row one value per column");
        return new Rows(List.of(), false);
      }
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      for (int i = 0; i < header.size(); i++) {
        String value = line.get(i).strip();
        row.put(header.get(i).strip(), value.isEmpty() || value.equals("null") ? null : value);
      }
      rows.add(Collections.unmodifiableMap(row));
    }
    return new Rows(rows, true);
  }

  private Map<String, Object> overrides(YamlMapping mapping) {
    YamlMapping overrides = fields.mapping(mapping, "overrides");
    for (String key : List.of("macros", "env_vars")) {
      overrides
          .get(key)
          .ifPresent(
              value ->
                  problems.accept(
                      Problem.warning(
                              ProblemCode.UNIT_TEST_INVALID,
                              "Overrides of " + key + " have no effect yet")
                          .at(value.position())
                          .remedy("Use overrides of vars")));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    fields
        .mapping(overrides, "vars")
        .entries()
        .forEach(
            (key, entry) -> {
              Object value = entry.value().plain();
              if (value != null) {
                values.put(key, value);
              }
            });
    return values;
  }

  private void report(SourcePosition position, String message, String remedy) {
    problems.accept(
        Problem.error(ProblemCode.UNIT_TEST_INVALID, message).at(position).remedy(remedy));
  }
}
