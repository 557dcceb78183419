package dev.millrace.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** In these templates a caret on a line of its own marks the column of the line above it. */
class PositionTest {
  private static final Environment ENVIRONMENT = Environment.builder().build();

  private static TemplateException check(String marked, String message) {
    StringBuilder source = new StringBuilder();
    Position wanted = null;
    int line = 0;
    for (String each : marked.split("\n", -1)) {
      if (each.strip().equals("^")) {
        wanted = new Position("models/a.sql", line, each.indexOf('^') + 1);
      } else {
        source.append(line == 0 ? "" : "\n").append(each);
        line++;
      }
    }
    TemplateException failure =
        catchThrowableOfType(
            TemplateException.class,
            () -> ENVIRONMENT.parse(source.toString(), "models/a.sql").render(Map.of()));
    assertThat(failure).as(source.toString()).isNotNull();
    assertThat(failure.position()).as(failure.describe()).isEqualTo(wanted);
    assertThat(failure.getMessage()).isEqualTo(message);
    return failure;
  }

  @Test
  void marksTheTokenOfASyntaxError() {
    check(
        """
        select 1
        from {{ 1 2 }}
                  ^
        """,
        "expected token 'end of print statement', got 'integer'");
    check(
        """
        {% if a %}
        {% endfor %}
           ^
        """,
        "Encountered unknown tag 'endfor'. Jinja was looking for the following tags: 'elif' or"
            + " 'else' or 'endif'. The innermost block that needs to be closed is 'if'.");
    check(
        """
        {{ 'abc }}
           ^
        """,
        "unexpected char \"'\" at 3");
    check(
        """
        a {{ x | nosuch }}
                 ^
        """,
        "No filter named 'nosuch'.");
  }

  @Test
  void marksTheEndWhenABlockIsNotClosed() {
    check(
        "{% if a %}\n  select 1\n          ^",
        "Unexpected end of template. Jinja was looking for the following tags: 'elif' or 'else' or"
            + " 'endif'. The innermost block that needs to be closed is 'if'.");
  }

  @Test
  void marksTheUndefinedName() {
    check(
        """
        select
          {{ 'a' ~ missing.column }}
                   ^
        """,
        "'missing' is undefined");
  }

  @Test
  void marksTheOperatorThatDoesNotFit() {
    check(
        """
        {% set x = 1 %}
        {{ x + 'a' }}
             ^
        """,
        "unsupported operand type(s) for +: 'int' and 'str'");
  }

  @Test
  void marksTheFilterThatFails() {
    check(
        """
        {{ [1, 'a'] | sort }}
                      ^
        """,
        "'<' not supported between instances of 'str' and 'int'");
  }

  @Test
  void marksThePlaceInsideAMacroAndTellsTheCalls() {
    TemplateException failure =
        check(
            """
            {% macro inner(x) %}
              {{ x.y.z }}
                 ^
            {% endmacro %}
            {% macro outer(x) %}{{ inner(x) }}{% endmacro %}
            select {{ outer({}) }}
            """,
            "'dict object' has no attribute 'y'");

    assertThat(failure.frames())
        .containsExactly(
            new MacroFrame("inner", new Position("models/a.sql", 4, 24)),
            new MacroFrame("outer", new Position("models/a.sql", 5, 11)));
    assertThat(failure.describe())
        .isEqualTo(
            """
            'dict object' has no attribute 'y'
              at models/a.sql:2:6
              in macro inner, called at models/a.sql:4:24
              in macro outer, called at models/a.sql:5:11\
            """);
  }

  @Test
  void marksTheCallWhenTheArgumentsDoNotFit() {
    check(
        """
        {% macro m(a) %}{% endmacro %}
        {{ m(1, 2) }}
           ^
        """,
        "macro 'm' takes not more than 1 argument(s)");
  }

  @Test
  void countsLinesAlikeForEveryLineEnd() {
    TemplateException failure =
        catchThrowableOfType(
            TemplateException.class,
            () -> ENVIRONMENT.parse("a\r\nb\r\n  {{ x.y }}", "a.sql").render(Map.of()));

    assertThat(failure.position()).isEqualTo(new Position("a.sql", 3, 6));
  }

  @Test
  void keepsTheFilesPositionsForATextCutOutOfIt() {
    TemplateException first =
        catchThrowableOfType(
            TemplateException.class,
            () -> ENVIRONMENT.parse("{{ x.y }}\n{{ z.y }}", "a.sql", 10, 5).render(Map.of()));
    TemplateException second =
        catchThrowableOfType(
            TemplateException.class,
            () -> ENVIRONMENT.parse("\n{{ z.y }}", "a.sql", 10, 5).render(Map.of()));

    assertThat(first.position()).isEqualTo(new Position("a.sql", 10, 8));
    assertThat(second.position()).isEqualTo(new Position("a.sql", 11, 4));
  }
}
