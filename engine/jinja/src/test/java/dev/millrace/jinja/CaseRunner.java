package dev.millrace.jinja;

import dev.millrace.jinja.modules.JsonReader;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Renders the templates of case files and compares them with what Jinja2 answers.
 *
 * <p>A case file is a JSON list of {@code {cat, tpl, ok, out}}: the template, whether it renders,
 * and the text it gives.
 */
public final class CaseRunner {
  // The set-up that produced the answers knows dbt's test tag alone.
  private static final Environment ENVIRONMENT =
      Environment.builder().blockTags(EnumSet.of(BlockTag.TEST)).build();

  private CaseRunner() {}

  /**
   * One template and the answer that is wanted.
   *
   * @param succeeds whether it renders
   * @param output the text; when it does not render, the name of Python's error
   */
  record Case(String category, String template, boolean succeeds, String output) {}

  /** The cases of a JSON text. */
  static List<Case> read(String json) {
    List<Case> cases = new ArrayList<>();
    if (JsonReader.read(json) instanceof List<?> entries) {
      for (Object entry : entries) {
        if (entry instanceof Map<?, ?> fields) {
          cases.add(
              new Case(
                  text(fields, "cat"),
                  text(fields, "tpl"),
                  Boolean.TRUE.equals(fields.get("ok")),
                  text(fields, "out")));
        }
      }
    }
    return cases;
  }

  private static String text(Map<?, ?> fields, String name) {
    return Python.str(Values.of(fields.get(name)));
  }

  /** What differs, as a sentence; empty when the engine agrees with Jinja2. */
  static Optional<String> difference(Case wanted) {
    String actual;
    boolean succeeds = true;
    try {
      Template template = ENVIRONMENT.parse(wanted.template(), "case");
      actual = template.render(CaseContext.create(ENVIRONMENT)).text();
    } catch (ReturnOutsideMacroException returned) {
      actual = "RETURN:" + Python.str(returned.value());
    } catch (TemplateException failure) {
      succeeds = false;
      actual = failure.describe();
    }
    boolean agrees =
        succeeds == wanted.succeeds()
            && (!succeeds || withoutAddresses(actual).equals(withoutAddresses(wanted.output())));
    return agrees
        ? Optional.empty()
        : Optional.of(
            wanted.category()
                + ": "
                + Python.repr(wanted.template())
                + "\n  wanted "
                + (wanted.succeeds() ? "" : "error ")
                + Python.repr(wanted.output())
                + "\n  got    "
                + (succeeds ? "" : "error ")
                + Python.repr(actual));
  }

  // Python prints memory addresses; no two runs agree on them.
  private static String withoutAddresses(String text) {
    return text.replaceAll("0x[0-9a-f]{6,}", "0x0");
  }

  /** Runs files given by path; prints each difference and a last line of JSON with the counts. */
  public static void main(String[] files) throws IOException {
    int passed = 0;
    int total = 0;
    for (String file : files) {
      for (Case each : read(Files.readString(Path.of(file)))) {
        total++;
        Optional<String> difference = difference(each);
        if (difference.isEmpty()) {
          passed++;
        }
        difference.ifPresent(System.out::println);
      }
    }
    System.out.println("{\"passed\":" + passed + ",\"total\":" + total + "}");
    if (passed < total) {
      System.exit(1);
    }
  }
}
