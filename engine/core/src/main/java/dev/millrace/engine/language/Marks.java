package dev.millrace.engine.language;

import dev.millrace.engine.compile.CompiledText;
import dev.millrace.engine.compile.EditCompiler;
import dev.millrace.engine.connect.SqlProblem;
import dev.millrace.engine.connect.TextRange;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.sql.SqlLexer;
import dev.millrace.engine.sql.SqlLines;
import dev.millrace.engine.sql.SqlToken;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Decides what is marked in a document for each thing that is wrong with it. */
final class Marks {
  private final String file;
  private final String text;
  private final Function<String, Optional<String>> others;
  private final TemplateText template;
  private final SqlLines lines;

  /**
   * @param others the text of another file, which may be inlined in this one
   */
  Marks(String file, String text, Function<String, Optional<String>> others) {
    this.file = file;
    this.others = others;
    this.text = text;
    this.template = TemplateText.of(text);
    this.lines = new SqlLines(text);
  }

  /** Problems with places in files, and faults of SQL with places in compiled text. */
  List<Diagnostic> of(
      List<Problem> problems, List<SqlProblem> faults, Optional<CompiledText> compiled) {
    List<Diagnostic> found = new ArrayList<>();
    problems.forEach(problem -> found.add(of(problem)));
    compiled.ifPresent(sql -> faults.forEach(fault -> found.add(of(fault, sql))));
    found.sort(Comparator.comparingInt(diagnostic -> diagnostic.span().start()));
    return List.copyOf(found);
  }

  Diagnostic of(Problem problem) {
    boolean here =
        problem
            .position()
            .filter(place -> place.file().equals(file) && place.line() > 0)
            .isPresent();
    if (!here) {
      return new Diagnostic(problem, firstLine());
    }
    SourcePosition place = problem.position().get();
    return new Diagnostic(problem, wordAt(lines.offset(place.line(), Math.max(place.column(), 1))));
  }

  private Diagnostic of(SqlProblem fault, CompiledText compiled) {
    if (fault.range().isEmpty()) {
      Problem problem = EditCompiler.problem(fault, SourcePosition.of(file));
      return new Diagnostic(problem, statement());
    }
    TextRange range = fault.range().get();
    SqlLines sql = new SqlLines(compiled.text());
    int start = sql.offset(range.line(), range.column());
    int last = Math.max(sql.offset(range.endLine(), range.endColumn()), start);
    CompiledText.Place from = compiled.toSource(start);
    if (!from.file().equals(file)) {
      // The text of an ephemeral model: its own place is told, here its reader is marked.
      return new Diagnostic(EditCompiler.problem(fault, elsewhere(from)), firstLine());
    }
    TextSpan span = span(from, compiled.toSource(last));
    SourcePosition place =
        new SourcePosition(file, lines.line(span.start()), lines.column(span.start()));
    return new Diagnostic(EditCompiler.problem(fault, place), span);
  }

  private SourcePosition elsewhere(CompiledText.Place place) {
    return others
        .apply(place.file())
        .map(SqlLines::new)
        .map(
            other ->
                new SourcePosition(
                    place.file(), other.line(place.offset()), other.column(place.offset())))
        .orElseGet(() -> SourcePosition.of(place.file()));
  }

  private TextSpan span(CompiledText.Place from, CompiledText.Place last) {
    int start = clamp(from.exact() ? from.offset() : tagStart(from.offset()));
    int end = start + 1;
    if (last.file().equals(file)) {
      end = last.exact() ? last.offset() + 1 : tagEnd(last.offset());
    }
    if (clamp(end) <= start + 1) {
      return wordAt(start);
    }
    TextSpan span = new TextSpan(start, clamp(end));
    // The end of the text is where a parser stops; something must be seen.
    return text.substring(span.start(), span.end()).isBlank() ? wordAt(start) : span;
  }

  private int clamp(int offset) {
    return Math.max(0, Math.min(offset, text.length()));
  }

  private int tagStart(int offset) {
    return template.tagOver(offset).map(TemplateTag::start).orElse(offset);
  }

  private int tagEnd(int offset) {
    return template.tagOver(offset).map(TemplateTag::end).orElse(offset + 1);
  }

  /** The word at an offset, or the character there, or else the one before. */
  private TextSpan wordAt(int offset) {
    int start = clamp(offset);
    int end = start;
    while (end < text.length() && isWord(text.charAt(end))) {
      end++;
    }
    if (end > start) {
      // A parser that meets the end of the text points at the last character before it.
      while (start > 0 && isWord(text.charAt(start - 1))) {
        start--;
      }
      return new TextSpan(start, end);
    }
    if (start < text.length() && !Character.isWhitespace(text.charAt(start))) {
      return new TextSpan(start, start + 1);
    }
    int before = start;
    while (before > 0 && Character.isWhitespace(text.charAt(before - 1))) {
      before--;
    }
    int word = before;
    while (word > 0 && isWord(text.charAt(word - 1))) {
      word--;
    }
    if (word == before) {
      word = Math.max(0, before - 1);
    }
    return new TextSpan(word, before);
  }

  private static boolean isWord(char character) {
    return Character.isLetterOrDigit(character) || character == '_' || character == '$';
  }

  private TextSpan firstLine() {
    int end = text.indexOf('\n');
    return new TextSpan(0, end < 0 ? text.length() : end);
  }

  /** The whole statement, for what Flink gives no place. */
  private TextSpan statement() {
    int start = 0;
    String masked = template.masked();
    for (SqlToken token : SqlLexer.tokens(masked)) {
      if (token.isCode()) {
        start = token.offset();
        break;
      }
    }
    int end = text.stripTrailing().length();
    return end > start ? new TextSpan(start, end) : firstLine();
  }

  /** The reference to a node in the document, or its first line. */
  TextSpan reference(String name) {
    return template.tags().stream()
        .filter(
            tag -> tag.reference().filter(reference -> reference.name().equals(name)).isPresent())
        .findFirst()
        .map(tag -> new TextSpan(tag.start(), tag.end()))
        .orElseGet(this::firstLine);
  }
}
