package dev.millrace.jinja.runtime;

import dev.millrace.jinja.syntax.Expression;
import dev.millrace.jinja.syntax.Expression.CallArguments;
import dev.millrace.jinja.syntax.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the names that a piece of a template reads. */
final class Names {
  private final Set<String> found = new HashSet<>();
  private boolean calls;

  private Names() {}

  static Set<String> of(Collection<Statement> statements) {
    Names names = new Names();
    statements.forEach(names::statement);
    return names.found;
  }

  static boolean usesNone(Expression expression) {
    Names names = new Names();
    names.expression(expression);
    return names.found.isEmpty();
  }

  static boolean calls(Expression expression) {
    Names names = new Names();
    names.expression(expression);
    return names.calls;
  }

  private void signature(Statement.Signature signature) {
    signature.parameters().forEach(parameter -> expression(parameter.defaultValue()));
  }

  private void statements(List<Statement> statements) {
    statements.forEach(this::statement);
  }

  private void statement(Statement statement) {
    switch (statement) {
      case Statement.Text text -> {}
      case Statement.Break end -> {}
      case Statement.Continue next -> {}
      case Statement.Print print -> expression(print.expression());
      case Statement.Do run -> expression(run.expression());
      case Statement.If choice -> {
        for (Statement.Branch branch : choice.branches()) {
          expression(branch.test());
          statements(branch.body());
        }
        statements(choice.otherwise());
      }
      case Statement.For loop -> {
        expression(loop.iterable());
        expression(loop.condition());
        statements(loop.body());
        statements(loop.otherwise());
      }
      case Statement.Set set -> {
        target(set.target());
        expression(set.value());
      }
      case Statement.SetBlock set -> {
        target(set.target());
        expression(set.value());
        statements(set.body());
      }
      case Statement.Macro macro -> {
        signature(macro.signature());
        statements(macro.body());
      }
      case Statement.CallBlock block -> {
        expression(block.call());
        signature(block.signature());
        statements(block.body());
      }
      case Statement.FilterBlock block -> {
        expression(block.value());
        statements(block.body());
      }
      case Statement.With with -> {
        with.values().forEach(this::expression);
        statements(with.body());
      }
      case Statement.Block block -> statements(block.body());
      case Statement.Autoescape block -> statements(block.body());
    }
  }

  private void target(Statement.Target target) {
    switch (target) {
      case Statement.Target.NameTarget name -> {}
      case Statement.Target.TupleTarget tuple -> tuple.targets().forEach(this::target);
      case Statement.Target.AttributeTarget attribute -> found.add(attribute.namespace());
    }
  }

  private void expression(@Nullable Expression expression) {
    switch (expression) {
      case null -> {}
      case Expression.Constant constant -> {}
      case Expression.Captured captured -> {}
      case Expression.Name name -> found.add(name.name());
      case Expression.TupleLiteral tuple -> tuple.elements().forEach(this::expression);
      case Expression.ListLiteral list -> list.elements().forEach(this::expression);
      case Expression.DictLiteral dict ->
          dict.pairs()
              .forEach(
                  pair -> {
                    expression(pair.key());
                    expression(pair.value());
                  });
      case Expression.Negative negative -> expression(negative.operand());
      case Expression.Positive positive -> expression(positive.operand());
      case Expression.Not not -> expression(not.operand());
      case Expression.Binary binary -> {
        expression(binary.left());
        expression(binary.right());
      }
      case Expression.Concatenation parts -> parts.parts().forEach(this::expression);
      case Expression.And and -> and.operands().forEach(this::expression);
      case Expression.Or or -> or.operands().forEach(this::expression);
      case Expression.Comparison comparison -> {
        expression(comparison.first());
        comparison.links().forEach(link -> expression(link.operand()));
      }
      case Expression.Conditional conditional -> {
        expression(conditional.test());
        expression(conditional.whenTrue());
        expression(conditional.whenFalse());
      }
      case Expression.Attribute attribute -> expression(attribute.object());
      case Expression.Item item -> {
        expression(item.object());
        expression(item.key());
      }
      case Expression.Slice slice -> {
        expression(slice.start());
        expression(slice.stop());
        expression(slice.step());
      }
      case Expression.Call call -> {
        calls = true;
        expression(call.callee());
        arguments(call.arguments());
      }
      case Expression.FilterCall filter -> {
        expression(filter.value());
        arguments(filter.arguments());
      }
      case Expression.TestCall test -> {
        expression(test.value());
        arguments(test.arguments());
      }
    }
  }

  private void arguments(CallArguments arguments) {
    arguments.positional().forEach(this::expression);
    arguments.named().forEach(argument -> expression(argument.value()));
    expression(arguments.star());
    expression(arguments.doubleStar());
  }
}
