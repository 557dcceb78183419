package dev.millrace.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.connect.RelationName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecentSpecsTest {
  private final RecentSpecs specs = new RecentSpecs();
  private final List<Long> read = new ArrayList<>();

  @Test
  void whatWasReadIsNotReadAgain() {
    StoredSpec first = specs.of(7, this::read);
    assertThat(specs.of(7, this::read)).isSameAs(first);
    assertThat(read).containsExactly(7L);
  }

  @Test
  void whatNobodyHasAskedForSinceManyOthersIsReadAgain() {
    StoredSpec unused = specs.of(1, this::read);
    LongStream.rangeClosed(2, 100).forEach(number -> specs.of(number, this::read));
    read.clear();
    assertThat(specs.of(100, this::read).number()).isEqualTo(100);
    assertThat(read).isEmpty();
    assertThat(specs.of(1, this::read).number()).isEqualTo(1);
    assertThat(read).containsExactly(1L);
  }

  private StoredSpec read(long number) {
    read.add(number);
    JobOutput output =
        new JobOutput(
            "model.shop.totals",
            "models/totals.sql",
            new RelationName("c", "d", "totals"),
            "SELECT 1",
            "INSERT INTO totals SELECT 1",
            List.of(),
            List.of(),
            ChangelogKind.INSERT_ONLY);
    JobSpec spec =
        new JobSpec(
            "totals",
            List.of(output),
            List.of(),
            "{}",
            "1-0",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    return new StoredSpec(
        number, "totals-1", spec, Optional.empty(), Optional.empty(), "test", Instant.EPOCH);
  }
}
