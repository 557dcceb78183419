package dev.millrace.engine.project.context;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.jinja.Environment;
import dev.millrace.jinja.MacroDefinition;
import dev.millrace.jinja.Template;
import dev.millrace.jinja.TemplateBlocks;
import dev.millrace.jinja.TemplateException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads macro files, the project's and those that come with Millrace. */
public final class MacroReader {
  private static final Map<String, List<String>> BUNDLED =
      Map.of(
          "dbt",
          List.of(
              "names.sql",
              "run.sql",
              "types.sql",
              "functions.sql",
              "series.sql",
              "relations.sql",
              "tests.sql"),
          "dbt_utils",
          List.of("sql.sql", "tests.sql"),
          "dbt_flink",
          List.of("names.sql", "dialects.sql"));

  /** Packages of others that Millrace has its own macros for, where they are not installed. */
  public static final List<String> STAND_INS = List.of("dbt_utils");

  private final Environment environment;
  private final Consumer<Problem> problems;
  private final IdentityHashMap<MacroDefinition, String> texts = new IdentityHashMap<>();

  public MacroReader(Environment environment, Consumer<Problem> problems) {
    this.environment = environment;
    this.problems = problems;
  }

  /**
   * Adds the macros of a file; a faulty one is told and left out.
   *
   * @param path as positions name the file
   */
  public void read(String text, String path, Map<String, MacroDefinition> macros) {
    List<TemplateBlocks.Block> blocks;
    try {
      blocks = TemplateBlocks.scan(text, path);
    } catch (TemplateException e) {
      problems.accept(Faults.of(e));
      return;
    }
    for (TemplateBlocks.Block block : blocks) {
      switch (block.kind()) {
        case MACRO, TEST, MATERIALIZATION -> define(block, macros);
        // Both become nodes or texts, not macros.
        case SNAPSHOT, DOCS -> {}
      }
    }
  }

  /** What stands in the files that were read, from tag to tag, by the macro itself. */
  public Map<MacroDefinition, String> texts() {
    return Collections.unmodifiableMap(texts);
  }

  private void define(TemplateBlocks.Block block, Map<String, MacroDefinition> macros) {
    try {
      Template template =
          environment.parse(
              block.text(),
              block.position().template(),
              block.position().line(),
              block.position().column());
      template
          .macros()
          .forEach(
              (name, macro) -> {
                texts.put(macro, block.text());
                if (macros.put(name, macro) != null) {
                  problems.accept(
                      Problem.error(
                              ProblemCode.DUPLICATE_NAME,
                              "The macro `" + name + "` is defined twice in one package")
                          .at(Faults.position(macro.position()))
                          .remedy("Rename one of the two"));
                }
              });
    } catch (TemplateException e) {
      problems.accept(Faults.of(e));
    }
  }

  /** The macros that come with Millrace for these packages, by package and name. */
  public Map<String, Map<String, MacroDefinition>> bundled(List<String> packageNames) {
    Map<String, Map<String, MacroDefinition>> packages = new LinkedHashMap<>();
    for (String packageName : packageNames) {
      Map<String, MacroDefinition> macros = new LinkedHashMap<>();
      for (String file : BUNDLED.getOrDefault(packageName, List.of())) {
        String path = packageName + "/macros/" + file;
        read(resource(path), path, macros);
      }
      packages.put(packageName, macros);
    }
    return packages;
  }

  private static String resource(String path) {
    try (InputStream stream = MacroReader.class.getResourceAsStream(path)) {
      if (stream == null) {
        throw new IllegalStateException("the installation lacks " + path);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
