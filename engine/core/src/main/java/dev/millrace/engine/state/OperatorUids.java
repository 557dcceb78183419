package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Gives the operators of a compiled plan UIDs of our own, so that state finds the operator that
 * means the same and no other.
 *
 * <p>An operator that means what one of the deployed plan meant keeps that one's UID, whatever it
 * is. A new one gets {@code <deployment>/<type>.<meaning>/<transformation>}, with the model's name
 * after the deployment where a job fills several tables. Where several operators mean the same, the
 * rows that reach them tell them apart; where even that does not, no state is handed over rather
 * than to the wrong one.
 */
public final class OperatorUids {
  static final String UID_FORMAT = "table.exec.uid.format";

  /** Where a process table function has its UID, which Flink prefers to any format. */
  static final String OWN_UID = "uid";

  /** Sources that are one operator: their UID is whole, since the suffix differs per connector. */
  private static final Set<String> SINGLE_OPERATOR_SOURCES =
      Set.of("kafka", "upsert-kafka", "datagen", "faker", "filesystem", "mute");

  private OperatorUids() {}

  /**
   * A plan with UIDs.
   *
   * @param plan Flink's plan JSON, {@code table.exec.uid.format} set on every node
   * @param operators one per node, in the plan's order, with the operator it goes on from
   * @param withoutOwner operators of the previous plan that keep state and that none goes on from
   */
  public record Assignment(String plan, List<Assigned> operators, List<OperatorUid> withoutOwner) {
    public Assignment {
      requireNonNull(plan, "plan");
      operators = List.copyOf(operators);
      withoutOwner = List.copyOf(withoutOwner);
    }

    /** The operators to keep with the deployment. */
    public List<OperatorUid> uids() {
      return operators.stream().map(Assigned::operator).toList();
    }
  }

  /**
   * An operator and the one of the previous plan that it goes on from.
   *
   * @param sameInputs whether the same rows reach it as before
   */
  public record Assigned(OperatorUid operator, Optional<OperatorUid> previous, boolean sameInputs) {
    public Assigned {
      requireNonNull(operator, "operator");
      requireNonNull(previous, "previous");
    }

    /** With inputs that are compared as they stand. */
    public Assigned(OperatorUid operator, Optional<OperatorUid> previous) {
      this(
          operator,
          previous,
          previous.map(old -> old.inputs().equals(operator.inputs())).orElse(false));
    }
  }

  /** Sets the UIDs of a plan that was compiled without options. */
  public static Assignment assign(
      String planJson,
      String deployment,
      Map<String, String> filledBy,
      List<OperatorUid> previous) {
    return assign(planJson, deployment, filledBy, previous, Map.of());
  }

  /**
   * Sets the UIDs of a plan.
   *
   * @param planJson a compiled plan
   * @param deployment the deployment's key
   * @param filledBy unique ids of the models by the full name of the table each fills
   * @param previous the operators of the plan that is deployed; empty for a first deployment
   * @param plannerOptions Flink options it was compiled with
   */
  public static Assignment assign(
      String planJson,
      String deployment,
      Map<String, String> filledBy,
      List<OperatorUid> previous,
      Map<String, String> plannerOptions) {
    return assign(planJson, deployment, filledBy, previous, List.of(), plannerOptions);
  }

  /**
   * The same where sources may have gained or lost topics.
   *
   * @param read tables that the deployed plan reads
   */
  public static Assignment assign(
      String planJson,
      String deployment,
      Map<String, String> filledBy,
      List<OperatorUid> previous,
      List<CompiledPlan.Table> read) {
    return assign(planJson, deployment, filledBy, previous, read, Map.of());
  }

