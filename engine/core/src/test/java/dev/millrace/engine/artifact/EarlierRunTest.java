package dev.millrace.engine.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierRunTest {
  @TempDir Path folder;

  @Test
  void whatWasChosenIsChosenAgain() throws IOException {
    write(
        "{\"args\":{\"which\":\"run\",\"choose\":[\"totals.revenue=reset\",\"orders=positions\"]},"
            + "\"results\":[{\"status\":\"error\"}]}");

    assertThat(EarlierRun.read(folder).options())
        .containsExactly("--choose", "totals.revenue=reset", "--choose", "orders=positions");
  }

  @Test
  void aCommandThatDeploysNothingKnowsNoChoices() throws IOException {
    write("{\"args\":{\"which\":\"test\",\"choose\":[\"totals=fresh\"]},\"results\":[]}");

    assertThat(EarlierRun.read(folder).options()).isEmpty();
  }

  private void write(String json) throws IOException {
    Files.writeString(folder.resolve("run_results.json"), json);
  }
}
