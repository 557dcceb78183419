package dev.millrace.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.jinja.values.None;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallableTest {
  private static final Environment ENVIRONMENT = Environment.builder().build();

  private static String render(String template, Map<String, ?> context) {
    return ENVIRONMENT.parse(template, "a.sql").render(context).text();
  }

  @Test
  void receivesPositionalAndNamedArgumentsInOrder() {
    List<String> seen = new ArrayList<>();
    Callable record =
        Callable.named(
            "record",
            arguments -> {
              seen.add(arguments.toString());
              return None.NONE;
            });

    render("{% do record(1, 'a', b=[2], *[3], **{'c': none}) %}", Map.of("record", record));

    assertThat(seen).containsExactly("1, 'a', 3, b=[2], c=None");
  }

  @Test
  void seesTheBodyOfTheCallBlockThatCallsIt() {
    Callable statement =
        Callable.named(
            "statement",
            arguments -> {
              Callable caller = arguments.context().caller();
              Object sql =
                  caller == null
                      ? "no body"
                      : arguments.context().call(caller, List.of(), Map.of());
              return "<" + arguments.string(0, "name") + ":" + sql + ">";
            });

    String text =
        render(
            "{% set x = 1 %}{% call statement('main') %}select {{ x }}{% endcall %}",
            Map.of("statement", statement));

    assertThat(text).isEqualTo("<main:select 1>");
  }

  @Test
  void knowsItsPlaceAndTheVariablesThere() {
    List<Object> seen = new ArrayList<>();
    Callable look =
        Callable.named(
            "look",
            arguments -> {
              seen.add(arguments.context().position());
              seen.add(Optional.ofNullable(arguments.context().lookup("v")));
              seen.add(arguments.context().frames());
              return "";
            });

    render("{% macro m(v) %}{{ look() }}{% endmacro %}\n{{ m(7) }}", Map.of("look", look));

    assertThat(seen)
        .containsExactly(
            new Position("a.sql", 1, 20),
            Optional.of(7L),
            List.of(new MacroFrame("m", new Position("a.sql", 2, 4))));
  }

  @Test
  void rendersAnotherTemplateInTheSameContext() {
    Template inner = ENVIRONMENT.parse("{{ name }}!", "inner");
    Callable again = Callable.named("again", arguments -> arguments.context().render(inner));

    assertThat(render("{{ again() }}", Map.of("again", again, "name", "x"))).isEqualTo("x!");
  }

  @Test
  void keepsTheCauseOfAHostsFailureAndGivesItAPlace() {
    IllegalStateException cause = new IllegalStateException("no such model");
    Callable ref =
        Callable.named(
            "ref",
            arguments -> {
              throw cause;
            });

    TemplateException failure =
        catchThrowableOfType(
            TemplateException.class, () -> render("\n {{ ref('a') }}", Map.of("ref", ref)));

    assertThat(failure).hasMessage("no such model").hasCause(cause);
    assertThat(failure.kind()).isEqualTo(ErrorKind.RAISED);
    assertThat(failure.position()).isEqualTo(new Position("a.sql", 2, 5));
  }

  @Test
  void bindsAMacroToTheContextOfWhoeverCallsIt() {
    MacroDefinition macro =
        ENVIRONMENT
            .parse("{% macro m(a, b=model) %}{{ a }}-{{ b }}{% endmacro %}", "m.sql")
            .macros()
            .values()
            .iterator()
            .next();
    Map<String, Object> context = new HashMap<>();
    context.put("model", "orders");
    context.put("m", macro.bind(context));

    assertThat(render("{{ m(1) }}", context)).isEqualTo("1-orders");
    assertThat(macro.call(context, List.of("x"), Map.of("b", 2))).isEqualTo("x-2");
    assertThat(macro.parameters())
        .containsExactly(
            new MacroDefinition.Parameter("a", false), new MacroDefinition.Parameter("b", true));
  }

  @Test
  void givesTheReturnedValueOfAMacroCalledFromOutside() {
    MacroDefinition macro =
        ENVIRONMENT
            .parse("{% macro m() %}text {{ return([1, 2]) }}{% endmacro %}", "m.sql")
            .macros()
            .values()
            .iterator()
            .next();

    assertThat(macro.call(Map.of(), List.of(), Map.of())).isEqualTo(List.of(1L, 2L));
  }

  @Test
  void refusesReturnOutsideOfAMacro() {
    ReturnOutsideMacroException failure =
        catchThrowableOfType(
            ReturnOutsideMacroException.class, () -> render("a\n{{ return(5) }}", Map.of()));

    assertThat(failure.value()).isEqualTo(5L);
    assertThat(failure.position()).isEqualTo(new Position("a.sql", 2, 4));
  }

  @Test
  void endsTheMacroAroundWhenABodyOfACallBlockReturns() {
    String template =
        "{% macro m() %}a{{ caller() }}b{% endmacro %}{% call m() %}{{ return('early') }}"
            + "{% endcall %}!";

    assertThat(render(template, Map.of())).isEqualTo("early!");
  }

  @Test
  void namesDbtsBlocksAsDbtDoes() {
    Template template =
        ENVIRONMENT.parse(
            "{% test positive(model, column_name) %}{% endtest %}"
                + "{% materialization table, adapter='flink' %}{% endmaterialization %}"
                + "{% materialization view, default %}{% endmaterialization %}",
            "m.sql");

    assertThat(template.macros().keySet())
        .containsExactly(
            "test_positive", "materialization_table_flink", "materialization_view_default");
    assertThat(template.macros().values())
        .extracting(MacroDefinition::tag)
        .containsExactly(
            Optional.of(BlockTag.TEST),
            Optional.of(BlockTag.MATERIALIZATION),
            Optional.of(BlockTag.MATERIALIZATION));
  }

  @Test
  void findsTheCallsOfATemplateWithoutRenderingIt() {
    Template template =
        ENVIRONMENT.parse(
            "{{ config(materialized='table', tags=['a'], meta={'k': -1}) }}\n"
                + "select * from {{ ref('pkg', 'b', v=2) }} {{ source(s, 't') }}"
                + "{% if false %}{{ adapter.dispatch('m', 'p')(ref('c')) }}{% endif %}",
            "a.sql");

    assertThat(template.staticCalls())
        .containsExactly(
            new StaticCall(
                "config",
                true,
                List.of(),
                Map.of("materialized", "table", "tags", List.of("a"), "meta", Map.of("k", -1L)),
                new Position("a.sql", 1, 4)),
            new StaticCall(
                "ref", true, List.of("pkg", "b"), Map.of("v", 2L), new Position("a.sql", 2, 18)),
            new StaticCall("source", false, List.of(), Map.of(), new Position("a.sql", 2, 45)),
            new StaticCall(
                "adapter.dispatch",
                true,
                List.of("m", "p"),
                Map.of(),
                new Position("a.sql", 2, 79)),
            new StaticCall("ref", true, List.of("c"), Map.of(), new Position("a.sql", 2, 106)));
  }
}
