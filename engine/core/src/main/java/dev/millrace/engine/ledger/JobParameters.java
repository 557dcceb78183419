package dev.millrace.engine.ledger;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Global job parameters that every job of ours carries, so that it can be told from others and a
 * lost ledger can be rebuilt.
 */
public final class JobParameters {
  public static final String PROJECT = "millrace.project";
  public static final String TARGET = "millrace.target";
  public static final String MODEL = "millrace.model";
  public static final String DEPLOYMENT = "millrace.deployment";
  public static final String ATTEMPT = "millrace.attempt";
  public static final String LEDGER = "millrace.ledger";

  /** All of the specification, packed: what was deployed can be known without the ledger. */
  public static final String SPEC = "millrace.spec";

  private JobParameters() {}

  /** What a job says it was made from; empty when it does not, or says what we cannot read. */
  public static Optional<JobSpec> spec(Map<String, String> parameters) {
    return Optional.ofNullable(parameters.get(SPEC)).flatMap(PackedSpec::unpack);
  }

  /** Whether they name the project and target of a ledger. */
  static boolean areOf(Ledger ledger, Map<String, String> parameters) {
    return ledger.project().equals(parameters.get(PROJECT))
        && ledger.target().equals(parameters.get(TARGET));
  }

  /** The parameters of one submission. */
  public static Map<String, String> of(
      String project, String target, String model, Attempt attempt, JobSpec spec, String ledgerId) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put(PROJECT, project);
    parameters.put(TARGET, target);
    parameters.put(MODEL, model);
    parameters.put(DEPLOYMENT, attempt.deployment());
    parameters.put(ATTEMPT, Integer.toString(attempt.number()));
    parameters.put(LEDGER, ledgerId);
    PackedSpec.pack(spec).ifPresent(packed -> parameters.put(SPEC, packed));
    return parameters;
  }
}
