package dev.millrace.engine.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the lines of a query that an operator comes from, by the names in its description. */
public final class SqlLines {
  /** What a description calls its results: names of the query's, unless they lead with a dollar. */
  private static final Pattern RESULT = Pattern.compile("\\bAS ([A-Za-z_]\\w*)");

  private SqlLines() {}

  /**
   * @return numbers of lines, counted from 1; empty when the description names nothing of the query
   */
  public static List<Integer> of(String description, String sql) {
    Set<String> names = new LinkedHashSet<>();
    Matcher results = RESULT.matcher(description);
    while (results.find()) {
      names.add(results.group(1));
    }
    List<Pattern> wanted =
        names.stream()
            .map(
                name ->
                    Pattern.compile(
                        "\\bAS\\s+`?" + Pattern.quote(name) + "`?(?!\\w)",
                        Pattern.CASE_INSENSITIVE))
            .toList();
    List<Integer> found = new ArrayList<>();
    List<String> lines = sql.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (wanted.stream().anyMatch(name -> name.matcher(line).find())) {
        found.add(i + 1);
      }
    }
    return found;
  }
}
