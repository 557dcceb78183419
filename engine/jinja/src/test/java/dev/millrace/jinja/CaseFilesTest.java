package dev.millrace.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaseFilesTest {
  private static List<CaseRunner.Case> cases(String resource) throws IOException {
    try (InputStream stream = CaseFilesTest.class.getResourceAsStream("/" + resource)) {
      if (stream == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      return CaseRunner.read(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static List<String> differences(List<CaseRunner.Case> cases) {
    return cases.stream().map(CaseRunner::difference).flatMap(Optional::stream).toList();
  }

  @Test
  void answersAsJinjaDoesInDbtsSetUp() throws IOException {
    List<CaseRunner.Case> cases = cases("jinja-cases.json");

    assertThat(cases).hasSize(425);
    assertThat(differences(cases)).isEmpty();
  }

  @Test
  void answersAsJinjaDoesWhereGeneratedTemplatesFoundDifferences() throws IOException {
    List<CaseRunner.Case> cases = cases("jinja-cases-found.json");

    assertThat(cases).hasSizeGreaterThan(60);
    assertThat(differences(cases)).isEmpty();
  }

  @Test
  void answersAsJinjaDoesOnTheGapsOfOtherEngines() throws IOException {
    List<CaseRunner.Case> cases = cases("jinja-cases-more.json");

    assertThat(cases).hasSizeGreaterThan(350);
    assertThat(differences(cases)).isEmpty();
  }
}
