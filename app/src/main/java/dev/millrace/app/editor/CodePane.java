package dev.millrace.app.editor;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Fx;
import dev.millrace.engine.problem.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.util.Duration;
import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.CodeArea;
import org.fxmisc.richtext.model.PlainTextChange;
import org.fxmisc.richtext.model.TwoDimensional.Bias;

/**
 * A text area for SQL with Jinja: colours, problems with their marks, brackets, line numbers. What
 * a key costs does not grow with the text: only what changed is coloured again, once a change is
 * through and at most every {@link #REST}.
 */
public final class CodePane extends BorderPane {
  private static final Duration REST = Duration.millis(60);
  private static final Duration LONG_REST = Duration.millis(250);

  /** Above so many characters even copying the text is felt. */
  private static final int LARGE = 500_000;

  /** Texts up to this length are coloured in less time than a thread takes to start. */
  private static final int SMALL = 30_000;

  private static final String INDENT = "  ";

  private final CodeArea area = new CodeArea();
  private final Styling styling = new Styling();
  private final Gutter gutter = new Gutter(area);
  private final PauseTransition rest = new PauseTransition(REST);
  private final Executor background;
  private final Executor fx;
  private final List<Runnable> touched = new ArrayList<>();
  private final List<Consumer<String>> settled = new ArrayList<>();
  private Tokens tokens = Tokens.NONE;
  private List<Mark> marks = List.of();
  private List<Integer> brackets = List.of();
  private long changes;
  private int changedFrom = Integer.MAX_VALUE;
  private int changedTo = -1;
  private boolean replacing;
  private boolean unsettled;

  /**
   * @param background for colouring long texts
   * @param fx the FX thread
   */
  public CodePane(Executor background, Executor fx) {
    this.background = requireNonNull(background, "background");
    this.fx = requireNonNull(fx, "fx");
    // Its own sheet sets a font that beats ours.
    area.getStylesheets().clear();
    area.getStyleClass().addAll("code", "code-pane");
    area.setUseInitialStyleForInsertion(false);
    area.setParagraphGraphicFactory(gutter::graphic);
    area.setAutoScrollOnDragDesired(true);
    area.plainTextChanges().subscribe(this::changed);
    area.caretPositionProperty().addListener((property, before, now) -> matchBrackets());
    area.addEventFilter(KeyEvent.KEY_PRESSED, this::typed);
    rest.setOnFinished(event -> rested());
    setCenter(new VirtualizedScrollPane<>(area));
    getStyleClass().add("code-holder");
  }

  /** The area itself, for popups and tests. */
  public CodeArea area() {
    return area;
  }

  /** Called on every change that comes from the user. */
  public void onTouched(Runnable listener) {
    touched.add(listener);
  }

  /** Called with the text after a change; while one follows the other, only now and then. */
  public void onSettled(Consumer<String> listener) {
    settled.add(listener);
  }

  /** Shows another text, with the caret where it was as far as that is possible; no undo. */
  public void show(String text) {
    int caret = area.getCaretPosition();
    boolean first = area.getLength() == 0;
    replacing = true;
    area.replaceText(text);
    replacing = false;
    area.getUndoManager().forgetHistory();
    area.getUndoManager().mark();
    area.moveTo(first ? 0 : Math.min(caret, text.length()));
    if (first) {
      area.scrollYToPixel(0);
      area.requestFollowCaret();
    }
    paint(SqlJinjaScanner.scan(text), changes);
  }

  /** Marks these problems in place of those before. */
  public void mark(List<Mark> problems) {
    List<Mark> before = marks;
    marks = List.copyOf(problems);
    Set<Mark> same = new HashSet<>(before);
    same.retainAll(marks);
    before.stream().filter(mark -> !same.contains(mark)).forEach(this::repaint);
    marks.stream().filter(mark -> !same.contains(mark)).forEach(this::repaint);
    Map<Integer, Severity> lines = new HashMap<>();
    for (Mark mark : marks) {
      int line = line(mark.start());
      lines.merge(line, mark.severity(), (one, other) -> one == Severity.ERROR ? one : other);
    }
    gutter.mark(lines);
  }

  /** Problems where they stand now. */
  public List<Mark> marks() {
    return marks;
  }

  /** Puts the caret at an offset and shows it in the middle. */
  public void jump(int offset) {
    int inside = Math.clamp(offset, 0, area.getLength());
    area.moveTo(inside);
    int line = area.getCurrentParagraph();
    area.showParagraphAtCenter(line);
    area.requestFocus();
  }

  /** The line of an offset, from 0. */
  public int line(int offset) {
    return area.offsetToPosition(Math.clamp(offset, 0, area.getLength()), Bias.Backward).getMajor();
  }

  /** Tells the listeners now what they would be told in a moment. */
  public void settleNow() {
    rest.stop();
    settle();
  }

