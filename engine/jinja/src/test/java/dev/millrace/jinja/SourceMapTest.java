package dev.millrace.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceMapTest {
  private static final Environment ENVIRONMENT = Environment.builder().build();

  private static Rendered render(String template) {
    return ENVIRONMENT.parse(template, "a.sql").render(Map.of("x", "value"));
  }

  private static Position at(int line, int column) {
    return new Position("a.sql", line, column);
  }

  private static Position locate(Rendered rendered, String part) {
    assertThat(rendered.text()).contains(part);
    return rendered.map().locate(rendered.text().indexOf(part));
  }

  @Test
  void mapsCopiedTextToItsOwnPlace() {
    Rendered rendered = render("select a,\n  {# note #} b\nfrom t\n");

    assertThat(locate(rendered, "select")).isEqualTo(at(1, 1));
    assertThat(locate(rendered, "b\n")).isEqualTo(at(2, 14));
    assertThat(locate(rendered, "from")).isEqualTo(at(3, 1));
    assertThat(rendered.map().locate(rendered.text().length())).isEqualTo(at(3, 7));
  }

  @Test
  void mapsPrintedTextToTheExpression() {
    Rendered rendered = render("select\n  {{ x ~ '!' }} as c");

    assertThat(locate(rendered, "value!")).isEqualTo(at(2, 6));
    assertThat(locate(rendered, "lue!")).isEqualTo(at(2, 6));
    assertThat(locate(rendered, "as c")).isEqualTo(at(2, 17));
  }

  @Test
  void mapsEachTurnOfALoopToTheSameBody() {
    Rendered rendered = render("{% for i in [1, 2] %}\n, c{{ i }}\n{% endfor %}");

    assertThat(locate(rendered, ", c")).isEqualTo(at(2, 1));
    assertThat(rendered.map().locate(rendered.text().lastIndexOf(", c"))).isEqualTo(at(2, 1));
  }

  @Test
  void mapsTextOfAMacroToTheCallAndTracesIntoTheMacro() {
    Rendered rendered =
        render(
            """
            {% macro cents(c) %}
            ({{ c }} / 100){% endmacro -%}
            {% macro money(c) %}m {{ cents(c) }}{% endmacro -%}
            select {{ money('amount') }} as a
            """);

    assertThat(locate(rendered, "amount")).isEqualTo(at(4, 11));
    SourceMap.Trace trace = rendered.map().trace(rendered.text().indexOf("/ 100"));
    assertThat(trace.position()).isEqualTo(at(2, 10));
    assertThat(trace.frames())
        .containsExactly(new MacroFrame("cents", at(3, 26)), new MacroFrame("money", at(4, 11)));
  }

  @Test
  void keepsTheMapOfATextThatIsReturnedOrSetBeforeItIsPrinted() {
    Rendered rendered =
        render(
            """
            {% macro inner() %}select 1{% endmacro -%}
            {% macro outer() %}{{ return(inner()) }}{% endmacro -%}
            {% set later = outer() %}{{ later }}
            """);

    SourceMap.Trace trace = rendered.map().trace(rendered.text().indexOf("select"));
    assertThat(trace.position()).isEqualTo(at(1, 20));
    assertThat(trace.frames()).containsExactly(new MacroFrame("inner", at(3, 29)));
  }

  @Test
  void mapsTheBodyOfACallBlockToItself() {
    Rendered rendered =
        render(
            "{% macro box() %}[{{ caller() }}]{% endmacro %}{% call box() %}\n"
                + " inside{% endcall %}");

    assertThat(rendered.map().trace(rendered.text().indexOf("inside")).position())
        .isEqualTo(at(2, 2));
  }

  @Test
  void mapsAnEmptyOutputToTheBeginning() {
    assertThat(render("{% if false %}x{% endif %}").map().locate(0)).isEqualTo(at(1, 1));
  }
}
