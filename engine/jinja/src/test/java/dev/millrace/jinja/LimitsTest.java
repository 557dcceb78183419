package dev.millrace.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  private static final Environment ENVIRONMENT =
      Environment.builder().limits(Limits.DEFAULT.withDeadline(Duration.ofSeconds(5))).build();

  private static TemplateException failure(String template) {
    return catchThrowableOfType(
        TemplateException.class,
        () -> ENVIRONMENT.parse(template, "hostile.sql").render(CaseContext.create(ENVIRONMENT)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        "{% macro m() %}{% call m() %}{{ caller() }}{% endcall %}{% endmacro %}{{ m() }}",
        "{% set ns = namespace(s='aaaaaaaaaa') %}{% for i in range(100) %}"
            + "{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
        "{% set ns = namespace(s=[1]) %}{% for i in range(100) %}"
            + "{% set ns.s = ns.s + ns.s %}{% endfor %}",
        "{% set ns = namespace(s='ab') %}{% for i in range(100) %}"
            + "{% set ns.s = ns.s|replace('a', 'aa') %}{% endfor %}",
        "{% set ns = namespace(s='ab') %}{% for i in range(100) %}"
            + "{% set ns.s %}{{ ns.s }}{{ ns.s }}{% endset %}{% endfor %}",
        "{% set l = [1] %}{% for i in range(100) %}{% do l.extend(l) %}{% endfor %}",
        "{% set l = [1] %}{% for i in l %}{% do l.append(i) %}{% endfor %}",
        "{{ range(10**12)|list }}",
        "{% for i in range(1000000) %}{% for j in range(1000000) %}{% endfor %}{% endfor %}",
        "{% for i in range(1000000) %}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa{% endfor %}",
        "{{ 'a' * 10**9 }}",
        "{{ [0] * 10**9 }}",
        "{{ 9**(9**9) }}",
        "{{ 'a'.ljust(10**9) }}",
        "{{ 'a'|center(10**9) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ 'a\nb'|indent(10**9) }}",
        "{{ '1'.zfill(10**9) }}",
        "{{ [1]|batch(10**9, 0)|list }}",
        "{{ [1]|slice(10**9)|list }}",
        "{{ lipsum(n=1000000) }}",
        "{{ modules.re.match('.*.*.*.*.*.*.*.*=x', 'a' * 2000) }}",
        "{% set ns = namespace(l=[]) %}{% for i in range(100000) %}"
            + "{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}",
        "{% for i in range(1000000) %}{{ range(1000000)|sum }}{% endfor %}",
        "{% set ns = namespace(n=2) %}{% for i in range(100) %}"
            + "{% set ns.n = ns.n * ns.n %}{% endfor %}",
        "{% set ns = namespace(s='a') %}{% for i in range(100) %}"
            + "{% set ns.s = '%s%s' % (ns.s, ns.s) %}{% endfor %}",
        "{% set ns = namespace(s='\"') %}{% for i in range(100) %}"
            + "{% set ns.s = ns.s|tojson %}{% endfor %}",
        "{% set ns = namespace(s=[1]) %}{% for i in range(64) %}"
            + "{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s|pprint }}",
        "{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(64) %}"
            + "{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}"
            + "{{ ns.a == ns.b }}",
        "{{ modules.re.sub('(a)', '\\\\1' * 10**6, 'a' * 10**6) }}",
      })
  void endsWithALimit(String template) {
    TemplateException failure = failure(template);

    assertThat(failure).isNotNull();
    assertThat(failure.kind()).as(failure.describe()).isEqualTo(ErrorKind.LIMIT);
    assertThat(failure.position().template()).isEqualTo("hostile.sql");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "{'a':", "not ", "-", "a[", "a(", "1 if a else ", "a|f("})
  void endsWithASyntaxErrorWhenNestedWithoutEnd(String opening) {
    TemplateException failure = failure("{{ " + opening.repeat(100_000));

    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(ErrorKind.SYNTAX);
  }

  @ParameterizedTest
  @ValueSource(strings = {" + 1", ".a", "[0]", "()", "|upper", " is defined", " ** 2", " == 1"})
  void endsWithAnAnswerWhenChainedWithoutEnd(String link) {
    TemplateException failure = failure("{{ 1" + link.repeat(100_000) + " }}");

    // A chain of comparisons is no tree, so it is allowed to be long.
    assertThat(failure == null || failure.kind() != ErrorKind.RAISED).isTrue();
  }

  @Test
  void endsWithASyntaxErrorWhenBlocksAreNestedTooDeeply() {
    TemplateException failure = failure("{% if true %}".repeat(100_000));

    assertThat(failure.kind()).isEqualTo(ErrorKind.SYNTAX);
    assertThat(failure.getMessage()).isEqualTo("nested too deeply");
  }

  @Test
  void survivesValuesTooDeepToCompareOrToSerialize() {
    String deep =
        "{% set ns = namespace(a=[], b=[]) %}{% for i in range(100000) %}"
            + "{% set ns.a = [ns.a] %}{% set ns.b = [ns.b] %}{% endfor %}";

    assertThat(failure(deep + "{{ ns.a == ns.b }}").kind()).isEqualTo(ErrorKind.LIMIT);
    assertThat(failure(deep + "{{ tojson(ns.a) }}")).isNotNull();
  }

  @Test
  void tellsWhereAConstantStandsThatIsTooLongToPrint() {
    TemplateException failure = failure("a\n{{ 2**20000 }}");

    assertThat(failure.getMessage()).contains("4300 digits");
    assertThat(failure.position().line()).isEqualTo(2);
  }

  @Test
  void hashesTuplesOfSharedTuplesInTime() {
    String template =
        "{% set ns = namespace(t=(1,)) %}{% for i in range(64) %}"
            + "{% set ns.t = (ns.t, ns.t) %}{% endfor %}{{ {ns.t: 1}|length }}";

    assertThat(ENVIRONMENT.parse(template, "a.sql").render(Map.of()).text()).isEqualTo("1");
  }

  @Test
  void wrapsAWordOfMillionsOfLettersInTime() {
    String template = "{{ ('a' * 2000000)|wordwrap(1)|length }}";

    assertThat(ENVIRONMENT.parse(template, "a.sql").render(Map.of()).text()).isEqualTo("3999999");
  }

  @Test
  void printsAListThatContainsItself() {
    String template = "{% set l = [1] %}{% do l.append(l) %}{{ l }}";

    assertThat(ENVIRONMENT.parse(template, "a.sql").render(Map.of()).text())
        .isEqualTo("[1, [...]]");
  }

  @Test
  void allowsLongConcatenationsAndConditions() {
    String template =
        "{{ 1" + " ~ 1".repeat(5000) + " }}{{ true" + " and true".repeat(5000) + " }}";

    assertThat(ENVIRONMENT.parse(template, "a.sql").render(Map.of()).text())
        .isEqualTo("1".repeat(5001) + "True");
  }

  @Test
  void letsAHostSetTheCallDepth() {
    Limits limits = new Limits(1000, 5, 1000, 10, 1000, Duration.ofSeconds(5));
    Environment environment = Environment.builder().limits(limits).build();
    String template =
        "{% macro f(n) %}{{ n }}{% if n > 0 %}{{ f(n - 1) }}{% endif %}{% endmacro %}";

    assertThat(environment.parse(template + "{{ f(4) }}", "a").render(Map.of()).text())
        .isEqualTo("43210");
    TemplateException failure =
        catchThrowableOfType(
            TemplateException.class,
            () -> environment.parse(template + "{{ f(5) }}", "a").render(Map.of()));
    assertThat(failure.kind()).isEqualTo(ErrorKind.LIMIT);
    assertThat(failure.frames()).hasSize(5);
  }
}
