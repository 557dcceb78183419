package dev.millrace.engine.project;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a project holds beside the nodes that become relations.
 *
 * @param dataTests by unique id
 * @param operations hooks of the project files by unique id
 * @param nodes details of nodes and data tests by unique id
 * @param disabled unique ids of what is switched off
 * @param disabledNodes models, seeds, sources and the like among them, by unique id
 * @param resources exposures, groups and the semantic layer by unique id
 * @param docs docs blocks by unique id
 * @param selectors of {@code selectors.yml}
 */
public record ProjectDetails(
    Map<String, DataTest> dataTests,
    Map<String, Node> operations,
    Map<String, NodeDetails> nodes,
    List<String> disabled,
    Map<String, Node> disabledNodes,
    Map<String, ProjectResource> resources,
    Map<String, DocBlock> docs,
    Selectors selectors) {
  /** Of a project made in memory. */
  public static final ProjectDetails NONE =
      new ProjectDetails(
          Map.of(), Map.of(), Map.of(), List.of(), Map.of(), Map.of(), Map.of(), Selectors.NONE);

  public ProjectDetails {
    dataTests = Collections.unmodifiableMap(new LinkedHashMap<>(dataTests));
    operations = Collections.unmodifiableMap(new LinkedHashMap<>(operations));
    nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    disabled = List.copyOf(disabled);
    disabledNodes = Collections.unmodifiableMap(new LinkedHashMap<>(disabledNodes));
    resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
    docs = Collections.unmodifiableMap(new LinkedHashMap<>(docs));
  }
}
