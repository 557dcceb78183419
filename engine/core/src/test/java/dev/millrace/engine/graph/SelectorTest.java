package dev.millrace.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
  private record Fake(
      String uniqueId,
      String resourceTypeName,
      String path,
      List<String> fqn,
      List<String> tags,
      Map<String, Object> configValues,
      List<String> dependsOn)
      implements GraphNode {
    @Override
    public String name() {
      return fqn.getLast();
    }

    @Override
    public String packageName() {
      return fqn.getFirst();
    }
  }

  private static Fake model(String name, String folder, List<String> tags, String... reads) {
    return new Fake(
        "model.shop." + name,
        "model",
        "models/" + folder + "/" + name + ".sql",
        List.of("shop", folder, name),
        tags,
        Map.of("materialized", name.startsWith("stg") ? "view" : "table", "keys", List.of("k1")),
        List.of(reads));
  }

  // raw -> stg_a, stg_b -> mid -> top; stg_b -> side
  private static final List<Fake> NODES =
      List.of(
          new Fake(
              "source.shop.raw.events",
              "source",
              "models/raw.yml",
              List.of("shop", "raw", "events"),
              List.of(),
              Map.of(),
              List.of()),
          model("stg_a", "staging", List.of("daily"), "source.shop.raw.events"),
          model("stg_b", "staging", List.of(), "source.shop.raw.events"),
          model("mid", "marts", List.of("daily", "core"), "model.shop.stg_a", "model.shop.stg_b"),
          model("top", "marts", List.of(), "model.shop.mid"),
          model("side", "marts", List.of(), "model.shop.stg_b"));

  private static String select(List<String> select, List<String> exclude) {
    return String.join(
        " ",
        new Selector("shop", NODES)
            .select(select, exclude).uniqueIds().stream()
                .map(id -> id.substring(id.lastIndexOf('.') + 1))
                .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mid | mid",
        "stg_a stg_b | stg_a stg_b",
        "staging | stg_a stg_b",
        "shop.staging.stg_b | stg_b",
        "stg_* | ''",
        "staging.stg_* | stg_a stg_b",
        "mid+ | mid top",
        "+mid | events stg_a stg_b mid",
        "1+mid | stg_a stg_b mid",
        "stg_b+1 | stg_b mid side",
        "+mid+ | events stg_a stg_b mid top",
        "@stg_a | events stg_a stg_b mid top",
        "tag:daily | stg_a mid",
        "tag:dai* | stg_a mid",
        "tag:daily,marts | mid",
        "path:models/marts | mid top side",
        "models/marts/ | mid top side",
        "models/marts/*.sql | mid top side",
        "top.sql | top",
        "file:side.* | side",
        "package:this,tag:core | mid",
        "config.materialized:view | stg_a stg_b",
        "config.keys:k1,staging | stg_a stg_b",
        "source:raw | events",
        "source:raw.events+1 | events stg_a stg_b",
        "source:shop.raw.* | events",
        "resource_type:source | events",
      })
  void selectionsMeanWhatDbtMeans(String selection, String expected) {
    assertThat(select(List.of(selection), List.of())).isEqualTo(expected);
  }

  @Test
  void nothingSelectedMeansAll() {
    assertThat(select(List.of(), List.of("staging"))).isEqualTo("events mid top side");
  }

  @Test
  void exclusionsAreTakenAwayAtTheEnd() {
    assertThat(select(List.of("+top"), List.of("stg_a", "source:raw"))).isEqualTo("stg_b mid top");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense:x", "selector:none", "@mid+", "config:view", "tag.x:y", "+"})
  void whatIsNoSelectionIsAnError(String selection) {
    assertThatThrownBy(() -> select(List.of(selection), List.of()))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.SELECTION_INVALID));
  }

  @Test
  void aSelectionThatMatchesNothingIsAWarning() {
    Selection selection = new Selector("shop", NODES).select(List.of("nowhere"), List.of());
    assertThat(selection.uniqueIds()).isEmpty();
    assertThat(selection.warnings()).hasSize(1);
  }
}
