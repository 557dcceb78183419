package dev.millrace.it.local;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands on the class paths of the sidecar and the broker. */
class StagedJarsTest {
  private static final Path HOME =
      Path.of(requireNonNull(System.getProperty("millrace.home"), "millrace.home"));

  @ParameterizedTest
  @ValueSource(strings = {"sidecar", "broker"})
  void noClassIsThereTwice(String process) throws Exception {
    Map<String, List<String>> jarsByClass = new TreeMap<>();
    for (Path jar : jars(process)) {
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        zip.stream()
            .map(entry -> entry.getName())
            .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
            .filter(name -> !name.equals("module-info.class"))
            // The two formats carry the same four classes, built from one source.
            .filter(name -> !name.startsWith("org/apache/flink/formats/common/"))
            .forEach(
                name ->
                    jarsByClass
                        .computeIfAbsent(name, key -> new ArrayList<>())
                        .add(jar.getFileName().toString()));
      }
    }
    assertThat(jarsByClass.values().stream().filter(jars -> jars.size() > 1).distinct()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sidecar", "broker"})
  void thereIsOneLog(String process) throws Exception {
    List<String> providers = new ArrayList<>();
    for (Path jar : jars(process)) {
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        if (zip.getEntry("META-INF/services/org.slf4j.spi.SLF4JServiceProvider") != null
            || zip.getEntry("org/slf4j/impl/StaticLoggerBinder.class") != null) {
          providers.add(jar.getFileName().toString());
        }
      }
    }
    assertThat(providers).singleElement().asString().startsWith("logback-classic");
  }

  @Test
  void thePlannerIsThereOnce() throws Exception {
    assertThat(jars("sidecar"))
        .extracting(jar -> jar.getFileName().toString())
        .noneMatch(name -> name.startsWith("flink-table-planner-loader"))
        .noneMatch(name -> name.startsWith("flink-sql-parser"))
        .noneMatch(name -> name.startsWith("calcite"));
  }

  private static List<Path> jars(String process) throws IOException {
    try (Stream<Path> files = Files.list(HOME.resolve(process))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }
}
