package dev.millrace.engine.language;

import dev.millrace.engine.language.QueryShape.Expression;
import dev.millrace.engine.language.QueryShape.Item;
import dev.millrace.engine.language.QueryShape.Name;
import dev.millrace.engine.language.QueryShape.Query;
import dev.millrace.engine.language.QueryShape.Relation;
import dev.millrace.engine.language.QueryShape.Select;
import dev.millrace.engine.language.QueryShape.Table;
import dev.millrace.engine.sql.SqlLexer;
import dev.millrace.engine.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the shape of a query out of its tokens; what makes no sense is passed over. */
final class QueryReader {
  /** Nested deeper than anybody writes. */
  private static final int DEEPEST = 60;

  private static final Set<String> SET_OPERATIONS = Set.of("UNION", "INTERSECT", "EXCEPT", "MINUS");

  private static final Set<String> AFTER_FROM =
      Set.of("WHERE", "GROUP", "HAVING", "QUALIFY", "WINDOW", "ORDER", "LIMIT", "OFFSET", "FETCH");

  /** Words that can follow a table and are no alias. */
  private static final Set<String> NO_ALIAS =
      Set.of(
          "ON",
          "USING",
          "JOIN",
          "LEFT",
          "RIGHT",
          "FULL",
          "INNER",
          "CROSS",
          "NATURAL",
          "OUTER",
          "SEMI",
          "ANTI",
          "FOR",
          "AS",
          "TABLESAMPLE",
          "MATCH_RECOGNIZE",
          "FROM",
          "SELECT",
          "WITH",
          "AND",
          "OR",
          "LATERAL");

  private final List<SqlToken> tokens;
  private int depth;

  private QueryReader(String masked) {
    this.tokens = SqlLexer.tokens(masked).stream().filter(SqlToken::isCode).toList();
  }

  /** The query that a masked template holds. */
  static Query read(String masked) {
    QueryReader reader = new QueryReader(masked);
    return reader.query(0, reader.tokens.size(), null, masked.length());
  }

  /**
   * @param to index behind the last token
   * @param endOffset where the text of the query ends
   */
  private Query query(int from, int to, @Nullable Select outer, int endOffset) {
    Query query = new Query(outer);
    if (++depth > DEEPEST) {
      depth--;
      return query;
    }
    int at = from;
    if (at < to && tokens.get(at).isWord("WITH")) {
      at = expressions(at + 1, to, query);
    }
    while (at < to) {
      if (tokens.get(at).isWord("SELECT")) {
        int end = endOfSelect(at + 1, to);
        int limit = end < to ? tokens.get(end).offset() : endOffset;
        Select select = new Select(query, tokens.get(at).offset(), limit);
        query.selects.add(select);
        new SelectReader(select).read(at + 1, end);
        at = end;
      } else if (isSymbol(at, "(") && startsQuery(at + 1)) {
        int close = close(at, to);
        Query inner = query(at + 1, close, outer, offsetOf(close, endOffset));
        query.selects.addAll(inner.selects);
        query.expressions.addAll(inner.expressions);
        at = close + 1;
      } else {
        at++;
      }
    }
    depth--;
    return query;
  }

  private int expressions(int from, int to, Query query) {
    int at = from;
    if (at < to && tokens.get(at).isWord("RECURSIVE")) {
      at++;
    }
    while (at < to && isName(tokens.get(at))) {
      Name name = name(tokens.get(at));
      at++;
      if (isSymbol(at, "(") && !startsQuery(at + 1)) {
        at = close(at, to) + 1;
      }
      if (at < to && tokens.get(at).isWord("AS")) {
        at++;
      }
      if (!isSymbol(at, "(")) {
        return at;
      }
      int close = close(at, to);
      // Its scope is the query around it, whose earlier expressions it may read.
      Select scope = new Select(query, -1, -1);
      int end = offsetOf(close, endOfText());
      query.expressions.add(new Expression(name, query(at + 1, close, scope, end)));
      at = close + 1;
      if (isSymbol(at, ",")) {
        at++;
      } else {
        return at;
      }
    }
    return at;
  }

  private int endOfText() {
    return tokens.isEmpty() ? 0 : tokens.getLast().end();
  }

  private int offsetOf(int index, int otherwise) {
    return index < tokens.size() ? tokens.get(index).offset() : otherwise;
  }

