package dev.millrace.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.Undefined;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypedRenderTest {
  private static final Environment ENVIRONMENT = Environment.builder().build();

  private static Object render(String template) {
    Map<String, Object> context = new HashMap<>();
    context.put("x", "5");
    context.put("y", 5);
    context.put("yes", true);
    context.put("list", List.of(1, 2));
    context.put("nothing", null);
    context.put("literal", "[1, 'a', {'b': None}]");
    context.put("word", "true");
    return ENVIRONMENT.parse(template, "dbt_project.yml").renderNative(context);
  }

  @Test
  void keepsTheTypeOfASingleVariablePrint() {
    assertThat(render("{{ y }}")).isEqualTo(5L);
    assertThat(render("{{ y }}\n")).isEqualTo(5L);
    assertThat(render("{{ yes }}")).isEqualTo(true);
    assertThat(render("{{ x == '5' }}")).isEqualTo(true);
    assertThat(render("{{ list }}")).isEqualTo(List.of(1, 2));
    assertThat(render("{{ nothing }}")).isEqualTo(None.NONE);
    assertThat(render("{{ missing }}")).isInstanceOf(Undefined.class);
  }

  @Test
  void keepsTheTypeWhenTagsThatPrintNothingStandBeside() {
    assertThat(render("{% if yes %}{{ y }}{% endif %}")).isEqualTo(5L);
    assertThat(render("{# note #}{% set z = y %}{{ z }}")).isEqualTo(5L);
  }

  @Test
  void makesTextOfConstantsAndMixtures() {
    assertThat(render("{{ true }}")).isEqualTo("True");
    assertThat(render("{{ 1 + 1 }}")).isEqualTo("2");
    assertThat(render("{{ none }}")).isEqualTo("None");
    assertThat(render("{{ [1, 2] }}")).isEqualTo("[1, 2]");
    assertThat(render(" {{ y }}")).isEqualTo(" 5");
    assertThat(render("{{ y }}{{ y }}")).isEqualTo("55");
    assertThat(render("{{ x }}")).isEqualTo("5");
    assertThat(render("")).isEqualTo("");
  }

  @Test
  void readsLiteralsOnlyWhenAsked() {
    assertThat(render("{{ x | as_number }}")).isEqualTo(5L);
    assertThat(render("{{ '1' | as_number }}")).isEqualTo(1L);
    assertThat(render("{{ x | as_native }}")).isEqualTo(5L);
    assertThat(render("{{ literal | as_native }}"))
        .isEqualTo(List.of(1L, "a", Map.of("b", None.NONE)));
    assertThat(render("{{ word | as_native }}")).isEqualTo("true");
    assertThat(render("{{ 'True' | as_bool }}")).isEqualTo(true);
    assertThat(render("{{ y | as_text }}")).isEqualTo("5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{{ word | as_bool }};Could not convert value 'true' into type 'bool'",
        "{{ y | as_bool }};Could not convert value '5' into type 'bool'",
        "{{ yes | as_number }};Could not convert value 'True' into type 'number'"
      })
  void refusesAValueOfAnotherType(String template, String message) {
    TemplateException failure =
        catchThrowableOfType(TemplateException.class, () -> render(template));

    assertThat(failure.kind()).isEqualTo(ErrorKind.TYPE);
    assertThat(failure.getMessage()).isEqualTo(message);
  }

  @Test
  void leavesTheConversionsWithoutEffectInTextMode() {
    String text = ENVIRONMENT.parse("{{ 'no' | as_bool }}", "a.sql").render(Map.of()).text();

    assertThat(text).isEqualTo("no");
  }
}
