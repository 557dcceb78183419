package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is sent to a cluster to start a job. Texts hold placeholders; they are resolved on the way.
 */
public sealed interface Submission {
  /** The id the job is to have. */
  JobId jobId();

  /** Its name. */
  String jobName();

  /** Flink options, such as {@code execution.checkpointing.interval}. */
  Map<String, String> settings();

  /** Global job parameters, by which a job is recognised as ours. */
  Map<String, String> parameters();

  /** Checkpoint or savepoint to start from, never claimed; empty to start without state. */
  Optional<String> restoreFrom();

  /**
   * A compiled plan, submitted by the sidecar to the JobManager.
   *
   * @param plan Flink's plan JSON, operator UIDs set
   */
  record CompiledPlan(
      JobId jobId,
      String jobName,
      String plan,
      Map<String, String> settings,
      Map<String, String> parameters,
      Optional<String> restoreFrom)
      implements Submission {
    public CompiledPlan {
      requireNonNull(jobId, "jobId");
      requireNonNull(jobName, "jobName");
      requireNonNull(plan, "plan");
      settings = Map.copyOf(settings);
      parameters = Map.copyOf(parameters);
      requireNonNull(restoreFrom, "restoreFrom");
    }
  }

  /**
   * INSERTs, sent through a SQL Gateway: operator ids are Flink's own.
   *
   * @param setup DDL of every relation the INSERTs reach, in order
   * @param inserts one INSERT INTO ... SELECT, or several that make a statement set
   */
  record PlainInsert(
      JobId jobId,
      String jobName,
      List<String> setup,
      List<String> inserts,
      Map<String, String> settings,
      Map<String, String> parameters,
      Optional<String> restoreFrom)
      implements Submission {
    public PlainInsert {
      requireNonNull(jobId, "jobId");
      requireNonNull(jobName, "jobName");
      setup = List.copyOf(setup);
      inserts = List.copyOf(inserts);
      settings = Map.copyOf(settings);
      parameters = Map.copyOf(parameters);
      requireNonNull(restoreFrom, "restoreFrom");
    }

    /** The one statement that starts the job. */
    public String statement() {
      return inserts.size() == 1
          ? inserts.getFirst()
          : "EXECUTE STATEMENT SET\nBEGIN\n" + String.join(";\n", inserts) + ";\nEND";
    }
  }
}
