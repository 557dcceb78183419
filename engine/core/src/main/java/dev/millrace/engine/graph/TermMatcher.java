package dev.millrace.engine.graph;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Which nodes a term means before it is widened along the graph. */
final class TermMatcher {
  private static final String SOURCE = "source";
  private static final Set<String> ENDS =
      Set.of(SOURCE, "group", "exposure", "metric", "semantic_model", "saved_query");

  private TermMatcher() {}

  static Predicate<GraphNode> of(SelectionTerm term, String projectName) {
    Wildcard wildcard = Wildcard.of(term.value());
    return switch (term.method()) {
      case FQN -> node -> !isEnd(node) && matchesFqn(node, term.value());
      case TAG -> node -> node.tags().stream().anyMatch(wildcard::matches);
      case PATH -> path(term.value());
      case FILE -> node -> matchesFile(node, wildcard);
      case PACKAGE -> {
        Wildcard name = term.value().equals("this") ? Wildcard.of(projectName) : wildcard;
        yield node -> name.matches(node.packageName());
      }
      case CONFIG -> node -> matchesConfig(node.configValues(), term.arguments(), wildcard);
      case SOURCE -> source(term.value());
      case RESOURCE_TYPE -> node -> wildcard.matches(node.resourceTypeName());
      case EXPOSURE, METRIC, SEMANTIC_MODEL, SAVED_QUERY, UNIT_TEST ->
          node ->
              node.resourceTypeName().equals(term.method().dbtName())
                  && (wildcard.matches(node.name())
                      || wildcard.matches(node.packageName() + "." + node.name())
                      || wildcard.matches(String.join(".", node.fqn())));
      case TEST_TYPE, TEST_NAME, GROUP, ACCESS, VERSION, STATE, RESULT ->
          node -> node.traits(term.method()).stream().anyMatch(wildcard::matches);
      // The selector puts in what the name stands for.
      case SELECTOR -> node -> false;
    };
  }

  private static boolean isSource(GraphNode node) {
    return node.resourceTypeName().equals(SOURCE);
  }

  /** What is selected by a method of its own alone. */
  private static boolean isEnd(GraphNode node) {
    return ENDS.contains(node.resourceTypeName());
  }

  private static boolean matchesFqn(GraphNode node, String value) {
    List<String> fqn = node.fqn();
    Set<String> version = node.traits(SelectionTerm.Method.VERSION);
    if (!version.isEmpty() && !version.contains("none") && fqn.size() > 2) {
      List<String> named = fqn.subList(fqn.size() - 2, fqn.size());
      if (value.equals(named.getFirst())
          || value.equals(String.join(".", named))
          || value.equals(String.join("_", named))) {
        return true;
      }
    }
    return fqn.getLast().equals(value)
        || isBelow(fqn, value)
        || isBelow(fqn.subList(1, fqn.size()), value);
  }

  /** Whether the dotted value is a beginning of the name, from its first wildcard on a pattern. */
  private static boolean isBelow(List<String> fqn, String value) {
    List<String> parts = List.of(String.join(".", fqn).split("\\."));
    List<String> wanted = List.of(value.split("\\.", -1));
    if (parts.size() < wanted.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (Wildcard.present(wanted.get(i))) {
        return Wildcard.of(String.join(".", wanted.subList(i, wanted.size())))
            .matches(String.join(".", parts.subList(i, parts.size())));
      }
      if (!wanted.get(i).equals(parts.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static Predicate<GraphNode> path(String value) {
    String pattern = value.replace('\\', '/').replaceAll("^\\./|/+$", "");
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    return node -> {
      for (Path path = Path.of(node.path()); path != null; path = path.getParent()) {
        if (matcher.matches(path)) {
          return true;
        }
      }
      return false;
    };
  }

  private static boolean matchesFile(GraphNode node, Wildcard wildcard) {
    String file = node.path().substring(node.path().lastIndexOf('/') + 1);
    int dot = file.lastIndexOf('.');
    return wildcard.matches(file) || (dot > 0 && wildcard.matches(file.substring(0, dot)));
  }

  private static boolean matchesConfig(
      Map<String, Object> values, List<String> keys, Wildcard wildcard) {
    Object value = values;
    for (String key : keys) {
      if (!(value instanceof Map<?, ?> map)) {
        return false;
      }
      value = map.get(key);
    }
    return switch (value) {
      case null -> false;
      case List<?> list -> list.stream().map(String::valueOf).anyMatch(wildcard::matches);
      case Map<?, ?> map -> map.keySet().stream().map(String::valueOf).anyMatch(wildcard::matches);
      default -> wildcard.matches(String.valueOf(value));
    };
  }

  private static Predicate<GraphNode> source(String value) {
    List<String> parts = List.of(value.split("\\.", -1));
    return node -> {
      if (!isSource(node) || parts.size() > 3) {
        return false;
      }
      List<String> fqn = node.fqn();
      List<String> full = List.of(node.packageName(), fqn.get(fqn.size() - 2), fqn.getLast());
      List<String> seen =
          switch (parts.size()) {
            case 1 -> full.subList(1, 2);
            case 2 -> full.subList(1, 3);
            default -> full;
          };
      for (int i = 0; i < parts.size(); i++) {
        if (!Wildcard.of(parts.get(i)).matches(seen.get(i))) {
          return false;
        }
      }
      return true;
    };
  }
}