  private int endOfSelect(int from, int to) {
    int at = from;
    while (at < to) {
      if (isSymbol(at, "(")) {
        at = close(at, to) + 1;
      } else if (SET_OPERATIONS.contains(upper(at)) || isSymbol(at, ";")) {
        return at;
      } else {
        at++;
      }
    }
    return Math.min(at, to);
  }

  /** The index of the bracket that closes the one here; the end when nobody has typed it yet. */
  private int close(int open, int to) {
    int level = 0;
    for (int at = open; at < to; at++) {
      if (isSymbol(at, "(")) {
        level++;
      } else if (isSymbol(at, ")") && --level == 0) {
        return at;
      }
    }
    return to;
  }

  private boolean startsQuery(int index) {
    return index < tokens.size()
        && (tokens.get(index).isWord("SELECT") || tokens.get(index).isWord("WITH"));
  }

  private boolean isSymbol(int index, String symbol) {
    return index < tokens.size()
        && tokens.get(index).kind() == SqlToken.Kind.SYMBOL
        && tokens.get(index).text().equals(symbol);
  }

  private String upper(int index) {
    SqlToken token = tokens.get(index);
    return token.kind() == SqlToken.Kind.WORD ? token.text().toUpperCase(Locale.ROOT) : "";
  }

  private static boolean isName(SqlToken token) {
    return token.kind() == SqlToken.Kind.WORD || token.kind() == SqlToken.Kind.QUOTED_IDENTIFIER;
  }

  private static Name name(SqlToken token) {
    String text = token.text();
    boolean quoted = token.kind() == SqlToken.Kind.QUOTED_IDENTIFIER && text.length() >= 2;
    String bare = quoted ? text.substring(1, text.length() - 1).replace("``", "`") : text;
    return new Name(bare, new TextSpan(token.offset(), token.end()));
  }

  /** Reads the clauses of one select. */
  private final class SelectReader {
    private final Select select;

    private SelectReader(Select select) {
      this.select = select;
    }

    private void read(int from, int to) {
      int start = from;
      if (start < to && (tokens.get(start).isWord("DISTINCT") || tokens.get(start).isWord("ALL"))) {
        start++;
      }
      int fromClause = clause(start, to, Set.of("FROM"));
      items(start, fromClause);
      int afterTables = clause(fromClause, to, AFTER_FROM);
      tables(fromClause + 1, afterTables);
      inner(start, fromClause);
      inner(afterTables, to);
    }

    private int clause(int from, int to, Set<String> words) {
      int at = from;
      while (at < to && !words.contains(upper(at))) {
        at = isSymbol(at, "(") ? close(at, to) + 1 : at + 1;
      }
      return Math.min(at, to);
    }

    /** Queries inside expressions. */
    private void inner(int from, int to) {
      for (int at = from; at < to; at++) {
        if (isSymbol(at, "(") && startsQuery(at + 1)) {
          int close = close(at, to);
          select.inner.add(query(at + 1, close, select, offsetOf(close, select.end)));
          at = close;
        }
      }
    }

    private void items(int from, int to) {
      int start = from;
      int at = from;
      while (at <= to) {
        if (at == to || isSymbol(at, ",")) {
          item(start, at);
          start = at + 1;
          at++;
        } else {
          at = isSymbol(at, "(") ? Math.min(close(at, to) + 1, to) : at + 1;
        }
      }
    }

    private void item(int from, int to) {
      if (from >= to) {
        return;
      }
      TextSpan span = new TextSpan(tokens.get(from).offset(), tokens.get(to - 1).end());
      SqlToken last = tokens.get(to - 1);
      if (isSymbol(to - 1, "*") && (to - 1 == from || isSymbol(to - 2, "."))) {
        select.items.add(new Item(Optional.empty(), path(from, to - 1), true, span));
        return;
      }
      boolean named = to - from >= 2 && tokens.get(to - 2).isWord("AS");
      boolean beside =
          to - from >= 2
              && isName(last)
              && !named
              && !isSymbol(to - 2, ".")
              && !last.isWord("END")
              && (isName(tokens.get(to - 2)) || isSymbol(to - 2, ")"));
      int end = named ? to - 2 : beside ? to - 1 : to;
      List<String> path = path(from, end);
      Optional<Name> name =
          named || beside
              ? Optional.of(last).filter(QueryReader::isName).map(QueryReader::name)
              : path.isEmpty() ? Optional.empty() : Optional.of(name(last));
      select.items.add(new Item(name, path, false, span));
    }

