package dev.millrace.engine.language;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a query that may be only half typed: who reads which tables under which names. All
 * offsets are those of the masked template.
 */
final class QueryShape {
  private QueryShape() {}

  /** A name as it stands. */
  record Name(String text, TextSpan span) {}

  /** One query: expressions before it, and its selects, joined by UNION and the like. */
  static final class Query {
    final @Nullable Select outer;
    final List<Expression> expressions = new ArrayList<>();
    final List<Select> selects = new ArrayList<>();

    Query(@Nullable Select outer) {
      this.outer = outer;
    }

    /** The innermost select around an offset. */
    Optional<Select> selectAt(int offset) {
      List<Select> all = new ArrayList<>();
      collect(all);
      return all.stream()
          .filter(select -> select.start <= offset && offset <= select.end)
          .min(Comparator.comparingInt(select -> select.end - select.start));
    }

    /** All selects, in no order of meaning. */
    List<Select> all() {
      List<Select> all = new ArrayList<>();
      collect(all);
      return all;
    }

    private void collect(List<Select> all) {
      expressions.forEach(expression -> expression.query().collect(all));
      for (Select select : selects) {
        all.add(select);
        select.inner.forEach(query -> query.collect(all));
      }
    }

    /** The expression that a name means here, looked for from inside out. */
    Optional<Expression> expression(String name) {
      Query query = this;
      while (true) {
        for (Expression expression : query.expressions) {
          if (expression.name().text().equalsIgnoreCase(name)) {
            return Optional.of(expression);
          }
        }
        Select around = query.outer;
        if (around == null) {
          return Optional.empty();
        }
        query = around.query;
      }
    }

    /** All expressions that can be read here. */
    List<Expression> visibleExpressions() {
      List<Expression> visible = new ArrayList<>();
      Query query = this;
      while (query != null) {
        visible.addAll(query.expressions);
        query = query.outer == null ? null : query.outer.query;
      }
      return visible;
    }
  }

  /** A common table expression. */
  record Expression(Name name, Query query) {}

  /** One SELECT with its clauses. */
  static final class Select {
    final Query query;
    final int start;
    final int end;
    final List<Item> items = new ArrayList<>();
    final List<Table> tables = new ArrayList<>();
    final List<Query> inner = new ArrayList<>();

    Select(Query query, int start, int end) {
      this.query = query;
      this.start = start;
      this.end = end;
    }

    /** Tables whose columns can be named here, the nearest first. */
    List<Table> visibleTables() {
      List<Table> visible = new ArrayList<>();
      Select select = this;
      while (select != null) {
        visible.addAll(select.tables);
        select = select.query.outer;
      }
      return visible;
    }

    /** The table that a name before a dot means. */
    Optional<Table> table(String alias) {
      return visibleTables().stream()
          .filter(table -> table.label().equalsIgnoreCase(alias))
          .findFirst();
    }
  }

  /**
   * One item of a select list.
   *
   * @param name under which it leaves the query; empty for an expression without a name and for a
   *     star
   * @param path the column when the item is nothing but one, such as {@code o.amount}
   * @param star whether it is {@code *} or {@code path.*}
   */
  record Item(Optional<Name> name, List<String> path, boolean star, TextSpan span) {}

  /** Something in FROM. */
  sealed interface Relation {
    /** A name, of an expression or a table. */
    record Named(List<String> path) implements Relation {}

    /** A tag of the template that begins here. */
    record Tag(int offset) implements Relation {}

    /** A query of its own. */
    record Inner(Query query) implements Relation {}

    /** What could not be read. */
    record Unknown() implements Relation {}
  }

  /**
   * One table of a FROM.
   *
   * @param windowed whether a window function puts window_start, window_end and window_time behind
   *     its columns
   */
  record Table(Relation relation, Optional<Name> alias, boolean windowed, TextSpan span) {
    /** The name its columns can be asked by; empty when it has none. */
    String label() {
      if (alias.isPresent()) {
        return alias.get().text();
      }
      return relation instanceof Relation.Named named && !named.path().isEmpty()
          ? named.path().getLast()
          : "";
    }
  }
}
