package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Topic;
import dev.millrace.engine.state.OperatorUid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything needed to start one job, today or again in a year. Secrets are placeholders in every
 * text.
 *
 * @param outputs the tables it fills, one per model, in the project's order; at least one
 * @param setup DDL of every relation that the INSERTs reach, in order, the job's own tables among
 *     them
 * @param plan Flink's plan JSON with operator UIDs
 * @param queryFingerprint of the normalised plan
 * @param settings Flink options in alphabetical order, the pinned maximum parallelism among them
 * @param ownTopics topics that must exist before the job starts and that the project owns
 * @param readTopics topics the job reads
 */
public record JobSpec(
    String jobName,
    List<JobOutput> outputs,
    List<String> setup,
    String plan,
    String queryFingerprint,
    List<OperatorUid> operators,
    List<Setting> settings,
    List<TableUse> tables,
    List<Topic> ownTopics,
    List<Topic> readTopics) {
  public JobSpec {
    requireNonNull(jobName, "jobName");
    outputs = List.copyOf(outputs);
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("a job fills at least one table");
    }
    setup = List.copyOf(setup);
    requireNonNull(plan, "plan");
    requireNonNull(queryFingerprint, "queryFingerprint");
    operators = List.copyOf(operators);
    settings = List.copyOf(settings);
    tables = List.copyOf(tables);
    ownTopics = List.copyOf(ownTopics);
    readTopics = List.copyOf(readTopics);
  }

  /** Unique ids of the models whose tables it fills. */
  public List<String> models() {
    return outputs.stream().map(JobOutput::model).toList();
  }

  /** The INSERTs, in the order of the tables. */
  public List<String> inserts() {
    return outputs.stream().map(JobOutput::insert).toList();
  }

  /** What it writes for one model. */
  public Optional<JobOutput> output(String model) {
    return outputs.stream().filter(output -> output.model().equals(model)).findFirst();
  }

  /** The settings by option. */
  public Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    settings.forEach(setting -> options.put(setting.option(), setting.value()));
    return options;
  }

  /** The value of one setting. */
  public Optional<String> option(String name) {
    return Optional.ofNullable(options().get(name));
  }

  /** Whether the job takes checkpoints by itself. */
  public boolean checkpoints() {
    return option("execution.checkpointing.interval").isPresent();
  }
}
