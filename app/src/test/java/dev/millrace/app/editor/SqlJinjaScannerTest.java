package dev.millrace.app.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlJinjaScannerTest {
  private static List<String> scan(String text) {
    Tokens tokens = SqlJinjaScanner.scan(text);
    List<String> found = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      found.add(tokens.style(i) + " " + text.substring(tokens.start(i), tokens.end(i)));
    }
    return found;
  }

  @Test
  void sqlIsColoured() {
    assertThat(scan("SELECT sum(a), 'it''s' FROM `t` -- all\nWHERE b > 1.5"))
        .containsExactly(
            "KEYWORD SELECT",
            "FUNCTION sum",
            "STRING 'it''s'",
            "KEYWORD FROM",
            "QUOTED `t`",
            "COMMENT -- all",
            "KEYWORD WHERE",
            "NUMBER 1.5");
  }

  @Test
  void tagsAreColouredAlsoInsideTexts() {
    assertThat(scan("{% if x %}'a {{ var('b') }}'{% endif %}{# no #}"))
        .containsExactly(
            "TAG {%",
            "TAG if",
            "TAG_NAME x",
            "TAG %}",
            "STRING 'a ",
            "TAG {{",
            "TAG_NAME var",
            "TAG_STRING 'b'",
            "TAG }}",
            "STRING '",
            "TAG {%",
            "TAG endif",
            "TAG %}",
            "COMMENT {# no #}");
  }

  @Test
  void whatNobodyHasClosedReachesToTheEnd() {
    for (String text : List.of("'abc", "/* abc", "{{ ref('abc", "{# abc", "`abc", "{%")) {
      Tokens tokens = SqlJinjaScanner.scan(text);
      assertThat(tokens.end(tokens.size() - 1)).as(text).isEqualTo(text.length());
    }
  }

  @Test
  void theStyleOfACharacterIsFound() {
    Tokens tokens = SqlJinjaScanner.scan("a 'b' c");
    assertThat(tokens.styleAt(0)).isEqualTo(TokenStyle.PLAIN);
    assertThat(tokens.styleAt(2)).isEqualTo(TokenStyle.STRING);
    assertThat(tokens.styleAt(4)).isEqualTo(TokenStyle.STRING);
    assertThat(tokens.styleAt(5)).isEqualTo(TokenStyle.PLAIN);
  }
}
