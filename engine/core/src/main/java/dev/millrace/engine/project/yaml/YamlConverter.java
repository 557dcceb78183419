package dev.millrace.engine.project.yaml;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.yaml.YamlValue.Entry;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import dev.millrace.engine.project.yaml.YamlValue.YamlScalar;
import dev.millrace.engine.project.yaml.YamlValue.YamlSequence;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns one composed document into values: aliases shared, merges carried out. */
final class YamlConverter {
  private static final long MAX_UNFOLDED = 2_000_000;
  private static final Set<Tag> TAGS =
      Set.of(
          Tag.NULL,
          Tag.BOOL,
          Tag.INT,
          Tag.FLOAT,
          Tag.STR,
          Tag.TIMESTAMP,
          Tag.SEQ,
          Tag.MAP,
          Tag.MERGE);

  private static final long MAX_MERGED = 500_000;

  private final String path;
  private long merges;
  private final List<Problem> problems = new ArrayList<>();
  private final IdentityHashMap<Node, Converted> done = new IdentityHashMap<>();
  private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();

  /** A value and how many values it unfolds to when its aliases are followed. */
  private record Converted(YamlValue value, long size) {}

  YamlConverter(String path) {
    this.path = path;
  }

  List<Problem> problems() {
    return problems;
  }

  YamlValue convert(Node node) {
    return converted(node).value();
  }

  private Converted converted(Node node) {
    Converted before = done.get(node);
    if (before != null) {
      return before;
    }
    if (!TAGS.contains(node.getTag())) {
      throw refusal(
          node,
          "The tag `"
              + node.getTag().getValue().replace("tag:yaml.org,2002:", "!!")
              + "` is not allowed",
          "Write the value without a tag");
    }
    if (open.put(node, true) != null) {
      throw refusal(node, "This value contains itself by an alias", "Write it out instead");
    }
    Converted converted =
        switch (node) {
          case ScalarNode scalar -> new Converted(scalar(scalar), 1);
          case SequenceNode sequence -> sequence(sequence);
          case MappingNode mapping -> mapping(mapping);
          default -> throw refusal(node, "This alias leads nowhere", "Define its anchor before it");
        };
    open.remove(node);
    if (converted.size() > MAX_UNFOLDED) {
      throw refusal(
          node,
          "The aliases here unfold to more than " + MAX_UNFOLDED + " values",
          "Use fewer aliases of aliases");
    }
    done.put(node, converted);
    return converted;
  }

  private YamlScalar scalar(ScalarNode node) {
    SourcePosition position = position(node);
    Object value;
    try {
      value =
          node.getScalarStyle() == ScalarStyle.PLAIN || !node.getTag().equals(Tag.STR)
              ? YamlScalars.value(node.getTag(), node.getValue())
              : node.getValue();
    } catch (NumberFormatException e) {
      throw refusal(node, "This is no number", "Write it in digits, or put it into quotes");
    }
    return new YamlScalar(position, value, node.getValue(), textPosition(node, position));
  }

  private SourcePosition textPosition(ScalarNode node, SourcePosition position) {
    return switch (node.getScalarStyle()) {
      case SINGLE_QUOTED, DOUBLE_QUOTED ->
          new SourcePosition(path, position.line(), position.column() + 1);
      // The text of a block begins on the next line; how far it is indented is not told.
      case LITERAL, FOLDED -> new SourcePosition(path, position.line() + 1, 1);
      case PLAIN, JSON_SCALAR_STYLE -> position;
    };
  }

  private Converted sequence(SequenceNode node) {
    List<YamlValue> elements = new ArrayList<>(node.getValue().size());
    long size = 1;
    for (Node element : node.getValue()) {
      Converted converted = converted(element);
      elements.add(converted.value());
      size += converted.size();
    }
    return new Converted(new YamlSequence(position(node), elements), size);
  }

  private Converted mapping(MappingNode node) {
    Map<String, Entry> own = new LinkedHashMap<>();
    Map<String, Entry> merged = new LinkedHashMap<>();
    long size = 1;
    for (NodeTuple tuple : node.getValue()) {
      Node key = tuple.getKeyNode();
      Converted value = converted(tuple.getValueNode());
      size += value.size();
      if (key.getTag().equals(Tag.MERGE)) {
        merge(value.value(), tuple.getValueNode(), merged);
        continue;
      }
      String name = key(key);
      if (own.containsKey(name)) {
        problems.add(
            Problem.warning(
                    ProblemCode.YAML_INVALID,
                    "The key `" + name + "` stands twice; the last one counts")
                .at(position(key))
                .remedy("Take one of them out"));
      }
      own.put(name, new Entry(position(key), value.value()));
    }
    merged.forEach(own::putIfAbsent);
    return new Converted(new YamlMapping(position(node), own), size);
  }

  private void merge(YamlValue value, Node node, Map<String, Entry> merged) {
    switch (value) {
      case YamlMapping mapping -> {
        // What a chain of merges adds up to is no file's size, but every mapping holds it.
        merges += mapping.entries().size();
        if (merges > MAX_MERGED) {
          throw refusal(
              node,
              "The merges of this file add up to more than " + MAX_MERGED + " keys",
              "Merge fewer and smaller mappings");
        }
        mapping.entries().forEach(merged::putIfAbsent);
      }
      case YamlSequence sequence ->
          sequence.elements().forEach(element -> merge(element, node, merged));
      case YamlScalar scalar ->
          throw refusal(node, "Only mappings can be merged with `<<`", "Name a mapping's anchor");
    }
  }

  private String key(Node key) {
    if (key instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    if (key instanceof MappingNode) {
      throw refusal(
          key, "A value that begins with {{ must stand in quotes", "Write it as \"{{ ... }}\"");
    }
    throw refusal(key, "A list cannot be a key", "Use a text as the key");
  }

  private YamlRefusal refusal(Node node, String message, String remedy) {
    return new YamlRefusal(
        Problem.error(ProblemCode.YAML_INVALID, message).at(position(node)).remedy(remedy));
  }

  private SourcePosition position(Node node) {
    return YamlReader.position(node.getStartMark(), path);
  }
}
