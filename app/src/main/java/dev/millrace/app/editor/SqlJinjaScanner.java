package dev.millrace.app.editor;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Cuts SQL with Jinja into coloured pieces in one pass; any text will do. */
final class SqlJinjaScanner {
  private static final Set<String> KEYWORDS =
      words(
          """
          SELECT FROM WHERE GROUP BY HAVING ORDER LIMIT OFFSET FETCH WITH AS DISTINCT ALL RECURSIVE
          JOIN LEFT RIGHT FULL INNER OUTER CROSS NATURAL LATERAL ON USING UNION INTERSECT EXCEPT
          AND OR NOT IN IS NULL BETWEEN LIKE SIMILAR EXISTS CASE WHEN THEN ELSE END TRUE FALSE
          UNKNOWN OVER PARTITION ROWS RANGE PRECEDING FOLLOWING UNBOUNDED CURRENT ROW FILTER WITHIN
          QUALIFY WINDOW FOR SYSTEM_TIME OF TABLE DESCRIPTOR UNNEST ORDINALITY VALUES ASC DESC NULLS
          FIRST LAST MATCH_RECOGNIZE MEASURES PATTERN DEFINE AFTER MATCH SKIP INTERVAL SECOND MINUTE
          HOUR DAY MONTH YEAR TINYINT SMALLINT INT INTEGER BIGINT FLOAT DOUBLE DECIMAL BOOLEAN
          STRING CHAR VARCHAR BYTES BINARY VARBINARY DATE TIME TIMESTAMP TIMESTAMP_LTZ ARRAY MAP
          MULTISET VARIANT PRIMARY KEY ENFORCED WATERMARK METADATA VIRTUAL GROUPING SETS ROLLUP CUBE
          CREATE VIEW TEMPORARY INSERT INTO SET EXPLAIN SHOW DROP ALTER IF CATALOG DATABASE FUNCTION
          """);
  private static final Set<String> TAG_WORDS =
      words(
          """
          IF ELIF ELSE ENDIF FOR IN ENDFOR SET ENDSET MACRO ENDMACRO CALL ENDCALL DO FILTER
          ENDFILTER RAW ENDRAW NOT AND OR IS TRUE FALSE NONE TEST ENDTEST
          """);

  private final String text;
  private final int length;
  private final Tokens.Builder tokens = new Tokens.Builder();
  private int at;

  private SqlJinjaScanner(String text) {
    this.text = text;
    this.length = text.length();
  }

  static Tokens scan(String text) {
    return new SqlJinjaScanner(text).scan();
  }

  private static Set<String> words(String list) {
    return new HashSet<>(Arrays.asList(list.strip().split("\\s+")));
  }

  private Tokens scan() {
    while (at < length) {
      char here = text.charAt(at);
      int start = at;
      if (here == '{' && at + 1 < length && isTag(text.charAt(at + 1))) {
        tag(text.charAt(at + 1));
      } else if (here == '-' && next() == '-') {
        at = lineEnd(at);
        tokens.add(start, at, TokenStyle.COMMENT);
      } else if (here == '/' && next() == '*') {
        at = behind("*/", at + 2);
        tokens.add(start, at, TokenStyle.COMMENT);
      } else if (here == '\'') {
        quoted('\'', TokenStyle.STRING);
      } else if (here == '`' || here == '"') {
        quoted(here, here == '`' ? TokenStyle.QUOTED : TokenStyle.STRING);
      } else if (isDigit(here)) {
        number();
      } else if (isWord(here)) {
        word();
      } else {
        at++;
      }
    }
    return tokens.build();
  }

  private static boolean isTag(char second) {
    return second == '{' || second == '%' || second == '#';
  }

  private char next() {
    return at + 1 < length ? text.charAt(at + 1) : 0;
  }

  private int lineEnd(int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? length : end;
  }

  private int behind(String close, int from) {
    int end = text.indexOf(close, from);
    return end < 0 ? length : end + close.length();
  }

  /** A text may hold tags, which are coloured as such. */
  private void quoted(char quote, TokenStyle style) {
    int start = at++;
    while (at < length) {
      char here = text.charAt(at);
      if (here == quote) {
        at++;
        if (at < length && text.charAt(at) == quote) {
          at++;
          continue;
        }
        break;
      }
      if (here == '{' && at + 1 < length && isTag(text.charAt(at + 1))) {
        tokens.add(start, at, style);
        tag(text.charAt(at + 1));
        start = at;
      } else {
        at++;
      }
    }
    tokens.add(start, at, style);
  }

  private void number() {
    int start = at;
    while (at < length && (isWord(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    tokens.add(start, at, TokenStyle.NUMBER);
  }

  private void word() {
    int start = at;
    while (at < length && isWord(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at).toUpperCase(Locale.ROOT);
    if (KEYWORDS.contains(word)) {
      tokens.add(start, at, TokenStyle.KEYWORD);
    } else if (at < length && text.charAt(at) == '(') {
      tokens.add(start, at, TokenStyle.FUNCTION);
    }
  }

  private void tag(char kind) {
    int start = at;
    if (kind == '#') {
      at = behind("#}", at + 2);
      tokens.add(start, at, TokenStyle.COMMENT);
      return;
    }
    String close = kind == '{' ? "}}" : "%}";
    at += 2;
    tokens.add(start, at, TokenStyle.TAG);
    while (at < length) {
      char here = text.charAt(at);
      int from = at;
      if (text.startsWith(close, at)) {
        at += 2;
        tokens.add(from, at, TokenStyle.TAG);
        return;
      }
      if (here == '\'' || here == '"') {
        tagText(here);
      } else if (isDigit(here)) {
        number();
      } else if (isWord(here)) {
        while (at < length && isWord(text.charAt(at))) {
          at++;
        }
        boolean tagWord = TAG_WORDS.contains(text.substring(from, at).toUpperCase(Locale.ROOT));
        tokens.add(from, at, tagWord ? TokenStyle.TAG : TokenStyle.TAG_NAME);
      } else {
        at++;
      }
    }
  }

  private void tagText(char quote) {
    int start = at++;
    while (at < length && text.charAt(at) != quote && text.charAt(at) != '\n') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(length, at + 1);
    tokens.add(start, at, TokenStyle.TAG_STRING);
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  private static boolean isWord(char character) {
    return Character.isLetterOrDigit(character) || character == '_' || character == '$';
  }
}
