package dev.millrace.engine.language;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.TimeAttribute;
import dev.millrace.engine.language.QueryShape.Expression;
import dev.millrace.engine.language.QueryShape.Item;
import dev.millrace.engine.language.QueryShape.Query;
import dev.millrace.engine.language.QueryShape.Relation;
import dev.millrace.engine.language.QueryShape.Select;
import dev.millrace.engine.language.QueryShape.Table;
import dev.millrace.engine.project.ColumnSpec;
import dev.millrace.engine.project.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out which columns the tables of a half-typed query have. */
final class Scope {
  /** Expressions that read each other in a circle would never end. */
  private static final int DEEPEST = 20;

  private final TemplateText template;
  private final Knowledge knowledge;

  Scope(TemplateText template, Knowledge knowledge) {
    this.template = template;
    this.knowledge = knowledge;
  }

  /** The node that a table of the query is; empty for inner queries and expressions. */
  Optional<Node> node(Table table, Query query) {
    return switch (table.relation()) {
      case Relation.Tag tag ->
          template.tagFrom(tag.offset()).flatMap(TemplateTag::reference).flatMap(knowledge::node);
      case Relation.Named named ->
          expression(named, query).isPresent() ? Optional.empty() : knowledge.node(named.path());
      case Relation.Inner inner -> Optional.empty();
      case Relation.Unknown unknown -> Optional.empty();
    };
  }

  /** The expression that a table of the query is. */
  Optional<Expression> expression(Table table, Query query) {
    return table.relation() instanceof Relation.Named named
        ? expression(named, query)
        : Optional.empty();
  }

  private static Optional<Expression> expression(Relation.Named named, Query query) {
    return named.path().size() == 1 ? query.expression(named.path().getFirst()) : Optional.empty();
  }

  List<ScopeColumn> columns(Table table, Query query) {
    return columns(table, query, 0);
  }

  List<ScopeColumn> columns(Expression expression) {
    return columns(expression.query(), 0);
  }

  /** What a query gives: its first select names the columns of all it is joined with. */
  List<ScopeColumn> columns(Query query) {
    return columns(query, 0);
  }

  /** The columns of a node, from the planner or else from its YAML. */
  List<ScopeColumn> columns(Node node) {
    Optional<RelationOutput> output = knowledge.output(node);
    List<ScopeColumn> columns = new ArrayList<>();
    if (output.isPresent()) {
      for (Column column : output.get().columns()) {
        columns.add(
            new ScopeColumn(
                column.name(),
                Optional.of(column.type()),
                column.time(),
                Optional.of(node),
                Optional.empty()));
      }
    } else {
      for (ColumnSpec column : node.columns()) {
        columns.add(
            new ScopeColumn(
                column.name(),
                column.dataType(),
                TimeAttribute.NONE,
                Optional.of(node),
                Optional.empty()));
      }
    }
    return columns;
  }

  private List<ScopeColumn> columns(Table table, Query query, int depth) {
    if (depth > DEEPEST) {
      return List.of();
    }
    List<ScopeColumn> columns = new ArrayList<>(plain(table, query, depth));
    if (table.windowed()) {
      columns.add(window("window_start", "TIMESTAMP(3) NOT NULL", TimeAttribute.NONE));
      columns.add(window("window_end", "TIMESTAMP(3) NOT NULL", TimeAttribute.NONE));
      columns.add(window("window_time", "TIMESTAMP(3) NOT NULL", TimeAttribute.ROWTIME));
    }
    return columns;
  }

  private static ScopeColumn window(String name, String type, TimeAttribute time) {
    return new ScopeColumn(name, Optional.of(type), time, Optional.empty(), Optional.empty());
  }

  private List<ScopeColumn> plain(Table table, Query query, int depth) {
    if (table.relation() instanceof Relation.Inner inner) {
      return columns(inner.query(), depth + 1);
    }
    Optional<Expression> expression = expression(table, query);
    if (expression.isPresent()) {
      return columns(expression.get().query(), depth + 1);
    }
    return node(table, query).map(this::columns).orElse(List.of());
  }

  private List<ScopeColumn> columns(Query query, int depth) {
    if (query.selects.isEmpty() || depth > DEEPEST) {
      return List.of();
    }
    Select select = query.selects.getFirst();
    List<ScopeColumn> columns = new ArrayList<>();
    for (Item item : select.items) {
      if (item.star()) {
        for (Table table : select.tables) {
          if (item.path().isEmpty() || table.label().equalsIgnoreCase(item.path().getLast())) {
            columns.addAll(columns(table, select.query, depth + 1));
          }
        }
      } else {
        item.name().ifPresent(name -> columns.add(named(item, name, select, depth)));
      }
    }
    return columns;
  }

  private ScopeColumn named(Item item, QueryShape.Name name, Select select, int depth) {
    return find(item.path(), select, depth + 1)
        .map(column -> column.as(name))
        .orElseGet(
            () ->
                new ScopeColumn(
                    name.text(),
                    Optional.empty(),
                    TimeAttribute.NONE,
                    Optional.empty(),
                    Optional.of(name.span())));
  }

  /** The column that a dotted name means in a select. */
  Optional<ScopeColumn> find(List<String> path, Select select) {
    return find(path, select, 0);
  }

  private Optional<ScopeColumn> find(List<String> path, Select select, int depth) {
    if (path.isEmpty() || path.size() > 2 || depth > DEEPEST) {
      return Optional.empty();
    }
    List<Table> tables =
        path.size() == 2 ? select.table(path.getFirst()).stream().toList() : select.visibleTables();
    return tables.stream()
        .flatMap(table -> columns(table, select.query, depth + 1).stream())
        .filter(column -> column.name().equalsIgnoreCase(path.getLast()))
        .findFirst();
  }
}
