package dev.millrace.app.notebook;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Insets;
import javafx.scene.control.Separator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;

/**
 * Markdown as regions. Links and images are shown as text, and HTML as it is written: a notebook
 * that came from elsewhere must not reach out by being looked at.
 */
final class MarkdownView {
  private static final Parser PARSER = Parser.builder().build();
  private static final int SMALLEST_HEADING = 3;

  private MarkdownView() {}

  /** The text as regions below each other. */
  static Region of(String markdown) {
    VBox box = new VBox();
    box.getStyleClass().add("markdown");
    PARSER.parse(markdown).accept(new Blocks(box));
    return box;
  }

  /** Puts blocks below each other. */
  private static final class Blocks extends AbstractVisitor {
    private final VBox box;

    private Blocks(VBox box) {
      this.box = box;
    }

    @Override
    public void visit(Heading heading) {
      TextFlow flow = flow(heading);
      flow.getStyleClass().add("markdown-h" + Math.min(heading.getLevel(), SMALLEST_HEADING));
      box.getChildren().add(flow);
    }

    @Override
    public void visit(Paragraph paragraph) {
      box.getChildren().add(flow(paragraph));
    }

    @Override
    public void visit(BulletList list) {
      items(list, 0);
    }

    @Override
    public void visit(OrderedList list) {
      Integer first = list.getMarkerStartNumber();
      items(list, first == null ? 1 : first);
    }

    private void items(Node list, int firstNumber) {
      VBox all = new VBox();
      all.getStyleClass().add("markdown-list");
      int number = firstNumber;
      for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
        if (item instanceof ListItem) {
          VBox content = new VBox();
          content.getStyleClass().add("markdown");
          HBox.setHgrow(content, Priority.ALWAYS);
          Blocks blocks = new Blocks(content);
          blocks.visitChildren(item);
          Text bullet = new Text(firstNumber == 0 ? "•" : number + ".");
          bullet.getStyleClass().add("markdown-text");
          all.getChildren().add(new HBox(8, bullet, content));
          number++;
        }
      }
      box.getChildren().add(all);
    }

    @Override
    public void visit(BlockQuote quote) {
      VBox content = new VBox();
      content.getStyleClass().addAll("markdown", "markdown-quote");
      Blocks blocks = new Blocks(content);
      blocks.visitChildren(quote);
      box.getChildren().add(content);
    }

    @Override
    public void visit(FencedCodeBlock code) {
      code(code.getLiteral());
    }

    @Override
    public void visit(IndentedCodeBlock code) {
      code(code.getLiteral());
    }

    @Override
    public void visit(HtmlBlock html) {
      code(html.getLiteral());
    }

    private void code(String literal) {
      Text text = new Text(literal.stripTrailing());
      text.getStyleClass().addAll("code", "markdown-text");
      TextFlow flow = new TextFlow(text);
      flow.getStyleClass().add("markdown-code");
      box.getChildren().add(flow);
    }

    @Override
    public void visit(ThematicBreak line) {
      Separator separator = new Separator();
      VBox.setMargin(separator, new Insets(4, 0, 4, 0));
      box.getChildren().add(separator);
    }

    private static TextFlow flow(Node block) {
      Words words = new Words();
      words.visitChildren(block);
      return new TextFlow(words.texts.toArray(Text[]::new));
    }
  }

  /** Collects the words of a block, each with its looks. */
  private static final class Words extends AbstractVisitor {
    private final List<Text> texts = new ArrayList<>();
    private final List<String> styles = new ArrayList<>();

    private void add(String words, String... more) {
      Text text = new Text(words);
      text.getStyleClass().add("markdown-text");
      text.getStyleClass().addAll(styles);
      text.getStyleClass().addAll(more);
      texts.add(text);
    }

    private void styled(String style, Node node) {
      styles.add(style);
      visitChildren(node);
      styles.removeLast();
    }

    @Override
    public void visit(org.commonmark.node.Text text) {
      add(text.getLiteral());
    }

    @Override
    public void visit(Code code) {
      add(code.getLiteral(), "code");
    }

    @Override
    public void visit(Emphasis emphasis) {
      styled("markdown-emphasis", emphasis);
    }

    @Override
    public void visit(StrongEmphasis strong) {
      styled("markdown-strong", strong);
    }

    @Override
    public void visit(Link link) {
      visitChildren(link);
      add(" (" + link.getDestination() + ")", "markdown-link");
    }

    @Override
    public void visit(Image image) {
      add("[");
      visitChildren(image);
      add("] (" + image.getDestination() + ")", "markdown-link");
    }

    @Override
    public void visit(HtmlInline html) {
      add(html.getLiteral(), "code");
    }

    @Override
    public void visit(SoftLineBreak line) {
      add(" ");
    }

    @Override
    public void visit(HardLineBreak line) {
      add("\n");
    }

    @Override
    protected void visitChildren(Node parent) {
      super.visitChildren(parent);
    }
  }
}
