package dev.millrace.benchmark.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FuzzTest {
  @Test
  void generatedTemplatesNeitherCrashNorHangNorLeak() {
    Fuzz fuzz = new Fuzz(20_261_120);
    List<Fuzz.Finding> findings = new ArrayList<>();

    for (int i = 0; i < 10_000; i++) {
      fuzz.next().ifPresent(findings::add);
    }

    assertThat(findings).isEmpty();
    assertThat(fuzz.rendered()).as("templates that gave text").isGreaterThan(500);
  }
}
