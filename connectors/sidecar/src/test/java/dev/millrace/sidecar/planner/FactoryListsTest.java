package dev.millrace.sidecar.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.flink.table.factories.Factory;
import org.junit.jupiter.api.Test;

class FactoryListsTest {
  private static final String FACTORIES = "META-INF/services/" + Factory.class.getName();

  @Test
  void findsTheFactoriesThatFlinkWouldFind() {
    assertThat(factories(FactoryLists.LOADER))
        .containsExactlyElementsOf(factories(getClass().getClassLoader()))
        .hasSizeGreaterThan(5);
  }

  @Test
  void readsTheListsOfAllJarsAsOne() throws Exception {
    List<URL> lists = Collections.list(FactoryLists.LOADER.getResources(FACTORIES));

    assertThat(lists).hasSize(1);
    assertThat(Collections.list(getClass().getClassLoader().getResources(FACTORIES)))
        .hasSizeGreaterThan(1);
    try (var in = lists.get(0).openStream()) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .contains("DefaultPlannerFactory");
    }
  }

  @Test
  void hasNoListOfWhatNobodyOffers() throws Exception {
    assertThat(FactoryLists.LOADER.getResources("META-INF/services/of.nobody").hasMoreElements())
        .isFalse();
  }

  @Test
  void anythingElseIsAsItWas() throws Exception {
    String manifest = "META-INF/MANIFEST.MF";

    assertThat(Collections.list(FactoryLists.LOADER.getResources(manifest)))
        .isEqualTo(Collections.list(getClass().getClassLoader().getResources(manifest)));
  }

  private static List<String> factories(ClassLoader loader) {
    return ServiceLoader.load(Factory.class, loader).stream()
        .map(provider -> provider.type().getName())
        .toList();
  }
}
