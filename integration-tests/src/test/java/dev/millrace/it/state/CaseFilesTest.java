package dev.millrace.it.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseFilesTest {
  private static final String CASE =
      """
      name: one
      sources:
        - name: orders
          columns: {id: BIGINT, customer: STRING}
          batches: [[[1, ann]], [[2, bob]]]
      before: SELECT id FROM orders
      after: SELECT customer FROM {{ ref('orders') }}
      """;

  private static final String FAMILY =
      """
      name: some
      sources:
        - name: orders
          columns: {id: BIGINT, customer: STRING}
          batches: [[[1, ann]], [[2, bob]]]
      query: SELECT {column} AS {alias} FROM orders
      slots: {column: [id, customer, id + 1], alias: [a, b]}
      """;

  @TempDir Path folder;

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void aFileHoldsACaseOrAList() throws IOException {
    write("a.yml", CASE);
    write("b.yaml", "- " + CASE.replace("name: one", "name: two").indent(2).strip());

    assertThat(CaseFiles.in(folder)).extracting(StateCase::name).containsExactly("one", "two");
  }

  @Test
  void aWrongKeyIsToldWithItsPlace() throws IOException {
    write("a.yml", CASE.replace("after:", "afterwards:"));

    assertThatThrownBy(() -> CaseFiles.in(folder))
        .hasMessage(folder.resolve("a.yml") + ":7: A case has no key `afterwards`.");
  }

  @Test
  void aRowOfAnotherWidthIsToldWithItsPlace() throws IOException {
    write("a.yml", CASE.replace("[2, bob]", "[2]"));

    assertThatThrownBy(() -> CaseFiles.in(folder))
        .hasMessageEndingWith("a.yml:5: This row has 1 values, and there are 2 columns.");
  }

  @Test
  void whatIsChosenIsToldByModelAndColumn() throws IOException {
    write("a.yml", CASE + "policy: {choose: {id: b, other.amount: a}}\n");

    assertThat(CaseFiles.in(folder).getFirst().choices())
        .isEqualTo(Map.of("result.id", "b", "other.amount", "a"));
    assertThat(CaseFiles.in(folder).getFirst().policy()).isEmpty();
  }

  @Test
  void whatIsChosenForTheWholeStateIsAWay() throws IOException {
    write("a.yml", CASE + "policy: {way: drain}\n");
    StateCase read = CaseFiles.in(folder).getFirst();
    assertThat(read.way()).contains("drain");
    assertThat(read.policy()).isEmpty();
    assertThat(read.isChosen()).isTrue();

    write("a.yml", CASE + "policy: {way: drained}\n");
    assertThatThrownBy(() -> CaseFiles.in(folder))
        .hasMessageEndingWith("A way is one of drain, positions, fresh, not `drained`.");
  }

  @Test
  void whatTheProjectSaysOfVerdictsIsAConfigOfTheChangedModels() throws IOException {
    write("a.yml", CASE + "policy: {state_policy: {lost: allow}, choose: {id: reset}}\n");

    StateCase read = CaseFiles.in(folder).getFirst();
    assertThat(read.settingsAfter()).containsEntry("state_policy", Map.of("lost", "allow"));
    assertThat(read.settingsBefore()).isEmpty();
    assertThat(read.policy()).isEmpty();
    assertThat(read.choices()).hasSize(1);
  }

  @Test
  void anOptionOfFlinkMayStandAmongTheSettings() throws IOException {
    write(
        "a.yml",
        CASE
            + "settings_before: {table.exec.state.ttl: 1 d, parallelism: 2}\n"
            + "settings_after: {table.exec.state.ttl: 1 d, flink_options: {pipeline.name: x}}\n");

    StateCase read = CaseFiles.in(folder).getFirst();
    assertThat(read.settingsBefore())
        .isEqualTo(
            Map.of("flink_options", Map.of("table.exec.state.ttl", "1 d"), "parallelism", "2"));
    assertThat(read.settingsAfter())
        .isEqualTo(
            Map.of("flink_options", Map.of("table.exec.state.ttl", "1 d", "pipeline.name", "x")));
  }

  @Test
  void aFunctionKeepsItsCodeWhereNoOtherIsGiven() throws IOException {
    write(
        "a.yml",
        CASE
            + "functions: [{name: f, java: 'public class F {}'},"
            + " {name: g, java: 'public class G {}', java_after: 'public final class G { }'}]\n");

    assertThat(CaseFiles.in(folder).getFirst().functions())
        .containsExactly(
            new StateCase.Function("f", "public class F {}", "public class F {}"),
            new StateCase.Function("g", "public class G {}", "public final class G { }"));
  }

  @Test
  void aFunctionIsAPublicClassOfOneName() throws IOException {
    write("a.yml", CASE + "functions: [{name: f, java: 'class F {}'}]\n");
    assertThatThrownBy(() -> CaseFiles.in(folder))
        .hasMessageEndingWith("a.yml:8: There is no `public class` in this text.");

    write(
        "a.yml",
        CASE
            + "functions: [{name: f, java: 'public class F {}', java_after: 'public class G"
            + " {}'}]\n");
    assertThatThrownBy(() -> CaseFiles.in(folder))
        .hasMessageEndingWith("a.yml:8: The class has another name after the change.");
  }

  @Test
  void aNameIsThereOnce() throws IOException {
    write("a.yml", CASE);
    write("b.yml", CASE);

    assertThatThrownBy(() -> CaseFiles.in(folder))
        .hasMessageEndingWith("There are two cases with the name `one`.");
  }

  @Test
  void aFamilyMakesTheSameChangesForTheSameSeed() throws IOException {
    write("a.yml", FAMILY);

    List<StateCase> some = QueryFamily.mutations(CaseFiles.families(folder), 20, 7);

    assertThat(some).hasSize(20).doesNotHaveDuplicates();
    assertThat(some)
        .allSatisfy(
            each -> {
              assertThat(each.before()).isNotEqualTo(each.after());
              assertThat(each.before().values().toString()).doesNotContain("{").contains("SELECT");
            });
    assertThat(QueryFamily.mutations(CaseFiles.families(folder), 20, 7)).isEqualTo(some);
    assertThat(QueryFamily.mutations(CaseFiles.families(folder), 20, 8)).isNotEqualTo(some);
  }

  @Test
  void aSlotWithoutAPlaceIsTold() throws IOException {
    write("a.yml", FAMILY.replace("{column}", "id"));

    assertThatThrownBy(() -> CaseFiles.families(folder))
        .hasMessage(folder.resolve("a.yml") + ":1: The query has no place for `column`.");
  }
}
