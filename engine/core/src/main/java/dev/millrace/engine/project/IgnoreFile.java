package dev.millrace.engine.project;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;

/** A project's {@code .dbtignore}, in the syntax of {@code .gitignore}. */
final class IgnoreFile {
  private final Path root;
  private final List<Rule> rules = new ArrayList<>();

  private record Rule(PathMatcher matcher, boolean ignores) {}

  IgnoreFile(Path root, String text) {
    this.root = root;
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(this::add);
  }

  private void add(String line) {
    boolean ignores = !line.startsWith("!");
    String pattern = ignores ? line : line.substring(1);
    boolean folder = pattern.endsWith("/");
    String bare = pattern.replaceAll("^/+|/+$", "");
    boolean anchored = pattern.startsWith("/") || bare.contains("/");
    List<String> globs = new ArrayList<>();
    for (String prefix : anchored ? List.of("") : List.of("", "**/")) {
      if (!folder) {
        globs.add(prefix + bare);
      }
      globs.add(prefix + bare + "/**");
    }
    for (String glob : globs) {
      rules.add(new Rule(FileSystems.getDefault().getPathMatcher("glob:" + glob), ignores));
    }
  }

  /** Whether the last rule that matches says so. */
  boolean ignores(Path file) {
    if (rules.isEmpty() || !file.startsWith(root)) {
      return false;
    }
    Path relative = root.relativize(file);
    boolean ignored = false;
    for (Rule rule : rules) {
      if (rule.matcher().matches(relative)) {
        ignored = rule.ignores();
      }
    }
    return ignored;
  }
}
