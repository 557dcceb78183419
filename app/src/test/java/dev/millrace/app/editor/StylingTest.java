package dev.millrace.app.editor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.language.Diagnostic;
import dev.millrace.engine.language.TextSpan;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.fxmisc.richtext.model.StyleSpan;
import org.fxmisc.richtext.model.StyleSpans;
import org.junit.jupiter.api.Test;

class StylingTest {
  private static final String TEXT = "SELECT amount FROM t";

  private static Mark mark(int start, int end) {
    return Mark.of(
        new Diagnostic(Problem.error(ProblemCode.SQL_INVALID, "wrong"), new TextSpan(start, end)));
  }

  private static List<String> written(StyleSpans<Collection<String>> spans) {
    List<String> found = new ArrayList<>();
    for (StyleSpan<Collection<String>> span : spans) {
      found.add(span.getLength() + " " + String.join("+", span.getStyle()));
    }
    return found;
  }

  @Test
  void problemsLieOverColours() {
    assertThat(
            written(
                new Styling()
                    .spans(SqlJinjaScanner.scan(TEXT), List.of(mark(3, 9)), List.of(), 0, 20)))
        .containsExactly(
            "3 code-keyword",
            "3 code-keyword+squiggle-error",
            "3 code-plain+squiggle-error",
            "5 code-plain",
            "4 code-keyword",
            "2 code-plain");
  }

  @Test
  void aStretchInTheMiddleIsStyledAlone() {
    StyleSpans<Collection<String>> spans =
        new Styling().spans(SqlJinjaScanner.scan(TEXT), List.of(), List.of(), 4, 8);
    assertThat(written(spans)).containsExactly("2 code-keyword", "2 code-plain");
  }

  @Test
  void aMarkMovesWithTheTextBeforeIt() {
    assertThat(mark(10, 14).moved(2, 0, 3))
        .extracting(Mark::start, Mark::end)
        .containsExactly(13, 17);
    assertThat(mark(10, 14).moved(12, 1, 0))
        .extracting(Mark::start, Mark::end)
        .containsExactly(10, 13);
    assertThat(mark(10, 14).moved(20, 5, 0))
        .extracting(Mark::start, Mark::end)
        .containsExactly(10, 14);
  }

  @Test
  void onlyWhatAKeyChangedIsColouredAgain() {
    String before = "SELECT a FROM t WHERE x = 1";
    String after = "SELECT ab FROM t WHERE x = 1";
    Repaint region =
        Repaint.between(
            SqlJinjaScanner.scan(before), SqlJinjaScanner.scan(after), 8, 9, after.length());
    assertThat(region).isEqualTo(new Repaint(8, 9));
  }

  @Test
  void anOpenedTextColoursAllBehindIt() {
    String before = "SELECT a FROM t";
    String after = "SELECT 'a FROM t";
    Repaint region =
        Repaint.between(
            SqlJinjaScanner.scan(before), SqlJinjaScanner.scan(after), 7, 8, after.length());
    assertThat(region).isEqualTo(new Repaint(7, 16));
  }

  @Test
  void bracketsFindEachOtherAndPassOverTexts() {
    String text = "SUM(a, ')', (b))";
    assertThat(Brackets.around(text, 4, SqlJinjaScanner.scan(text))).containsExactly(3, 15);
    assertThat(Brackets.around(text, 16, SqlJinjaScanner.scan(text))).containsExactly(15, 3);
    assertThat(Brackets.around("(a", 1, SqlJinjaScanner.scan("(a"))).isEmpty();
  }

  @Test
  void linesAreCommentedOutAndInAgain() {
    List<String> lines = List.of("  SELECT 1", "", "FROM t");
    List<String> out = LineComments.toggle(lines);
    assertThat(out).containsExactly("  -- SELECT 1", "", "-- FROM t");
    assertThat(LineComments.toggle(out)).isEqualTo(lines);
  }
}