  /** Comments the lines of the selection out, or in again. */
  public void toggleComment() {
    int first = line(area.getSelection().getStart());
    int last = line(area.getSelection().getEnd());
    List<String> lines = new ArrayList<>();
    for (int line = first; line <= last; line++) {
      lines.add(area.getParagraph(line).getText());
    }
    List<String> toggled = LineComments.toggle(lines);
    int start = area.getAbsolutePosition(first, 0);
    int end = area.getAbsolutePosition(last, area.getParagraphLength(last));
    area.replaceText(start, end, String.join("\n", toggled));
    if (first < last) {
      area.selectRange(start, start + String.join("\n", toggled).length());
    }
  }

  private void changed(PlainTextChange change) {
    changes++;
    int position = change.getPosition();
    int removed = change.getRemoved().length();
    int inserted = change.getInserted().length();
    if (!replacing) {
      marks = marks.stream().map(mark -> mark.moved(position, removed, inserted)).toList();
    }
    if (changedTo >= 0) {
      changedFrom = Math.min(changedFrom, position);
      changedTo =
          Math.max(
              changedTo > position ? Math.max(position, changedTo - removed) + inserted : changedTo,
              position + inserted);
    } else {
      changedFrom = position;
      changedTo = position + inserted;
    }
    if (replacing) {
      return;
    }
    touched.forEach(Runnable::run);
    unsettled = true;
    if (rest.getStatus() == Animation.Status.RUNNING) {
      return;
    }
    boolean large = area.getLength() > LARGE;
    rest.setDuration(large ? LONG_REST : REST);
    rest.playFromStart();
    if (!large) {
      // Who waits for what is said of one change waits for nothing else.
      Fx.later(this::settleChanges);
    }
  }

  private void rested() {
    if (unsettled) {
      settle();
      rest.playFromStart();
    }
  }

  private void settleChanges() {
    if (unsettled) {
      settle();
    }
  }

  private void settle() {
    unsettled = false;
    String text = area.getText();
    long version = changes;
    if (text.length() <= SMALL) {
      paint(SqlJinjaScanner.scan(text), version);
    } else {
      background.execute(
          () -> {
            Tokens scanned = SqlJinjaScanner.scan(text);
            fx.execute(() -> paint(scanned, version));
          });
    }
    settled.forEach(listener -> listener.accept(text));
  }

  /** Colours what differs from before. */
  private void paint(Tokens scanned, long version) {
    if (version != changes || changedTo < 0) {
      return;
    }
    int length = area.getLength();
    Repaint region = Repaint.between(tokens, scanned, changedFrom, changedTo, length);
    tokens = scanned;
    changedFrom = Integer.MAX_VALUE;
    changedTo = -1;
    repaint(region.from(), region.to());
    matchBrackets();
  }

  private void repaint(Mark mark) {
    repaint(mark.start(), mark.end());
  }

  private void repaint(int from, int to) {
    int start = Math.clamp(from, 0, area.getLength());
    int end = Math.clamp(to, 0, area.getLength());
    if (end > start) {
      area.setStyleSpans(start, styling.spans(tokens, marks, brackets, start, end));
    }
  }

  private void matchBrackets() {
    if (changedTo >= 0) {
      // The colours are those of another text for a moment.
      return;
    }
    int caret = area.getCaretPosition();
    List<Integer> before = brackets;
    boolean near = beside(caret) || beside(caret - 1);
    brackets = near ? Brackets.around(area.getText(), caret, tokens) : List.of();
    if (!before.equals(brackets)) {
      before.forEach(at -> repaint(at, at + 1));
      brackets.forEach(at -> repaint(at, at + 1));
    }
  }

  private boolean beside(int offset) {
    if (offset < 0 || offset >= area.getLength()) {
      return false;
    }
    return "()[]{}".indexOf(area.getText(offset, offset + 1).charAt(0)) >= 0;
  }

  private void typed(KeyEvent event) {
    if (!area.isEditable() || event.isControlDown() || event.isAltDown() || event.isMetaDown()) {
      return;
    }
    if (event.getCode() == KeyCode.TAB && area.getSelection().getLength() == 0) {
      if (event.isShiftDown()) {
        unindent();
      } else {
        area.replaceSelection(INDENT);
      }
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER && !event.isShiftDown()) {
      String line = area.getParagraph(area.getCurrentParagraph()).getText();
      int indent = line.length() - line.stripLeading().length();
      String kept = line.substring(0, Math.min(indent, area.getCaretColumn()));
      area.replaceSelection("\n" + kept);
      area.requestFollowCaret();
      event.consume();
    }
  }

  private void unindent() {
    int line = area.getCurrentParagraph();
    String text = area.getParagraph(line).getText();
    int blanks = Math.min(INDENT.length(), text.length() - text.stripLeading().length());
    if (blanks > 0) {
      int start = area.getAbsolutePosition(line, 0);
      area.deleteText(start, start + blanks);
    }
  }

  /** Which lines are marked, for tests. */
  ObservableValue<Map<Integer, Severity>> markedLines() {
    return gutter.marked();
  }

  /** Puts something above the text, such as a field to find with. */
  public void above(Node node) {
    setTop(node);
  }
}
