package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Topic;
import dev.millrace.engine.state.KafkaTable;
import dev.millrace.engine.state.LeftOutMessages;
import dev.millrace.engine.state.OperatorUid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
  /** Option by which Flink is told whether the UIDs of a plan are used. */
  public static final String UID_GENERATION = "table.exec.uid.generation";

  private static final String NO_UIDS = "DISABLED";
  private static final String MAX_PARALLELISM = "pipeline.max-parallelism";
  private static final String STATE_BACKEND = "state.backend.type";
  private static final String ASYNCHRONOUS_STATE = "table.exec.async-state.enabled";

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

  /**
   * Whether its operators have the ids that Flink derives from the shape of the job: it was started
   * by somebody else and has not been upgraded since.
   */
  public boolean hasFlinksIds() {
    return option(UID_GENERATION).equals(Optional.of(NO_UIDS));
  }

  /** The same job under the ids that Flink derives from its shape. */
  public JobSpec withFlinksIds(int maxParallelism) {
    Map<String, Setting> all = new TreeMap<>();
    settings.forEach(setting -> all.put(setting.option(), setting));
    all.put(UID_GENERATION, new Setting(UID_GENERATION, NO_UIDS, "adopted"));
    all.put(
        MAX_PARALLELISM, new Setting(MAX_PARALLELISM, Integer.toString(maxParallelism), "adopted"));
    return new JobSpec(
        jobName,
        outputs,
        setup,
        plan,
        queryFingerprint,
        operators,
        List.copyOf(all.values()),
        tables,
        ownTopics,
        readTopics);
  }

  /** The same job, but that a source of it leaves messages out. */
  public JobSpec leavingOut(LeftOutMessages messages) {
    return new JobSpec(
        jobName,
        outputs,
        setup,
        messages.in(plan),
        queryFingerprint,
        operators,
        settings,
        tables,
        ownTopics,
        readTopics);
  }

  /**
   * The patterns that its tables give for the names of topics they read, each as a topic's name.
   */
  public List<Topic> readPatterns() {
    return tables.stream()
        .filter(table -> !table.written() && KafkaTable.isKafka(table.options()))
        .filter(table -> table.options().containsKey("topic-pattern"))
        .map(
            table ->
                new Topic(
                    table.options().getOrDefault("topic-pattern", ""),
                    1,
                    Map.of(),
                    Topic.clientProperties(table.options())))
        .distinct()
        .toList();
  }

  /** Whether it keeps its state in another way than a job of that specification. */
  public boolean hasOtherBackendThan(JobSpec other) {
    return !option(STATE_BACKEND).equals(other.option(STATE_BACKEND));
  }

  /** Whether its operators answer later, so that it cannot write canonical savepoints. */
  public boolean keepsStateAsynchronously() {
    return option(ASYNCHRONOUS_STATE).equals(Optional.of("true"));
  }

  /** Whether the job takes checkpoints by itself. */
  public boolean checkpoints() {
    return option("execution.checkpointing.interval").isPresent();
  }
}