    /** A dotted name; empty when the tokens are anything else. */
    private List<String> path(int from, int to) {
      List<String> path = new ArrayList<>();
      for (int at = from; at < to; at++) {
        boolean dot = (at - from) % 2 == 1;
        if (dot && isSymbol(at, ".")) {
          continue;
        }
        if (dot || !isName(tokens.get(at))) {
          return List.of();
        }
        path.add(name(tokens.get(at)).text());
      }
      return path;
    }

    private void tables(int from, int to) {
      boolean expected = true;
      int at = from;
      while (at < to) {
        if (expected && !tokens.get(at).isWord("LATERAL")) {
          int after = table(at, to);
          expected = false;
          at = Math.max(after, at + 1);
        } else if (tokens.get(at).isWord("JOIN") || isSymbol(at, ",")) {
          expected = true;
          at++;
        } else if (isSymbol(at, "(")) {
          int close = close(at, to);
          inner(at, close + 1);
          at = close + 1;
        } else {
          at++;
        }
      }
    }

    private int table(int from, int to) {
      SqlToken first = tokens.get(from);
      if (isSymbol(from, "(")) {
        int close = close(from, to);
        if (startsQuery(from + 1)) {
          Query inner = query(from + 1, close, select, offsetOf(close, select.end));
          select.inner.add(inner);
          return aliased(new Relation.Inner(inner), false, from, close + 1, to);
        }
        tables(from + 1, close);
        return close + 1;
      }
      if (first.isWord("TABLE") && isSymbol(from + 1, "(")) {
        return windowed(from, to);
      }
      if (!isName(first) || NO_ALIAS.contains(upper(from)) || AFTER_FROM.contains(upper(from))) {
        return from;
      }
      int end = endOfPath(from, to);
      if (isSymbol(end, "(")) {
        return aliased(new Relation.Unknown(), false, from, close(end, to) + 1, to);
      }
      return aliased(relation(from, end), false, from, end, to);
    }

    private int endOfPath(int from, int to) {
      int end = from + 1;
      while (end + 1 < to && isSymbol(end, ".") && isName(tokens.get(end + 1))) {
        end += 2;
      }
      return end;
    }

    private Relation relation(int from, int end) {
      String text = tokens.get(from).text();
      boolean tag = end == from + 1 && text.length() >= 4 && text.chars().allMatch(c -> c == '_');
      return tag
          ? new Relation.Tag(tokens.get(from).offset())
          : new Relation.Named(path(from, end));
    }

    /** {@code TABLE(TUMBLE(TABLE t, DESCRIPTOR(c), ...))}. */
    private int windowed(int from, int to) {
      int close = close(from + 1, to);
      Relation read = new Relation.Unknown();
      for (int at = from + 2; at + 1 < close; at++) {
        if (tokens.get(at).isWord("TABLE") && isName(tokens.get(at + 1))) {
          read = relation(at + 1, endOfPath(at + 1, close));
          break;
        }
      }
      boolean windows =
          Set.of("TUMBLE", "HOP", "CUMULATE", "SESSION")
              .contains(from + 2 < close ? upper(from + 2) : "");
      return aliased(read, windows, from, close + 1, to);
    }

    private int aliased(Relation relation, boolean windowed, int from, int after, int to) {
      int at = Math.min(after, to);
      if (at + 3 < to && tokens.get(at).isWord("FOR") && tokens.get(at + 1).isWord("SYSTEM_TIME")) {
        at = endOfPath(at + 4, to);
      }
      boolean as = at < to && tokens.get(at).isWord("AS");
      int candidate = as ? at + 1 : at;
      Optional<Name> alias = Optional.empty();
      if (candidate < to
          && isName(tokens.get(candidate))
          && !NO_ALIAS.contains(upper(candidate))
          && !AFTER_FROM.contains(upper(candidate))) {
        alias = Optional.of(name(tokens.get(candidate)));
        at = candidate + 1;
      }
      int last = Math.max(from, Math.min(at, to) - 1);
      TextSpan span = new TextSpan(tokens.get(from).offset(), tokens.get(last).end());
      select.tables.add(new Table(relation, alias, windowed, span));
      return at;
    }
  }
}
