package dev.millrace.engine.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.graph.IndirectSelection;
import dev.millrace.engine.graph.Selector;
import dev.millrace.engine.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Selection among all that a project holds, with what dbt answers for the same project. */
class SelectionTest {
  @TempDir private Path folder;
  private ProjectFolder project;

  @BeforeEach
  void startWithTestsAndAnExposure() {
    project =
        new ProjectFolder(folder)
            .file("models/a.sql", "select 1 as n")
            .file("models/b.sql", "select n from {{ ref('a') }}")
            .file("models/c_v1.sql", "select n from {{ ref('b') }}")
            .file("models/c_v2.sql", "select n from {{ ref('b') }}")
            .file("tests/same.sql", "select 1 from {{ ref('a') }} join {{ ref('b') }} using (n)")
            .file(
                "models/all.yml",
                """
                groups: [{name: g, owner: {name: o}}]
                models:
                  - name: a
                    access: public
                    columns: [{name: n, data_tests: [unique]}]
                  - name: b
                    config: {group: g}
                    columns: [{name: n, data_tests: [not_null]}]
                  - name: c
                    latest_version: 1
                    versions: [{v: 1}, {v: 2}]
                exposures:
                  - {name: report, type: dashboard, owner: {name: o}, depends_on: [ref('c')]}
                unit_tests:
                  - {name: sums, model: b, given: [{input: ref('a'), rows: []}], expect: {rows: []}}
                """);
  }

  private String selected(String selection, IndirectSelection indirect) {
    Project loaded = project.load();
    Set<String> ids =
        new Selector(
                "shop",
                loaded.selectable(Map.of(), Map.of()),
                loaded.details().selectors().byName(),
                indirect)
            .select(List.of(selection), List.of())
            .uniqueIds();
    return ids.stream()
        .map(id -> id.replaceFirst("^(\\w+)\\.shop\\.", "$1:").replaceFirst("\\.\\w{10}$", ""))
        .sorted()
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a | EAGER | model:a test:same test:unique_a_n",
        "a | CAUTIOUS | model:a test:unique_a_n",
        "a | EMPTY | model:a",
        "b | CAUTIOUS | model:b test:not_null_b_n unit_test:b.sums",
        "b | BUILDABLE | model:b test:not_null_b_n test:same unit_test:b.sums",
        "a b | CAUTIOUS | model:a model:b test:not_null_b_n test:same test:unique_a_n"
            + " unit_test:b.sums",
        "c | EMPTY | model:c.v1 model:c.v2",
        "c.v2 | EMPTY | model:c.v2",
        "c_v2 | EMPTY | model:c.v2",
        "version:latest | EMPTY | model:c.v1",
        "version:prerelease | EMPTY | model:c.v2",
        "access:public | EMPTY | model:a",
        "group:g | EMPTY | model:b",
        "test_type:singular | EMPTY | test:same",
        "test_type:unit | EMPTY | unit_test:b.sums",
        "test_name:unique | EMPTY | test:unique_a_n",
        "1+exposure:report | EMPTY | exposure:report model:c.v1",
        "unit_test:sums | EMPTY | unit_test:b.sums",
        "b+,resource_type:model | EMPTY | model:b model:c.v1 model:c.v2",
      })
  void selectionsMeanWhatDbtMeans(String selection, IndirectSelection indirect, String expected) {
    assertThat(selected(selection, indirect)).isEqualTo(expected);
  }

  @Test
  void aNamedSelectorSaysItselfWhichTestsComeAlong() {
    project.file(
        "selectors.yml",
        """
        selectors:
          - name: core
            default: true
            definition:
              union:
                - {method: fqn, value: b, parents: true, indirect_selection: empty}
                - exclude: [{method: access, value: public}]
        """);
    // The unit test's own name begins with that of its model; the data test came along only.
    assertThat(selected("selector:core", IndirectSelection.EAGER))
        .isEqualTo("model:b unit_test:b.sums");
    assertThat(project.load().details().selectors().byDefault()).contains("core");
  }

  @Test
  void aFaultySelectorIsToldAtItsPlace() {
    project.file(
        "selectors.yml",
        "selectors:\n  - name: bad\n    definition: ‸{method: nonsense, value: x}\n");
    Problem problem = ProjectFolder.onlyError(project.load().problems());
    assertThat(problem.position()).contains(project.caret("selectors.yml"));
  }
}
