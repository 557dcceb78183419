package dev.millrace.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxTest {
  private static final Environment ENVIRONMENT = Environment.builder().build();

  /** Answers for everything it is asked, as a careless host might. */
  private record Careless() implements JinjaObject {
    @Override
    public @Nullable Object attribute(String name) {
      return "leaked " + name;
    }

    @Override
    public String str() {
      return "careless";
    }
  }

  private static String render(String template) {
    Map<String, Object> context =
        Map.of(
            "host", new Careless(), "foreign", Instant.EPOCH, "pkg", Map.of("_is_relation", "m"));
    return ENVIRONMENT.parse(template, "a.sql").render(context).text();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ host._secret }}",
        "{{ host.__class__ }}",
        "{{ host['__class__'] }}",
        "{{ host | attr('__class__') }}",
        "{{ '{0.__class__}'.format(host) }}",
        "{{ [host] | map(attribute='_secret') | join }}",
        "{{ ''.__class__ }}",
        "{{ foreign.nano }}",
        "{{ foreign.getClass }}",
        "{{ range.__globals__ }}",
        "{{ cycler.__init__ }}",
        "{{ [].append.__self__ }}",
      })
  void givesNothingForNamesThatAreNotATemplatesBusiness(String template) {
    assertThat(render(template)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ lipsum.__globals__['os'].popen('id') }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ ''['__class__']['__mro__'] }}",
        "{{ (''|attr('__class__'))|attr('__mro__')() }}",
        "{{ foreign.getClass().forName('java.lang.Runtime') }}",
        "{{ '%s'.__class__.__base__ }}",
      })
  void failsWhenAnEscapeIsUsed(String template) {
    TemplateException failure =
        catchThrowableOfType(TemplateException.class, () -> render(template));

    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isIn(ErrorKind.UNDEFINED, ErrorKind.TYPE);
  }

  @Test
  void letsPackagesHaveMacrosWithAnUnderscore() {
    assertThat(render("{{ pkg._is_relation }}{{ host.name }}")).isEqualTo("mleaked name");
  }

  @Test
  void refusesToChangeWhatTheHostHasMadeReadOnly() {
    TemplateException failure =
        catchThrowableOfType(
            TemplateException.class,
            () ->
                ENVIRONMENT.parse("{% do l.append(1) %}", "a.sql").render(Map.of("l", List.of())));

    assertThat(failure).hasMessage("the value is read-only");
  }
}
