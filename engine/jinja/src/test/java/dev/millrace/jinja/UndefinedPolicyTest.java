package dev.millrace.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UndefinedPolicyTest {
  private static final Environment ENVIRONMENT = Environment.builder().build();

  private static String render(String template, UndefinedPolicy policy) {
    return ENVIRONMENT.parse(template, "a.sql").under(policy).render(Map.of()).text();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ a }}",
        "{{ a.b.c }}",
        "{{ a['b'][0] }}",
        "{{ a()() }}",
        "{{ a.b('x', y=1).c }}",
        "{{ a + 1 }}",
        "{{ 1 - a }}",
        "{{ -a }}",
        "{% if a > 1 %}x{% endif %}",
        "{% if a.b == 'x' %}x{% endif %}",
        "{% for x in a.b %}{{ x }}{% endfor %}",
        "{% set x, y = a() %}{{ x }}{{ y.z }}",
        "{{ a | round | first }}",
        "{{ a | map('upper') | join(',') }}",
        "{% do a.append(1) %}",
        "{% set a.b = 1 %}",
        "{% call a() %}x{% endcall %}",
        "{{ 'x' in a }}"
      })
  void staysSilentWhileParsing(String template) {
    assertThat(render(template, UndefinedPolicy.CHAINABLE)).isIn("", "False");
  }

  @Test
  void failsOnUseButPrintsNothingByDefault() {
    assertThat(
            render("{{ a }}{% for x in a %}{% endfor %}{{ a or 'b' }}", UndefinedPolicy.STANDARD))
        .isEqualTo("b");
    TemplateException failure =
        catchThrowableOfType(
            TemplateException.class, () -> render("{{ a.b }}", UndefinedPolicy.STANDARD));
    assertThat(failure).hasMessage("'a' is undefined");
    assertThat(failure.kind()).isEqualTo(ErrorKind.UNDEFINED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ a }}",
        "{% if a %}{% endif %}",
        "{% for x in a %}{% endfor %}",
        "{{ a == 1 }}",
        "{{ a ~ 'x' }}",
        "{{ a | length }}"
      })
  void failsOnAnyLookWhenStrict(String template) {
    TemplateException failure =
        catchThrowableOfType(
            TemplateException.class, () -> render(template, UndefinedPolicy.STRICT));

    assertThat(failure).hasMessage("'a' is undefined");
  }

  @Test
  void letsEveryPolicyAskWhetherANameIsDefined() {
    for (UndefinedPolicy policy : UndefinedPolicy.values()) {
      assertThat(render("{{ a is defined }}{{ a | default('d') }}", policy)).isEqualTo("Falsed");
    }
  }

  @Test
  void followsTheCallersPolicyInsideOfAMacro() {
    Template macros = ENVIRONMENT.parse("{% macro m() %}{{ a.b.c }}{% endmacro %}", "m.sql");
    Template model = ENVIRONMENT.parse("[{{ m() }}]", "a.sql").under(UndefinedPolicy.CHAINABLE);
    Callable macro = macros.macros().values().iterator().next().bind(Map.of());

    assertThat(model.render(Map.of("m", macro)).text()).isEqualTo("[]");
  }
}
