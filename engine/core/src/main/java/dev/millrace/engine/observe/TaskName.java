package dev.millrace.engine.observe;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a task says about its place in the job: {@code Source: orders[1] -> Calc[2]} is
 * a chain of operators, each with the number of its node in the plan. A node's number is higher
 * than those of the nodes it reads from.
 *
 * <p>The names that the JobManager's REST interface uses have {@code _} for other signs.
 */
record TaskName(String text) {
  private static final Pattern CHAIN = Pattern.compile("\\s*->\\s*|_->_");
  private static final Pattern NUMBER = Pattern.compile("\\[(\\d+)]");
  private static final Pattern SOURCE = Pattern.compile("\\(?Source(: |__).*");
  private static final Pattern SINK =
      Pattern.compile("\\(?Sink(: |__).*|.*(: |__)(Writer|Committer|Sink)\\)?$");

  /** What follows the table in the name of a sink's operator. */
  private static final Pattern WRITTEN_TABLE =
      Pattern.compile("(\\[\\d+])?(_+(Writer|Committer|Sink))?_*$");

  /** The operators of the chain, in the order rows pass them; branches one after the other. */
  List<String> operators() {
    return Arrays.stream(CHAIN.split(text))
        .flatMap(part -> Arrays.stream(part.split(",\\s(?![^\\[]*])")))
        .map(String::strip)
        .toList();
  }

  boolean isSource() {
    return operators().stream().anyMatch(TaskName::isSource);
  }

  boolean isSink() {
    return operators().stream().anyMatch(TaskName::isSink);
  }

  /** The highest node number in the name; -1 when it has none. */
  int order() {
    return operators().stream().mapToInt(TaskName::order).max().orElse(-1);
  }

  static boolean isSource(String operator) {
    return SOURCE.matcher(operator).matches();
  }

  static boolean isSink(String operator) {
    return SINK.matcher(operator).matches();
  }

  /** Whether a sink's operator writes to this table. */
  static boolean writesTo(String operator, String table) {
    return isSink(operator)
        && WRITTEN_TABLE.matcher(comparable(operator)).replaceFirst("").endsWith(comparable(table));
  }

  /** The same for both spellings of a name. */
  static String comparable(String operator) {
    return operator.replaceAll("[^\\p{Alnum}\\[\\]]", "_");
  }

  /** The number of the operator's node in the plan; -1 when its name has none. */
  static int order(String operator) {
    Matcher matcher = NUMBER.matcher(operator);
    int order = -1;
    while (matcher.find()) {
      order = Integer.parseInt(matcher.group(1));
    }
    return order;
  }
}
