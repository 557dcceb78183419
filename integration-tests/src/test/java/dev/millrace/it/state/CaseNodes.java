package dev.millrace.it.state;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** What stands in a file of YAML; what is not as wanted is told with its line. */
record CaseNodes(Path file) {
  Node required(Map<String, Node> fields, Node node, String key) {
    Node value = fields.get(key);
    if (value == null) {
      throw wrong(node, "`" + key + "` is missing");
    }
    return value;
  }

  /** Fields in their order; all are allowed when none are named. */
  Map<String, Node> fields(Node node, String what, Set<String> allowed) {
    if (!(node instanceof MappingNode mapping)) {
      throw wrong(node, what + " must be a mapping");
    }
    Map<String, Node> fields = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = text(tuple.getKeyNode());
      if (!allowed.isEmpty() && !allowed.contains(key)) {
        throw wrong(tuple.getKeyNode(), what + " has no key `" + key + "`");
      }
      fields.put(key, tuple.getValueNode());
    }
    return fields;
  }

  List<Node> list(Node node) {
    if (!(node instanceof SequenceNode sequence)) {
      throw wrong(node, "This must be a list");
    }
    return sequence.getValue();
  }

  String text(Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      throw wrong(node, "This must be a text");
    }
    return scalar.getValue();
  }

  /** A value of a row as JSON has it. */
  @Nullable Object value(Node node) {
    return switch (node) {
      case ScalarNode scalar ->
          switch (scalar.getTag().getValue()) {
            case "tag:yaml.org,2002:null" -> null;
            case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float" ->
                new java.math.BigDecimal(scalar.getValue());
            case "tag:yaml.org,2002:bool" -> Boolean.valueOf(scalar.getValue());
            default -> scalar.getValue();
          };
      case SequenceNode sequence -> {
        List<@Nullable Object> values = new ArrayList<>();
        sequence.getValue().forEach(each -> values.add(value(each)));
        yield values;
      }
      default -> {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        fields(node, "A value", Set.of()).forEach((key, each) -> values.put(key, value(each)));
        yield values;
      }
    };
  }

  String place(Node node) {
    return file + ":" + (node.getStartMark().getLine() + 1);
  }

  CaseFiles.WrongCaseException wrong(Node node, String sentence) {
    return new CaseFiles.WrongCaseException(place(node) + ": " + sentence + ".");
  }
}
