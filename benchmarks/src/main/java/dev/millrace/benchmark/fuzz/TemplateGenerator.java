package dev.millrace.benchmark.fuzz;

import java.util.List;
import java.util.random.RandomGenerator;

/** Makes templates up: mostly correct ones, hostile parts among them, some of them mutilated. */
final class TemplateGenerator {
  private static final List<String> ATOMS =
      List.of(
          "1",
          "0",
          "-1",
          "2.5",
          "10**9",
          "2**64",
          "1e308",
          "''",
          "'a'",
          "'a b'",
          "'%s'",
          "'{}'",
          "'<&>'",
          "'\\u00e9'",
          "true",
          "none",
          "[]",
          "[1, 2]",
          "{}",
          "{'a': 1}",
          "()",
          "(1,)",
          "words",
          "numbers",
          "table",
          "host",
          "vault",
          "foreign",
          "missing",
          "self",
          "loop",
          "range(9)",
          "range(10**6)",
          "namespace(a=1)",
          "cycler(1, 2)",
          "joiner()",
          "dict",
          "lipsum",
          "'__class__'",
          "'_secret'",
          "'secret'",
          "'a' * 10**4",
          "[0] * 10**3",
          "caller",
          "m",
          "ns");
  private static final List<String> NAMES =
      List.of(
          "a",
          "b",
          "items",
          "keys",
          "values",
          "__class__",
          "__mro__",
          "__globals__",
          "__init__",
          "__subclasses__",
          "_secret",
          "secret",
          "getClass",
          "class",
          "name",
          "upper",
          "format",
          "append",
          "extend",
          "pop",
          "update",
          "join",
          "split",
          "replace",
          "index",
          "count",
          "first",
          "last",
          "next",
          "current",
          "0",
          "length",
          "hashCode",
          "toString",
          "wait");
  private static final List<String> FILTERS =
      List.of(
          "upper",
          "lower",
          "list",
          "string",
          "int",
          "float",
          "length",
          "first",
          "last",
          "sort",
          "reverse",
          "unique",
          "sum",
          "max",
          "min",
          "join",
          "join(',')",
          "default('d')",
          "tojson",
          "tojson(indent=2)",
          "pprint",
          "e",
          "urlencode",
          "urlize",
          "striptags",
          "xmlattr",
          "items",
          "dictsort",
          "batch(2)",
          "slice(2)",
          "groupby('a')",
          "map('upper')",
          "map(attribute='a')",
          "map(attribute='__class__')",
          "select",
          "reject('odd')",
          "selectattr('a')",
          "attr('__class__')",
          "attr('_secret')",
          "replace('a', 'aa')",
          "indent(3)",
          "indent(10**8)",
          "center(50)",
          "truncate(3)",
          "wordwrap(2)",
          "wordcount",
          "round",
          "round(2, 'floor')",
          "abs",
          "random",
          "format(1)",
          "title",
          "trim",
          "nosuch",
          "filesizeformat",
          "as_native",
          "as_bool",
          "as_number",
          "as_text",
          "is_list",
          "safe");
  private static final List<String> TESTS =
      List.of(
          "defined",
          "none",
          "string",
          "number",
          "mapping",
          "sequence",
          "iterable",
          "callable",
          "odd",
          "divisibleby 0",
          "in [1]",
          "sameas none",
          "eq 1",
          "lt 2",
          "nosuch",
          "lower");
  private static final List<String> OPERATORS =
      List.of(
          "+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<", ">=", "in", "not in", "and",
          "or", "|", ".", "is");
  private static final List<String> CALLS =
      List.of(
          "()",
          "(1)",
          "('a')",
          "('a', 'b')",
          "(*numbers)",
          "(**{'a': 1})",
          "(a=1)",
          "(loop)",
          "([1])",
          "(10**9)",
          "(m)",
          "('{0.__class__}')",
          "(none, 2)");
  private static final List<String> MUTATIONS =
      List.of(
          "{{",
          "}}",
          "{%",
          "%}",
          "{#",
          "#}",
          "-",
          "'",
          "\"",
          "\\",
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          "|",
          ".",
          "**",
          "\n",
          "\r",
          "\0",
          "\ud800",
          "é",
          "$",
          "%",
          "if",
          "endfor",
          "raw",
          "1e9",
          "0x",
          "((((((((",
          "[[[[[[[[",
          "not not not ",
          "{% raw %}",
          "9999999999999999999");

