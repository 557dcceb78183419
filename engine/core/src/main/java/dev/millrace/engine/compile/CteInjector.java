package dev.millrace.engine.compile;

import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.sql.SqlLexer;
import dev.millrace.engine.sql.SqlToken;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts ephemeral models into the query that reads them, character by character as dbt does. */
final class CteInjector {
  private CteInjector() {}

  /**
   * The query with the expressions before it.
   *
   * @param expressions queries by the name they are read under, in the order they are needed
   */
  static MappedText inject(MappedText query, Map<String, MappedText> expressions) {
    if (expressions.isEmpty()) {
      return query;
    }
    SourcePosition place = query.locate(0);
    MappedText pieces = MappedText.made("", place);
    boolean first = true;
    for (Map.Entry<String, MappedText> expression : expressions.entrySet()) {
      String separator = first ? " " : ",  ";
      pieces =
          pieces
              .then(MappedText.made(separator + expression.getKey() + " as (\n", place))
              .then(expression.getValue())
              .then(MappedText.made("\n)", place));
      first = false;
    }
    String text = query.text();
    List<SqlToken> tokens = SqlLexer.tokens(text);
    Optional<SqlToken> keyword = keyword(tokens);
    if (keyword.isPresent()) {
      int after = keyword.get().end();
      while (after < text.length() && Character.isWhitespace(text.charAt(after))) {
        after++;
      }
      return query
          .part(0, after)
          .then(pieces)
          .then(MappedText.made(", ", place))
          .then(query.part(after, text.length()));
    }
    int start = 0;
    while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    return query
        .part(0, start)
        .then(MappedText.made("with", place))
        .then(pieces)
        .then(MappedText.made(" ", place))
        .then(query.part(start, text.length()));
  }

  /** The WITH, or RECURSIVE behind it, that the query begins with. */
  private static Optional<SqlToken> keyword(List<SqlToken> tokens) {
    List<SqlToken> code = tokens.stream().filter(SqlToken::isCode).limit(2).toList();
    if (code.isEmpty() || !code.getFirst().isWord("with")) {
      return Optional.empty();
    }
    return Optional.of(
        code.size() > 1 && code.get(1).isWord("recursive") ? code.get(1) : code.getFirst());
  }
}
