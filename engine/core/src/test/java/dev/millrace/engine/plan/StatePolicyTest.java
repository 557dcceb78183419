package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.plan.StatePolicy.Decision;
import dev.millrace.engine.plan.StatePolicy.Rule;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.LoadRequest;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.ProjectLoader;
import dev.millrace.engine.state.StateVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What projects say of verdicts, as it stands in their files. */
class StatePolicyTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    write("models/marts/totals.sql", "SELECT 1 AS a");
    write("models/other.sql", "SELECT 1 AS a");
    policy("");
  }

  @Test
  void whoSaysNothingHasNoPolicy() {
    assertThat(of("totals")).isEqualTo(StatePolicy.NONE);
  }

  @Test
  void foldersAndModelsAddToEachOtherAndEachRuleSaysWhereItStands() throws IOException {
    write(
        "dbt_project.yml",
        """
        name: shop
        models:
          +state_policy:
            lost: forbid
            empty: forbid
          shop:
            marts:
              +state_policy: {empty: allow, changed: allow}
        """);
    write(
        "models/marts/_marts.yml",
        """
        models:
          - name: totals
            config:
              state_policy:
                changed: confirm
        """);

    assertThat(of("totals").rules())
        .containsOnly(
            rule(StateVerdict.Kind.LOST, Decision.FORBID, "dbt_project.yml", 4, 5),
            rule(StateVerdict.Kind.EMPTY, Decision.ALLOW, "dbt_project.yml", 8, 23),
            rule(
                StateVerdict.Kind.MEANING_CHANGED,
                Decision.CONFIRM,
                "models/marts/_marts.yml",
                5,
                9));
    assertThat(of("other").rules())
        .containsOnly(
            rule(StateVerdict.Kind.LOST, Decision.FORBID, "dbt_project.yml", 4, 5),
            rule(StateVerdict.Kind.EMPTY, Decision.FORBID, "dbt_project.yml", 5, 5));
  }

  @Test
  void theModelItselfHasTheLastWord() throws IOException {
    policy("lost: forbid, unknown: forbid");
    write("models/marts/totals.sql", "{{ config(state_policy={'lost': 'allow'}) }}\nSELECT 1 AS a");

    assertThat(of("totals").rules())
        .containsOnly(
            rule(StateVerdict.Kind.LOST, Decision.ALLOW, "models/marts/totals.sql", 1, 4),
            rule(StateVerdict.Kind.UNKNOWN, Decision.FORBID, "dbt_project.yml", 3, 33));
  }

  @Test
  void nothingIsNoRule() throws IOException {
    policy("lost: forbid");
    write(
        "models/marts/_marts.yml",
        "models: [{name: totals, config: {state_policy: {lost: null, empty: allow}}}]");

    assertThat(of("totals").rules())
        .contains(rule(StateVerdict.Kind.LOST, Decision.FORBID, "dbt_project.yml", 3, 19));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          losst: forbid          | there is no verdict `losst`                | Did you mean `lost`?
          meaning_changed: allow | there is no verdict `meaning_changed`      | Did you mean `changed`?
          everything: allow      | there is no verdict `everything`           | It may be changed, decide
          lost: forbit           | `lost` cannot be `forbit`                  | Did you mean `forbid`?
          lost: [allow]          | `lost` cannot be `[allow]`                 | allow, confirm or forbid
          lost: true             | `lost` cannot be `true`                    | allow, confirm or forbid
          refused: allow         | what is REFUSED is always blocked          | Take `refused` out
          decide: allow          | somebody must choose                       | `confirm` or `forbid`
          reset: allow           | given up only where that is asked for      | `confirm` or `forbid`
          """)
  void whatIsWrongIsToldWithItsPlace(String policy, String message, String remedy)
      throws IOException {
    policy(policy);

    assertThatThrownBy(() -> of("totals"))
        .isInstanceOfSatisfying(
            MillraceException.class,
            failure -> {
              assertThat(failure.problem().message()).contains("`state_policy`", message);
              assertThat(failure.problem().remedy().orElseThrow()).contains(remedy);
              assertThat(failure.problem().position())
                  .contains(new SourcePosition("dbt_project.yml", 3, 19));
            });
  }

  @Test
  void aPolicyThatIsNoMappingIsToldWithItsPlace() throws IOException {
    write("dbt_project.yml", "name: shop\nmodels:\n  +state_policy: forbid\n");

    assertThatThrownBy(() -> of("totals"))
        .isInstanceOfSatisfying(
            MillraceException.class,
            failure -> {
              assertThat(failure.problem().message())
                  .isEqualTo("The config `state_policy` must be a mapping");
              assertThat(failure.problem().position())
                  .contains(new SourcePosition("dbt_project.yml", 3, 3));
            });
  }

  private static Map.Entry<StateVerdict.Kind, Rule> rule(
      StateVerdict.Kind verdict, Decision decision, String file, int line, int column) {
    return Map.entry(verdict, new Rule(decision, new SourcePosition(file, line, column)));
  }

  private void policy(String rules) throws IOException {
    write("dbt_project.yml", "name: shop\nmodels:\n  +state_policy: {" + rules + "}\n");
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  private StatePolicy of(String model) {
    Node node =
        requireNonNull(
            new ProjectLoader().load(LoadRequest.of(folder)).nodes().get("model.shop." + model));
    return StatePolicy.of(node);
  }
}
