package dev.millrace.jinja.syntax;

import dev.millrace.jinja.BlockTag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement. */
public sealed interface Statement {
  int offset();

  /** Template text. */
  record Text(int offset, String text) implements Statement {}

  record Print(int offset, Expression expression) implements Statement {}

  record If(int offset, List<Branch> branches, List<Statement> otherwise) implements Statement {}

  /** One {@code if} or {@code elif}. */
  record Branch(Expression test, List<Statement> body) {}

  record For(
      int offset,
      Target target,
      Expression iterable,
      @Nullable Expression condition,
      boolean recursive,
      List<Statement> body,
      List<Statement> otherwise)
      implements Statement {}

  record Set(int offset, Target target, Expression value) implements Statement {}

  /**
   * {@code {% set x | filter %}...{% endset %}}.
   *
   * @param value the captured text behind its filters
   */
  record SetBlock(int offset, Target target, Expression value, List<Statement> body)
      implements Statement {}

  record Macro(
      int offset, String name, Signature signature, List<Statement> body, @Nullable BlockTag tag)
      implements Statement {}

  record CallBlock(int offset, Expression call, Signature signature, List<Statement> body)
      implements Statement {}

  /**
   * @param value the captured text behind the filters
   */
  record FilterBlock(int offset, Expression value, List<Statement> body) implements Statement {}

  record With(int offset, List<Target> targets, List<Expression> values, List<Statement> body)
      implements Statement {}

  record Do(int offset, Expression expression) implements Statement {}

  record Break(int offset) implements Statement {}

  record Continue(int offset) implements Statement {}

  /** {@code {% block name %}}; without inheritance it renders where it stands. */
  record Block(int offset, String name, boolean scoped, List<Statement> body)
      implements Statement {}

  /** {@code {% autoescape x %}}: a scope of its own; nothing is ever escaped. */
  record Autoescape(int offset, List<Statement> body) implements Statement {}

  /** The parameters of a macro; a default belongs to one of the last parameters. */
  record Signature(List<Parameter> parameters) {}

  record Parameter(int offset, String name, @Nullable Expression defaultValue) {}

  /** What an assignment fills. */
  sealed interface Target {
    int offset();

    record NameTarget(int offset, String name) implements Target {}

    record TupleTarget(int offset, List<Target> targets) implements Target {}

    /** {@code namespace.attribute}. */
    record AttributeTarget(int offset, String namespace, String attribute) implements Target {}
  }
}
