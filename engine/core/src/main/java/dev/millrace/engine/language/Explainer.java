package dev.millrace.engine.language;

import dev.millrace.engine.connect.TimeAttribute;
import dev.millrace.engine.language.Hover.CallableHover;
import dev.millrace.engine.language.Hover.ColumnHover;
import dev.millrace.engine.language.Hover.ExpressionHover;
import dev.millrace.engine.language.Hover.RelationHover;
import dev.millrace.engine.language.QueryShape.Expression;
import dev.millrace.engine.language.QueryShape.Item;
import dev.millrace.engine.language.QueryShape.Name;
import dev.millrace.engine.language.QueryShape.Query;
import dev.millrace.engine.language.QueryShape.Select;
import dev.millrace.engine.language.QueryShape.Table;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.sql.SqlToken;
import dev.millrace.jinja.MacroDefinition;
import java.util.List;
import java.util.Optional;

/** Says what the thing under the pointer is. Stateless. */
final class Explainer {
  private final FlinkWords words;

  Explainer(FlinkWords words) {
    this.words = words;
  }

  /**
   * @param own what the planner says of the document itself
   */
  Optional<Hover> hover(
      String text, int offset, Knowledge knowledge, Optional<RelationOutput> own) {
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
    return inSql(word.get(), cursor, query, scope, own);
  }

  private static Optional<Hover> inTag(
      String text, TemplateTag tag, int offset, Knowledge knowledge) {
    Optional<TagWord> word = TagWord.at(text, tag, offset);
    Optional<MacroDefinition> macro = word.flatMap(found -> found.macro(knowledge));
    if (macro.isPresent()) {
      return Optional.of(
          new CallableHover(word.get().span(), TagCompleter.signature(macro.get()), ""));
    }
    return tag.reference()
        .flatMap(knowledge::node)
        .map(node -> relation(node, new TextSpan(tag.start(), tag.end()), knowledge));
  }

  private static Hover relation(Node node, TextSpan span, Knowledge knowledge) {
    return new RelationHover(
        span,
        node.name(),
        TagCompleter.kind(node),
        node.path(),
        node.description(),
        knowledge.output(node));
  }

  private Optional<Hover> inSql(
      SqlToken word, Cursor cursor, Query query, Scope scope, Optional<RelationOutput> own) {
    TextSpan span = new TextSpan(word.offset(), word.end());
    String name = Cursor.bare(word);
    Optional<Select> select = query.selectAt(word.offset());
    if (cursor.isCall(word) && words.function(name).isPresent()) {
      return words
          .function(name)
          .map(function -> new CallableHover(span, function.signature(), function.about()));
    }
    Optional<Hover> alias = alias(word, name, cursor, query, scope);
    if (alias.isPresent()) {
      return alias;
    }
    if (select.isPresent()) {
      Optional<Hover> output = output(word, query, select.get(), scope, own);
      if (output.isPresent()) {
        return output;
      }
      List<String> path = cursor.path(word);
      Optional<ScopeColumn> column = scope.find(path, select.get());
      if (column.isPresent()) {
        return Optional.of(column(span, column.get(), path.size() == 2 ? path.getFirst() : ""));
      }
    }
    return words
        .function(name)
        .map(function -> new CallableHover(span, function.signature(), function.about()));
  }

  /** The name that an item of a select list is given. */
  private static Optional<Hover> output(
      SqlToken word, Query query, Select select, Scope scope, Optional<RelationOutput> own) {
    for (Item item : select.items) {
      Optional<Name> name = item.name().filter(found -> found.span().start() == word.offset());
      if (name.isEmpty()
          || (!item.path().isEmpty()
              && item.span().end() == word.end()
              && item.span().start() == word.offset())) {
        continue;
      }
      boolean outermost = query.selects.contains(select);
      Optional<ColumnHover> planned =
          own.filter(output -> outermost).stream()
              .flatMap(output -> output.columns().stream())
              .filter(column -> column.name().equals(name.get().text()))
              .findFirst()
              .map(
                  column ->
                      new ColumnHover(
                          name.get().span(),
                          column.name(),
                          Optional.of(column.type()),
                          column.time(),
                          "",
                          ""));
      if (planned.isPresent()) {
        return Optional.of(planned.get());
      }
      Optional<ScopeColumn> column = scope.find(item.path(), select);
      return Optional.of(
          column
              .map(found -> column(name.get().span(), found.as(name.get()), ""))
              .orElseGet(
                  () ->
                      new ColumnHover(
                          name.get().span(),
                          name.get().text(),
                          Optional.empty(),
                          TimeAttribute.NONE,
                          "",
                          "")));
    }
    return Optional.empty();
  }

  private static Hover column(TextSpan span, ScopeColumn column, String qualifier) {
    String relation = column.node().map(Node::name).orElse(qualifier);
    String description =
        column.node().map(node -> Knowledge.description(node, column.name())).orElse("");
    return new ColumnHover(
        span, column.name(), column.type(), column.time(), relation, description);
  }

  /** An alias or an expression, where it is made or where it is named. */
  private static Optional<Hover> alias(
      SqlToken word, String name, Cursor cursor, Query query, Scope scope) {
    TextSpan span = new TextSpan(word.offset(), word.end());
    for (Select select : query.all()) {
      for (Table table : select.tables) {
        boolean here = table.span().touches(word.offset()) && word.end() <= table.span().end();
        boolean qualifier =
            cursor.isQualifier(word)
                && select.start <= word.offset()
                && word.offset() <= select.end
                && table.label().equalsIgnoreCase(name);
        if (qualifier || (here && table.label().equalsIgnoreCase(name))) {
          return Optional.of(
              new ExpressionHover(span, name, texts(scope.columns(table, select.query))));
        }
      }
    }
    Optional<Expression> expression =
        query
            .selectAt(word.offset())
            .map(select -> select.query)
            .orElse(query)
            .visibleExpressions()
            .stream()
            .filter(found -> found.name().span().equals(span))
            .findFirst()
            .or(() -> definedAt(query, span));
    return expression.map(found -> new ExpressionHover(span, name, texts(scope.columns(found))));
  }

  private static Optional<Expression> definedAt(Query query, TextSpan span) {
    return query.expressions.stream().filter(found -> found.name().span().equals(span)).findFirst();
  }

  private static List<String> texts(List<ScopeColumn> columns) {
    return columns.stream()
        .map(column -> (column.name() + " " + column.type().orElse("")).strip())
        .toList();
  }
}
