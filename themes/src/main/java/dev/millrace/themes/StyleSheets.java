package dev.millrace.themes;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** Style sheets of the workbench, one a feature; they use AtlantaFX's colour tokens only. */
final class StyleSheets {
  private static final List<String> NAMES =
      List.of("base", "dock", "shell", "dag", "editor", "results", "notebook", "deploy", "metrics");

  private StyleSheets() {}

  /** URLs in the order they apply. */
  static List<String> all() {
    return NAMES.stream()
        .map(name -> name + ".css")
        .map(file -> requireNonNull(StyleSheets.class.getResource(file), file).toExternalForm())
        .toList();
  }
}