  /**
   * The same with both.
   *
   * @param read tables that the deployed plan reads
   * @param plannerOptions Flink options the plan was compiled with
   */
  public static Assignment assign(
      String planJson,
      String deployment,
      Map<String, String> filledBy,
      List<OperatorUid> previous,
      List<CompiledPlan.Table> read,
      Map<String, String> plannerOptions) {
    CompiledPlan plan = CompiledPlan.parse(planJson);
    SessionOptions.mark(plan, plannerOptions);
    List<List<String>> owners = owners(plan, filledBy);
    List<OperatorUid> wanted = operators(plan, Fingerprints.of(plan), owners);
    TopicHeirs heirs = TopicHeirs.of(plan, read);
    // Its identity is stored as it is: the next plan compares with what is read by then.
    List<OperatorUid> alike =
        heirs.standsFor().isEmpty()
            ? wanted
            : operators(plan, Fingerprints.of(plan, heirs.standsFor()), owners);
    List<@Nullable OperatorUid> matches = match(alike, previous);
    boolean shared = filledBy.size() > 1;
    List<Assigned> assigned =
        name(
            plan,
            wanted,
            heirs.readsLess() ? wanted : alike,
            matches,
            previous,
            deployment,
            shared);
    List<OperatorUid> withoutOwner =
        previous.stream().filter(old -> old.role().keepsState() && !matches.contains(old)).toList();
    return new Assignment(write(planJson, assigned), assigned, withoutOwner);
  }

  private static List<OperatorUid> operators(
      CompiledPlan plan, List<Fingerprints.Facts> facts, List<List<String>> owners) {
    List<OperatorUid> operators = new ArrayList<>();
    for (int i = 0; i < facts.size(); i++) {
      CompiledPlan.Node node = plan.nodes().get(i);
      Fingerprints.Facts fact = facts.get(i);
      operators.add(
          new OperatorUid(
              fact.role(),
              node.type(),
              node.description(),
              fact.meaning(),
              fact.inputs(),
              owners.get(i),
              ""));
    }
    return operators;
  }

  private static List<@Nullable OperatorUid> match(
      List<OperatorUid> wanted, List<OperatorUid> previous) {
    List<@Nullable OperatorUid> matches = new ArrayList<>();
    wanted.forEach(operator -> matches.add(null));
    List<OperatorUid> free = new ArrayList<>(previous);
    // Surest first. A sink means its connector alone: one with another topic goes on with what the
    // old one had prepared but not committed, which would be lost if it were given up.
    BiPredicate<OperatorUid, OperatorUid> means = (a, b) -> a.meaning().equals(b.meaning());
    pair(wanted, matches, free, means.and(OperatorUids::sameInputs).and(OperatorUids::sameModels));
    // What is prepared belongs to a table, and so to its model; state belongs to its rows, whoever
    // wants the result.
    pair(wanted, matches, free, means.and((a, b) -> isSink(a) && sameModels(a, b)));
    pair(wanted, matches, free, means.and((a, b) -> !isSink(a) && sameInputs(a, b)));
    pair(wanted, matches, free, means.and(OperatorUids::sameModels));
    pair(wanted, matches, free, means);
    pairValues(wanted, matches, free);
    return matches;
  }

  /**
   * The same VALUES more than once: all have handed out the same rows, so which is which makes no
   * difference, but one that is not known again would hand them out once more.
   */
  private static void pairValues(
      List<OperatorUid> wanted, List<@Nullable OperatorUid> matches, List<OperatorUid> free) {
    for (int i = 0; i < wanted.size(); i++) {
      OperatorUid operator = wanted.get(i);
      if (matches.get(i) != null || !operator.type().equals(CompiledPlan.VALUES)) {
        continue;
      }
      for (OperatorUid old : free) {
        if (old.type().equals(operator.type()) && old.meaning().equals(operator.meaning())) {
          matches.set(i, old);
          free.remove(old);
          break;
        }
      }
    }
  }

  private static boolean isSink(OperatorUid operator) {
    return operator.role() == OperatorRole.SINK;
  }

  private static boolean sameModels(OperatorUid one, OperatorUid other) {
    return one.models().equals(other.models());
  }

  private static boolean sameInputs(OperatorUid one, OperatorUid other) {
    return one.inputs().equals(other.inputs());
  }

