package dev.millrace.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.jinja.TemplateBlocks.Block;
import dev.millrace.jinja.TemplateBlocks.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateBlocksTest {
  private static List<Block> scan(String source) {
    return TemplateBlocks.scan(source, "macros/a.sql");
  }

  @Test
  void findsEveryKindOfBlockWithItsPlace() {
    List<Block> blocks =
        scan(
            """
            some text
            {% macro first(a, b='%}') %}
              body
            {% endmacro %}
              {%- materialization table, adapter='flink' -%} x {%- endmaterialization -%}
            {% test positive(model) %}t{% endtest %}{% data_test other(model) %}u{% enddata_test %}
            {% snapshot snap %}select 1{% endsnapshot %}
            {% docs about %}It's {% macro %} in text{% enddocs %}
            """);

    assertThat(blocks)
        .extracting(Block::kind, Block::name)
        .containsExactly(
            tuple(Kind.MACRO, "first"),
            tuple(Kind.MATERIALIZATION, "table"),
            tuple(Kind.TEST, "positive"),
            tuple(Kind.TEST, "other"),
            tuple(Kind.SNAPSHOT, "snap"),
            tuple(Kind.DOCS, "about"));
    Block first = blocks.getFirst();
    assertThat(first.contents()).isEqualTo("\n  body\n");
    assertThat(first.text()).startsWith("{% macro").endsWith("endmacro %}");
    assertThat(first.position()).isEqualTo(new Position("macros/a.sql", 2, 1));
    assertThat(first.contentsPosition()).isEqualTo(new Position("macros/a.sql", 2, 29));
    assertThat(blocks.get(1).position()).isEqualTo(new Position("macros/a.sql", 5, 3));
  }

  @Test
  void seesNoBlocksInCommentsRawTextAndStrings() {
    assertThat(
            scan(
                """
                {# {% macro a() %} #}
                {% raw %}{% macro b() %}{% endraw %}
                {{ '{% macro c() %}' }}{% set x = "{% macro d() %}" %}
                """))
        .isEmpty();
  }

  @Test
  void refusesDefinitionsInsideOfControlFlow() {
    assertThatThrownBy(() -> scan("{% if x %}\n{% macro a() %}{% endmacro %}{% endif %}"))
        .isInstanceOfSatisfying(
            TemplateException.class,
            failure -> {
              assertThat(failure.position()).isEqualTo(new Position("macros/a.sql", 2, 1));
              assertThat(failure.kind()).isEqualTo(ErrorKind.SYNTAX);
            });
  }

  @Test
  void refusesBlocksWithoutEndAndEndsWithoutBlock() {
    assertThatThrownBy(() -> scan("\n {% macro a() %} x"))
        .isInstanceOfSatisfying(
            TemplateException.class,
            failure ->
                assertThat(failure.position()).isEqualTo(new Position("macros/a.sql", 2, 2)));
    assertThatThrownBy(() -> scan("{% endmacro %}")).isInstanceOf(TemplateException.class);
  }

  @Test
  void givesBlocksThatParseWithTheFilesPositions() {
    Block block = scan("x\n\n  {% macro a() %}\n{{ q.r }}{% endmacro %}").getFirst();
    Environment environment = Environment.builder().build();
    Template template =
        environment.parse(
            block.text(), "macros/a.sql", block.position().line(), block.position().column());
    MacroDefinition macro = template.macros().values().iterator().next();

    assertThat(macro.position()).isEqualTo(new Position("macros/a.sql", 3, 6));
    assertThatThrownBy(() -> macro.call(Map.of(), List.of(), Map.of()))
        .isInstanceOfSatisfying(
            TemplateException.class,
            failure ->
                assertThat(failure.position()).isEqualTo(new Position("macros/a.sql", 4, 4)));
  }
}
