package dev.millrace.engine.compile;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.CsvText;
import dev.millrace.engine.project.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A seed as a query of its own values: small tables need no place to be stored. */
final class SeedQuery {
  private static final int MAX_CHARACTERS = 1024 * 1024;

  /** dbt's types of seed columns, the most special first. */
  private enum Type {
    BIGINT("[-+]?\\d{1,18}", "BIGINT"),
    DOUBLE("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?", "DOUBLE"),
    DATE("\\d{4}-\\d{2}-\\d{2}", "DATE"),
    TIMESTAMP("\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?", "TIMESTAMP(3)"),
    BOOLEAN("(?i:true|false)", "BOOLEAN"),
    STRING("(?s).*", "STRING");

    private final Pattern pattern;
    private final String sql;

    Type(String pattern, String sql) {
      this.pattern = Pattern.compile(pattern);
      this.sql = sql;
    }
  }

  private SeedQuery() {}

  /**
   * The query.
   *
   * @throws MillraceException PROJECT_FILE_INVALID
   */
  static String of(Node seed) {
    if (seed.rawCode().length() > MAX_CHARACTERS) {
      throw invalid(
          seed,
          "The seed `" + seed.name() + "` is larger than 1 MB",
          "Load it into a table of its own and declare that as a source");
    }
    List<List<String>> lines = lines(seed);
    List<String> header = lines.getFirst().stream().map(String::strip).toList();
    List<List<String>> rows = lines.subList(1, lines.size());
    List<String> columns = new ArrayList<>();
    types(seed, lines)
        .forEach(
            (column, type) -> {
              String name = RelationName.quote(column);
              columns.add("CAST(" + name + " AS " + type + ") AS " + name);
            });
    String names = header.stream().map(RelationName::quote).collect(Collectors.joining(", "));
    String values =
        rows.isEmpty()
            ? row(header.stream().map(column -> "").toList())
            : rows.stream().map(SeedQuery::row).collect(Collectors.joining(",\n  "));
    String nothing = rows.isEmpty() ? "\nWHERE FALSE" : "";
    return "SELECT "
        + String.join(", ", columns)
        + "\nFROM (VALUES\n  "
        + values
        + "\n) AS seed_values ("
        + names
        + ")"
        + nothing;
  }

  /**
   * Types of the columns by name, in the order of the file.
   *
   * @throws MillraceException PROJECT_FILE_INVALID
   */
  static Map<String, String> types(Node seed) {
    return types(seed, lines(seed));
  }

  private static Map<String, String> types(Node seed, List<List<String>> lines) {
    Map<String, String> declared = seed.config().textMap("column_types");
    List<List<String>> rows = lines.subList(1, lines.size());
    Map<String, String> types = new LinkedHashMap<>();
    for (int i = 0; i < lines.getFirst().size(); i++) {
      String name = lines.getFirst().get(i).strip();
      types.put(name, declared.getOrDefault(name, inferred(rows, i)));
    }
    return types;
  }

  private static List<List<String>> lines(Node seed) {
    String delimiter = seed.config().text("delimiter").orElse(",");
    List<List<String>> lines;
    try {
      lines = CsvText.parse(seed.rawCode(), delimiter.isEmpty() ? ',' : delimiter.charAt(0));
    } catch (CsvText.UnclosedQuoteException e) {
      throw invalid(seed, "A quoted value of this seed does not end", "Close the quote");
    }
    if (lines.isEmpty()) {
      throw invalid(seed, "The seed `" + seed.name() + "` is empty", "Give it a header line");
    }
    int width = lines.getFirst().size();
    for (List<String> line : lines) {
      if (line.size() != width) {
        throw invalid(
            seed,
            "A row of this seed has " + line.size() + " values for " + width + " columns",
            "Give every row one value per column");
      }
    }
    return lines;
  }

  private static String inferred(List<List<String>> rows, int column) {
    List<String> values =
        rows.stream().map(row -> row.get(column).strip()).filter(text -> !isNull(text)).toList();
    if (values.isEmpty()) {
      return Type.STRING.sql;
    }
    for (Type type : Type.values()) {
      if (values.stream().allMatch(value -> type.pattern.matcher(value).matches())) {
        return type.sql;
      }
    }
    return Type.STRING.sql;
  }

  private static boolean isNull(String text) {
    return text.isEmpty() || text.equalsIgnoreCase("null") || text.equalsIgnoreCase("none");
  }

  private static String row(List<String> values) {
    return values.stream()
        .map(String::strip)
        .map(
            value ->
                isNull(value)
                    ? "CAST(NULL AS STRING)"
                    : "CAST(" + TableDdl.literal(value) + " AS STRING)")
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static MillraceException invalid(Node seed, String message, String remedy) {
    return new MillraceException(
        Problem.error(ProblemCode.PROJECT_FILE_INVALID, message)
            .at(SourcePosition.of(seed.path()))
            .remedy(remedy));
  }
}