  /** Pairs those for which there is exactly one candidate on either side. */
  private static void pair(
      List<OperatorUid> wanted,
      List<@Nullable OperatorUid> matches,
      List<OperatorUid> free,
      BiPredicate<OperatorUid, OperatorUid> same) {
    List<OperatorUid> candidates = List.copyOf(free);
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      if (matches.get(i) == null) {
        open.add(i);
      }
    }
    for (int position : open) {
      OperatorUid operator = wanted.get(position);
      BiPredicate<OperatorUid, OperatorUid> fits =
          (a, b) -> a.role() == b.role() && a.type().equals(b.type()) && same.test(a, b);
      List<OperatorUid> olds = candidates.stream().filter(old -> fits.test(operator, old)).toList();
      long rivals = open.stream().filter(other -> fits.test(wanted.get(other), operator)).count();
      if (olds.size() == 1 && rivals == 1) {
        matches.set(position, olds.getFirst());
        free.remove(olds.getFirst());
      }
    }
  }

  private static List<Assigned> name(
      CompiledPlan plan,
      List<OperatorUid> wanted,
      List<OperatorUid> reached,
      List<@Nullable OperatorUid> matches,
      List<OperatorUid> previous,
      String deployment,
      boolean shared) {
    // A UID of the previous plan is never given to an operator that did not match its owner.
    Set<String> taken = new HashSet<>();
    previous.forEach(old -> taken.add(old.uid()));
    List<Assigned> assigned = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      OperatorUid operator = wanted.get(i);
      OperatorUid old = matches.get(i);
      String uid;
      if (old == null) {
        long twins =
            wanted.stream()
                .filter(
                    other ->
                        other.type().equals(operator.type())
                            && other.models().equals(operator.models())
                            && other.meaning().equals(operator.meaning()))
                .count();
        String owner = shared ? deployment + "/" + owner(operator) : deployment;
        uid = newUid(plan.nodes().get(i), operator, owner, twins > 1, taken);
        taken.add(uid);
      } else {
        uid = old.uid();
      }
      boolean sameInputs = old != null && old.inputs().equals(reached.get(i).inputs());
      assigned.add(new Assigned(operator.named(uid), Optional.ofNullable(old), sameInputs));
    }
    return assigned;
  }

  /** The name of the model it works for; of an operator that several share, {@code shared}. */
  private static String owner(OperatorUid operator) {
    if (operator.models().size() != 1) {
      return "shared";
    }
    String model = operator.models().getFirst();
    return model.substring(model.lastIndexOf('.') + 1);
  }

  /** For the tables of which models each node works. */
  private static List<List<String>> owners(CompiledPlan plan, Map<String, String> filledBy) {
    List<Set<String>> owners = new ArrayList<>();
    plan.nodes().forEach(node -> owners.add(new TreeSet<>()));
    // Inputs come before those that use them, so from the end every node is complete when it is
    // met.
    for (int i = plan.nodes().size() - 1; i >= 0; i--) {
      CompiledPlan.Node node = plan.nodes().get(i);
      Set<String> own = owners.get(i);
      node.table()
          .filter(CompiledPlan.Table::written)
          .map(table -> filledBy.get(table.identifier().replace("`", "")))
          .ifPresent(own::add);
      node.inputs().forEach(input -> owners.get(input).addAll(own));
    }
    return owners.stream().map(List::copyOf).toList();
  }

  private static String newUid(
      CompiledPlan.Node node, OperatorUid operator, String owner, boolean twin, Set<String> taken) {
    String role =
        switch (operator.role()) {
          case SOURCE -> "source";
          case SINK -> "sink";
          case STATEFUL, WAITING, STATELESS -> operator.type();
        };
    String meaning =
        twin
            ? Fingerprints.VERSION + "-" + Hashes.of(operator.meaning(), operator.inputs())
            : operator.meaning();
    String suffix =
        isSingleOperatorSource(node) || node.json().has(OWN_UID) ? "" : "/<transformation>";
    String base = owner + "/" + role + "." + meaning;
    String uid = base + suffix;
    for (int number = 2; taken.contains(uid); number++) {
      uid = base + "." + number + suffix;
    }
    return uid;
  }

  private static boolean isSingleOperatorSource(CompiledPlan.Node node) {
    return node.table()
        .filter(table -> !table.written())
        .map(table -> table.options().getOrDefault("connector", ""))
        .filter(SINGLE_OPERATOR_SOURCES::contains)
        .isPresent();
  }

  private static String write(String planJson, List<Assigned> assigned) {
    try {
      JsonNode plan = CompiledPlan.JSON.readTree(planJson);
      int position = 0;
      for (JsonNode node : plan.get("nodes")) {
        ObjectNode object = (ObjectNode) node;
        ObjectNode configuration =
            object.get("configuration") instanceof ObjectNode existing
                ? existing
                : object.putObject("configuration");
        String uid = assigned.get(position++).operator().uid();
        configuration.put(UID_FORMAT, uid);
        if (object.has(OWN_UID)) {
          object.put(OWN_UID, uid);
        }
      }
      return plan.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the plan was read before", e);
    }
  }
}
