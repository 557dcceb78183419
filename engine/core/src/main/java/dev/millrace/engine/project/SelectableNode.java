package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.graph.GraphNode;
import dev.millrace.engine.graph.SelectionTerm.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A node as selection sees it: with what is known of it beside its own record.
 *
 * @param traits by the method that asks for them
 */
record SelectableNode(GraphNode node, Map<Method, Set<String>> traits) implements GraphNode {
  SelectableNode {
    requireNonNull(node, "node");
    traits = Map.copyOf(traits);
  }

  /**
   * All that can be selected in a project.
   *
   * @param states found by {@code state:}, by unique id
   * @param results found by {@code result:}, by unique id
   */
  static List<GraphNode> of(
      Project project, Map<String, Set<String>> states, Map<String, Set<String>> results) {
    List<GraphNode> all = new ArrayList<>();
    for (Node node : project.nodes().values()) {
      all.add(of(node, traits(node, project), states, results));
    }
    for (DataTest test : project.details().dataTests().values()) {
      Map<Method, Set<String>> traits = new LinkedHashMap<>();
      Optional<GenericTest> generic = test.generic();
      traits.put(Method.TEST_TYPE, Set.of("data", generic.isPresent() ? "generic" : "singular"));
      generic.ifPresent(known -> traits.put(Method.TEST_NAME, Set.of(known.name())));
      all.add(of(test.node(), traits, states, results));
    }
    for (UnitTest test : project.unitTests().values()) {
      Map<Method, Set<String>> traits = new LinkedHashMap<>();
      traits.put(Method.TEST_TYPE, Set.of("unit"));
      all.add(of(new UnitTestNode(test, project.node(test.model())), traits, states, results));
    }
    for (ProjectResource resource : project.details().resources().values()) {
      all.add(of(resource, Map.of(), states, results));
    }
    return all;
  }

  private static GraphNode of(
      GraphNode node,
      Map<Method, Set<String>> traits,
      Map<String, Set<String>> states,
      Map<String, Set<String>> results) {
    Map<Method, Set<String>> all = new LinkedHashMap<>(traits);
    all.put(Method.STATE, states.getOrDefault(node.uniqueId(), Set.of()));
    all.put(Method.RESULT, results.getOrDefault(node.uniqueId(), Set.of()));
    if (node.configValues().get("group") instanceof String group) {
      all.put(Method.GROUP, Set.of(group));
    }
    return new SelectableNode(node, all);
  }

  private static Map<Method, Set<String>> traits(Node node, Project project) {
    Map<Method, Set<String>> traits = new LinkedHashMap<>();
    if (node.resourceType() == ResourceType.MODEL) {
      traits.put(Method.ACCESS, Set.of(node.config().text("access").orElse("protected")));
      traits.put(
          Method.VERSION,
          Set.of(
              project
                  .details()
                  .nodes()
                  .getOrDefault(node.uniqueId(), NodeDetails.NONE)
                  .version()
                  .map(SelectableNode::age)
                  .orElse("none")));
    }
    return traits;
  }

  private static String age(ModelVersion version) {
    if (version.isLatest()) {
      return "latest";
    }
    return version.isPrerelease() ? "prerelease" : "old";
  }

  /** A unit test in the graph: it reads its model. */
  private record UnitTestNode(UnitTest test, Node model) implements GraphNode {
    @Override
    public String uniqueId() {
      return test.uniqueId();
    }

    @Override
    public String name() {
      return test.name();
    }

    @Override
    public String resourceTypeName() {
      return "unit_test";
    }

    @Override
    public String packageName() {
      return model.packageName();
    }

    @Override
    public String path() {
      return test.position().file();
    }

    @Override
    public List<String> fqn() {
      List<String> fqn = new ArrayList<>(List.of(model.packageName()));
      String[] folders = test.position().file().split("/", -1);
      for (int i = 1; i < folders.length - 1; i++) {
        fqn.add(folders[i]);
      }
      fqn.add(model.name());
      fqn.add(test.name());
      return fqn;
    }

    @Override
    public List<String> tags() {
      return List.of();
    }

    @Override
    public Map<String, Object> configValues() {
      return Map.of();
    }

    @Override
    public List<String> dependsOn() {
      return List.of(test.model());
    }
  }

  @Override
  public Set<String> traits(Method method) {
    return traits.getOrDefault(method, Set.of());
  }

  @Override
  public String uniqueId() {
    return node.uniqueId();
  }

  @Override
  public String name() {
    return node.name();
  }

  @Override
  public String resourceTypeName() {
    return node.resourceTypeName();
  }

  @Override
  public String packageName() {
    return node.packageName();
  }

  @Override
  public String path() {
    return node.path();
  }

  @Override
  public List<String> fqn() {
    return node.fqn();
  }

  @Override
  public List<String> tags() {
    return node.tags();
  }

  @Override
  public Map<String, Object> configValues() {
    return node.configValues();
  }

  @Override
  public List<String> dependsOn() {
    return node.dependsOn();
  }
}
