package dev.millrace.sidecar.state;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.sidecar.planner.Findings;
import dev.millrace.sidecar.planner.PlanGraph;
import dev.millrace.wire.PlanOperatorsRequest;
import dev.millrace.wire.PlanOperatorsResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.OperatorIDPair;
import org.apache.flink.runtime.jobgraph.JobVertex;

/**
 * The operators of a plan under both kinds of ids: those that Flink derives from the shape of the
 * job, as a plain INSERT has them, and the UIDs that the plan sets. Nothing is run.
 */
final class PlanOperators {
  private static final String UID_GENERATION = "table.exec.uid.generation";

  private PlanOperators() {}

  /**
   * @throws CallFailedException SQL_INVALID when the plan makes no graph
   */
  static PlanOperatorsResponse of(PlanOperatorsRequest request) throws CallFailedException {
    List<JobVertex> chosenByFlink = vertices(request, "DISABLED");
    List<JobVertex> ours = vertices(request, "PLAN_ONLY");
    if (chosenByFlink.size() != ours.size()) {
      throw unlike();
    }
    List<PlanOperatorsResponse.Vertex> vertices = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      vertices.add(vertex(chosenByFlink.get(i), ours.get(i)));
    }
    return new PlanOperatorsResponse(vertices);
  }

  private static List<JobVertex> vertices(PlanOperatorsRequest request, String generation)
      throws CallFailedException {
    Map<String, String> settings = new LinkedHashMap<>(request.settings());
    settings.put(UID_GENERATION, generation);
    try {
      return PlanGraph.of(request.plan(), new JobID(), "operators", settings, Map.of(), null)
          .getJobGraph()
          .getVerticesSortedTopologicallyFromSources();
    } catch (Exception e) {
      throw new CallFailedException(
          FailureKind.SQL_INVALID, "The plan makes no job: " + Findings.messageOf(e));
    }
  }

  private static PlanOperatorsResponse.Vertex vertex(JobVertex chosenByFlink, JobVertex ours)
      throws CallFailedException {
    List<OperatorIDPair> without = chosenByFlink.getOperatorIDs();
    List<OperatorIDPair> with = ours.getOperatorIDs();
    if (without.size() != with.size() || !chosenByFlink.getName().equals(ours.getName())) {
      throw unlike();
    }
    List<PlanOperatorsResponse.Operator> operators = new ArrayList<>();
    for (int i = 0; i < with.size(); i++) {
      operators.add(
          new PlanOperatorsResponse.Operator(
              without.get(i).getGeneratedOperatorID().toHexString(),
              with.get(i).getUserDefinedOperatorUid()));
    }
    String pretty = chosenByFlink.getOperatorPrettyName();
    return new PlanOperatorsResponse.Vertex(
        chosenByFlink.getID().toHexString(),
        pretty == null ? chosenByFlink.getName() : pretty,
        operators);
  }

  /** Ids must never be paired by guessing: one wrong pair restores the state of another. */
  private static CallFailedException unlike() {
    return new CallFailedException(
        FailureKind.SQL_INVALID,
        "The plan makes another job with UIDs than without, so its operators cannot be paired");
  }
}
