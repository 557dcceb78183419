package dev.millrace.engine.state;

import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.state.StateVerdict.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Positions in a topic of changes, and the last row of each key that {@code ChangelogNormalize}
 * keeps, are one unit: with the positions alone, what was before a change or a deletion is not
 * known, and results stay wrong for ever.
 */
public final class SourceUnits {
  private static final String NORMALIZE = "changelog-normalize";

  /** How formats begin whose records are changes. */
  private static final List<String> FORMATS_OF_CHANGES =
      List.of("debezium-", "canal-", "maxwell-", "ogg-", "changelog-");

  private SourceUnits() {}

  /**
   * The verdicts, with sources refused whose positions would go on without their rows.
   *
   * @param snapshot what was read; empty where nothing could be
   */
  public static Verdicts.Result judge(
      OperatorUids.Assignment assignment,
      Verdicts.Result verdicts,
      Optional<StateSnapshot> snapshot) {
    List<OperatorUids.Assigned> operators = assignment.operators();
    if (operators.stream().noneMatch(each -> each.operator().type().equals(NORMALIZE))) {
      return verdicts;
    }
    Map<OperatorUids.Assigned, StateVerdict> known = new HashMap<>();
    verdicts.ofNodes().forEach(node -> known.put(node.node(), node.verdict()));
    CompiledPlan plan = CompiledPlan.parse(assignment.plan());
    Set<OperatorUids.Assigned> refused = new LinkedHashSet<>();
    for (int i = 0; i < operators.size(); i++) {
      OperatorUids.Assigned normalize = operators.get(i);
      if (normalize.operator().type().equals(NORMALIZE)
          && isWithoutRows(normalize, Optional.ofNullable(known.get(normalize)), snapshot)) {
        for (int source : sourcesOf(plan, i)) {
          if (operators.get(source).previous().isPresent()) {
            refused.add(operators.get(source));
          }
        }
      }
    }
    List<Verdicts.OfNode> judged = new ArrayList<>();
    for (Verdicts.OfNode node : verdicts.ofNodes()) {
      judged.add(
          refused.contains(node.node())
              ? new Verdicts.OfNode(node.node(), refused(node.verdict()))
              : node);
    }
    return new Verdicts.Result(judged, verdicts.ofGone());
  }

  /**
   * The first table that a plan reads as changes of rows, which mean something only to whoever
   * knows the rows; empty when all of its sources only add rows.
   *
   * @param planJson a compiled plan
   */
  public static Optional<String> changes(String planJson) {
    CompiledPlan plan = CompiledPlan.parse(planJson);
    for (int i = 0; i < plan.nodes().size(); i++) {
      CompiledPlan.Node node = plan.nodes().get(i);
      Optional<CompiledPlan.Table> table = node.table().filter(found -> !found.written());
      if (table.isPresent() && (isOfChanges(table.get().options()) || isNormalized(plan, i))) {
        return Optional.of(table.get().identifier().replace("`", ""));
      }
    }
    return Optional.empty();
  }

  /** Whether a table with these options is read as changes of rows. */
  static boolean isOfChanges(Map<String, String> options) {
    return "upsert-kafka".equals(options.get("connector"))
        || Stream.of("format", "value.format")
            .map(option -> options.getOrDefault(option, ""))
            .anyMatch(format -> FORMATS_OF_CHANGES.stream().anyMatch(format::startsWith));
  }

  private static boolean isNormalized(CompiledPlan plan, int source) {
    for (int i = source + 1; i < plan.nodes().size(); i++) {
      if (plan.nodes().get(i).type().equals(NORMALIZE) && sourcesOf(plan, i).contains(source)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWithoutRows(
      OperatorUids.Assigned normalize,
      Optional<StateVerdict> verdict,
      Optional<StateSnapshot> snapshot) {
    boolean given =
        verdict
            .map(StateVerdict::kind)
            .filter(kind -> kind == Kind.LOST || kind == Kind.EMPTY || kind == Kind.RESET)
            .isPresent();
    if (normalize.previous().isEmpty()) {
      // Its rows may be brought over from one that kept other columns.
      return given || verdict.isEmpty();
    }
    // An operator that the state does not know starts empty whatever the plans say.
    boolean absent =
        snapshot.isPresent()
            && snapshot.get().operators().stream()
                .flatMap(operator -> operator.uid().stream())
                .noneMatch(uid -> PlanState.isOf(uid, normalize.operator().uid()));
    return given || absent;
  }

  /** Nodes of Kafka's tables whose rows come to a node through nothing that keeps any. */
  private static Set<Integer> sourcesOf(CompiledPlan plan, int node) {
    Set<Integer> sources = new LinkedHashSet<>();
    for (int input : plan.nodes().get(node).inputs()) {
      CompiledPlan.Node reached = plan.nodes().get(input);
      if (reached.table().filter(table -> KafkaTable.isKafka(table.options())).isPresent()) {
        sources.add(input);
      } else {
        sources.addAll(sourcesOf(plan, input));
      }
    }
    return sources;
  }

  private static StateVerdict refused(StateVerdict verdict) {
    return verdict.refused(
        "its positions would go on while the last row of each key, which ChangelogNormalize keeps,"
            + " is not there: what was before a change or a deletion would not be known, and"
            + " results would stay wrong");
  }
}
