package dev.millrace.engine.language;

import dev.millrace.engine.language.QueryShape.Expression;
import dev.millrace.engine.language.QueryShape.Item;
import dev.millrace.engine.language.QueryShape.Query;
import dev.millrace.engine.language.QueryShape.Select;
import dev.millrace.engine.language.QueryShape.Table;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.sql.SqlLines;
import dev.millrace.engine.sql.SqlToken;
import dev.millrace.jinja.MacroDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds where names are defined. Stateless. */
final class Finder {
  /** The place that the name at an offset comes from; the file need not be one of the project's. */
  Optional<SourcePosition> definition(String file, String text, int offset, Knowledge knowledge) {
    TemplateText template = TemplateText.of(text);
    Optional<TemplateTag> tag = template.tagOver(offset);
    if (tag.isPresent()) {
      return inTag(text, tag.get(), offset, knowledge);
    }
    Cursor cursor = Cursor.at(template.masked(), offset);
    Optional<SqlToken> word = cursor.word(offset);
    if (word.isEmpty() || cursor.isInsideText()) {
      return Optional.empty();
    }
    Query query = QueryReader.read(template.masked());
    Scope scope = new Scope(template, knowledge);
    Optional<Select> select = query.selectAt(word.get().offset());
    if (select.isEmpty()) {
      return Optional.empty();
    }
    Optional<TextSpan> here = alias(word.get(), cursor, select.get(), scope);
    if (here.isPresent()) {
      return here.map(span -> position(file, text, span.start()));
    }
    return scope
        .find(cursor.path(word.get()), select.get())
        .flatMap(column -> column(file, text, column, knowledge));
  }

  private static Optional<SourcePosition> inTag(
      String text, TemplateTag tag, int offset, Knowledge knowledge) {
    Optional<MacroDefinition> macro =
        TagWord.at(text, tag, offset).flatMap(word -> word.macro(knowledge));
    if (macro.isPresent()) {
      return macro
          .map(found -> found.position())
          // Macros that come with Millrace have no file that could be opened.
          .filter(
              place -> Files.isRegularFile(knowledge.project().root().resolve(place.template())))
          .map(place -> new SourcePosition(place.template(), place.line(), place.column()));
    }
    return tag.reference().flatMap(knowledge::node).map(node -> place(node, knowledge));
  }

  private static SourcePosition place(Node node, Knowledge knowledge) {
    if (node.resourceType() != ResourceType.SOURCE) {
      return new SourcePosition(node.path(), 1, 1);
    }
    Path file = knowledge.project().root().resolve(node.path());
    try {
      String yaml = Files.readString(file);
      int source = named(yaml, Knowledge.sourceName(node), 0);
      int table = named(yaml, node.name(), Math.max(source, 0));
      int at = table >= 0 ? table : source;
      return at < 0 ? new SourcePosition(node.path(), 1, 1) : position(node.path(), yaml, at);
    } catch (IOException e) {
      return SourcePosition.of(node.path());
    }
  }

  private static int named(String yaml, String name, int from) {
    Matcher matcher =
        Pattern.compile(
                "name:\\s*['\"]?(" + Pattern.quote(name) + ")['\"]?\\s*($|[,}#])",
                Pattern.MULTILINE)
            .matcher(yaml);
    return matcher.find(from) ? matcher.start(1) : -1;
  }

  private static SourcePosition position(String file, String text, int offset) {
    SqlLines lines = new SqlLines(text);
    return new SourcePosition(file, lines.line(offset), lines.column(offset));
  }

  private static Optional<TextSpan> alias(
      SqlToken word, Cursor cursor, Select select, Scope scope) {
    String name = Cursor.bare(word);
    if (cursor.isQualifier(word)) {
      return select
          .table(name)
          .map(table -> table.alias().map(QueryShape.Name::span).orElse(table.span()));
    }
    for (Table table : select.visibleTables()) {
      boolean names = table.span().touches(word.offset()) && word.end() <= table.span().end();
      Optional<Expression> expression = scope.expression(table, select.query);
      if (names
          && expression.isPresent()
          && expression.get().name().text().equalsIgnoreCase(name)) {
        return Optional.of(expression.get().name().span());
      }
    }
    return Optional.empty();
  }

  /**
   * Where a column gets its name: in this document, or in the select list of the model it is of.
   */
  private static Optional<SourcePosition> column(
      String file, String text, ScopeColumn column, Knowledge knowledge) {
    if (column.origin().isPresent()) {
      return Optional.of(position(file, text, column.origin().get().start()));
    }
    return column
        .node()
        .filter(node -> node.resourceType() != ResourceType.SEED)
        .map(node -> itemOf(node, column.name()).orElseGet(() -> place(node, knowledge)));
  }

  private static Optional<SourcePosition> itemOf(Node node, String column) {
    if (node.resourceType() != ResourceType.MODEL) {
      return Optional.empty();
    }
    String text = node.rawCode().replace("\r\n", "\n");
    List<Select> selects = QueryReader.read(TemplateText.of(text).masked()).selects;
    for (Select select : selects) {
      for (Item item : select.items) {
        if (item.name().filter(name -> name.text().equalsIgnoreCase(column)).isPresent()) {
          return Optional.of(position(node.path(), text, item.name().get().span().start()));
        }
      }
    }
    return Optional.empty();
  }
}