  private final RandomGenerator random;

  TemplateGenerator(RandomGenerator random) {
    this.random = random;
  }

  /** The next template. */
  String next() {
    String template = body(3);
    int mutations = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0;
    for (int i = 0; i < mutations; i++) {
      template = mutated(template);
    }
    return template;
  }

  private String one(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private String mutated(String template) {
    int at = random.nextInt(template.length() + 1);
    int to = Math.min(template.length(), at + random.nextInt(6));
    return switch (random.nextInt(3)) {
      case 0 -> template.substring(0, at) + template.substring(to);
      case 1 -> template.substring(0, at) + one(MUTATIONS) + template.substring(at);
      default -> template.substring(0, to) + template.substring(at);
    };
  }

  private String expression(int depth) {
    if (depth <= 0) {
      return one(ATOMS);
    }
    int below = depth - 1;
    return switch (random.nextInt(14)) {
      case 0, 1 -> one(ATOMS);
      case 2, 3 -> expression(below) + "|" + one(FILTERS);
      case 4 -> expression(below) + "." + one(NAMES);
      case 5 -> expression(below) + "." + one(NAMES) + one(CALLS);
      case 6 -> expression(below) + one(CALLS);
      case 7 -> expression(below) + "[" + expression(below) + "]";
      case 8 -> "(" + expression(below) + " " + one(OPERATORS) + " " + expression(below) + ")";
      case 9 -> expression(below) + " is " + one(TESTS);
      case 10 -> expression(below) + " if " + expression(below) + " else " + expression(below);
      case 11 -> "[" + expression(below) + ", " + expression(below) + "]";
      case 12 -> "{" + expression(0) + ": " + expression(below) + "}";
      default -> "'{0." + one(NAMES) + "}{0[" + one(NAMES) + "]:>9}'.format(" + expression(0) + ")";
    };
  }

  private String body(int depth) {
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      out.append(statement(depth));
    }
    return out.toString();
  }

  private String statement(int depth) {
    int below = depth - 1;
    if (depth <= 0) {
      return "{{ " + expression(2) + " }}";
    }
    return switch (random.nextInt(13)) {
      case 0 -> "text\n";
      case 1 -> "{% set x = " + expression(3) + " %}{{ x }}";
      case 2 -> "{% set x | " + one(FILTERS) + " %}" + body(below) + "{% endset %}{{ x }}";
      case 3 -> "{% if " + expression(2) + " %}" + body(below) + "{% else %}b{% endif %}";
      case 4 ->
          "{% for i in " + expression(2) + " %}" + body(below) + "{{ loop.index }}{% endfor %}";
      case 5 ->
          "{% for i in numbers recursive %}" + body(below) + "{{ loop(numbers) }}{% endfor %}";
      case 6 ->
          "{% macro m(a, b=" + expression(1) + ") %}" + body(below) + "{% endmacro %}{{ m(1) }}";
      case 7 -> "{% call m(" + expression(1) + ") %}" + body(below) + "{% endcall %}";
      case 8 -> "{% filter " + one(FILTERS) + " %}" + body(below) + "{% endfilter %}";
      case 9 -> "{% do " + expression(3) + " %}";
      case 10 ->
          "{% set ns = namespace(a="
              + expression(0)
              + ") %}{% for i in range(99) %}"
              + "{% set ns.a = ns.a "
              + one(OPERATORS)
              + " ns.a %}{% endfor %}{{ ns.a }}";
      case 11 -> "{% with x = " + expression(2) + " %}" + body(below) + "{% endwith %}";
      default -> "{{ " + expression(4) + " }}";
    };
  }
}
