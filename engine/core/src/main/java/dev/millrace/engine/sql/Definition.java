package dev.millrace.engine.sql;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a CREATE statement brings into being.
 *
 * @param temporary {@code TEMPORARY } or {@code TEMPORARY SYSTEM }, as Flink needs it before the
 *     kind; empty for a lasting object
 * @param kind {@code TABLE}, {@code VIEW} or {@code FUNCTION}
 * @param name as it is written
 */
public record Definition(String temporary, String kind, String name) {
  private static final Set<String> KINDS = Set.of("TABLE", "VIEW", "FUNCTION");

  public Definition {
    requireNonNull(temporary, "temporary");
    requireNonNull(kind, "kind");
    requireNonNull(name, "name");
  }

  /** What the statement creates; empty for other statements, catalogs and databases. */
  public static Optional<Definition> of(String statement) {
    List<SqlToken> code = SqlLexer.tokens(statement).stream().filter(SqlToken::isCode).toList();
    if (code.isEmpty() || !code.getFirst().isWord("CREATE")) {
      return Optional.empty();
    }
    int at = 1;
    if (word(code, at, "OR") && word(code, at + 1, "REPLACE")) {
      at += 2;
    }
    StringBuilder temporary = new StringBuilder();
    while (word(code, at, "TEMPORARY") || word(code, at, "SYSTEM")) {
      temporary.append(code.get(at).text().toUpperCase(Locale.ROOT)).append(' ');
      at++;
    }
    if (at >= code.size() || !KINDS.contains(code.get(at).text().toUpperCase(Locale.ROOT))) {
      return Optional.empty();
    }
    String kind = code.get(at).text().toUpperCase(Locale.ROOT);
    at++;
    if (word(code, at, "IF") && word(code, at + 1, "NOT") && word(code, at + 2, "EXISTS")) {
      at += 3;
    }
    String name = name(code, at);
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(new Definition(temporary.toString(), kind, name));
  }

  /** The statement that takes it away again. */
  public String drop() {
    return "DROP " + temporary + kind + " IF EXISTS " + name;
  }

  private static boolean word(List<SqlToken> code, int at, String word) {
    return at < code.size() && code.get(at).isWord(word);
  }

  private static String name(List<SqlToken> code, int start) {
    StringBuilder name = new StringBuilder();
    for (int at = start; at < code.size(); at++) {
      boolean part = (at - start) % 2 == 0;
      SqlToken token = code.get(at);
      boolean fits =
          part
              ? token.kind() == SqlToken.Kind.WORD
                  || token.kind() == SqlToken.Kind.QUOTED_IDENTIFIER
              : token.text().equals(".");
      if (!fits) {
        break;
      }
      name.append(token.text());
    }
    return name.toString();
  }
}
