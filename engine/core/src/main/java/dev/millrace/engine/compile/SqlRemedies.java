package dev.millrace.engine.compile;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What to do about the faults in SQL that Flink reports most, by the words it uses. */
final class SqlRemedies {
  private record Remedy(Pattern message, String sentence) {}

  private static final List<Remedy> REMEDIES =
      List.of(
          remedy(
              "Column '[^']*' not found in any table|Column '[^']*' not found in table",
              "Correct the column's name, or add the column to the model it should come from"),
          remedy(
              "Column '[^']*' is ambiguous", "Put the table's alias and a dot before the column"),
          remedy(
              "Object '[^']*' not found|Cannot find table|Table '[^']*' not found",
              "Name models with ref() and sources with source(), so that they are known here"),
          remedy(
              "No match found for function signature",
              "Correct the function's name or the types of its arguments"),
          remedy(
              "Expression '[^']*' is not being grouped",
              "Add the expression to GROUP BY or put it into an aggregate function"),
          remedy(
              "requires the timecol to be|requires the timecol is a time attribute",
              "Give the model that is read a watermark on this column"),
          remedy(
              "Temporal [Tt]able [Jj]oin requires primary key",
              "Set the config primary_key on the versioned table"),
          remedy(
              "is a reserved word of Flink SQL",
              "If it is a name, put it in backticks or choose another"),
          remedy(
              "Non-query expression encountered|Encountered|Lexical error",
              "Correct the SQL at this place"),
          remedy(
              "Cannot apply '[^']*' to arguments of type", "Cast one side so that the types fit"),
          remedy(
              "unsupported on this target|doesn't support consuming update",
              "Give the table a primary_key, so that rows can be replaced"));

  private SqlRemedies() {}

  /** One imperative sentence, or nothing when there is no better advice than the message. */
  static Optional<String> of(String message) {
    return REMEDIES.stream()
        .filter(remedy -> remedy.message().matcher(message).find())
        .map(Remedy::sentence)
        .findFirst();
  }

  /** The message as one line without a trailing period. */
  static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ").replaceFirst("\\.$", "");
  }

  private static Remedy remedy(String message, String sentence) {
    return new Remedy(Pattern.compile(message), sentence);
  }
}
