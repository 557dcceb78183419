package dev.millrace.engine.state;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds operators that only get no more rows of some keys: a condition was added, often by a {@code
 * HAVING} that the planner evaluates early, and it asks for nothing but columns that their state is
 * kept by. What they hold of the other keys is what it would be.
 */
public final class KeyFilters {
  private final CompiledPlan plan;
  private final List<Fingerprints.Facts> facts;

  private KeyFilters(CompiledPlan plan) {
    this.plan = plan;
    this.facts = Fingerprints.of(plan);
  }

  /**
   * Operators of the new plan that were in the old one.
   *
   * @param planBefore as it is deployed
   * @param optionsBefore Flink options of the job that is deployed
   * @param uidsBefore of its nodes, in its order
   * @param assignment of the new plan
   * @param optionsAfter Flink options of the new job
   */
  public static Set<OperatorUid> narrowed(
      String planBefore,
      Map<String, String> optionsBefore,
      List<OperatorUid> uidsBefore,
      OperatorUids.Assignment assignment,
      Map<String, String> optionsAfter) {
    Set<OperatorUid> narrowed = new HashSet<>();
    KeyFilters before = of(planBefore, optionsBefore);
    KeyFilters after = of(assignment.plan(), optionsAfter);
    if (before.plan.nodes().size() != uidsBefore.size()) {
      return narrowed;
    }
    List<OperatorUids.Assigned> operators = assignment.operators();
    for (int now = 0; now < operators.size(); now++) {
      OperatorUids.Assigned assigned = operators.get(now);
      int old = assigned.previous().map(uidsBefore::indexOf).orElse(-1);
      if (old >= 0 && !assigned.sameInputs() && after.isNarrowed(now, before, old)) {
        narrowed.add(assigned.operator());
      }
    }
    return narrowed;
  }

  private static KeyFilters of(String json, Map<String, String> options) {
    CompiledPlan plan = CompiledPlan.parse(json);
    SessionOptions.mark(plan, options);
    return new KeyFilters(plan);
  }

  private boolean isNarrowed(int now, KeyFilters before, int old) {
    // How many rows it ranks changes what comes out and not what it holds.
    return Fingerprints.parameters(plan.nodes().get(now))
            .equals(Fingerprints.parameters(before.plan.nodes().get(old)))
        && before
            .rows(old)
            .filter(then -> rows(now).filter(each -> each.haveOnlyKeysOf(then)).isPresent())
            .isPresent();
  }

  private Optional<KeyedRows> rows(int operator) {
    return KeyedRows.of(plan, facts, plan.nodes().get(operator));
  }
}
