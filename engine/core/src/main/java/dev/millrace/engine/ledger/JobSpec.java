package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.connect.Topic;
import dev.millrace.engine.state.OperatorUid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything needed to start one model's job, today or again in a year. Secrets are placeholders in
 * every text.
 *
 * @param model dbt's unique id
 * @param path of the model's file in the project
 * @param sql the compiled SELECT
 * @param setup DDL of every relation the INSERT reaches, in order, its own table last
 * @param insert the INSERT
 * @param plan Flink's plan JSON with operator UIDs
 * @param queryFingerprint of the normalised plan
 * @param settings Flink options in alphabetical order, the pinned maximum parallelism among them
 * @param ownTopics topics that must exist before the job starts and that the project owns
 * @param readTopics topics the job reads
 * @param columns of the table it fills
 */
public record JobSpec(
    String model,
    String path,
    RelationName relation,
    String jobName,
    String sql,
    List<String> setup,
    String insert,
    String plan,
    String queryFingerprint,
    List<OperatorUid> operators,
    List<Setting> settings,
    List<TableUse> tables,
    List<Topic> ownTopics,
    List<Topic> readTopics,
    List<Column> columns,
    List<String> primaryKey,
    ChangelogKind changelog) {
  public JobSpec {
    requireNonNull(model, "model");
    requireNonNull(path, "path");
    requireNonNull(relation, "relation");
    requireNonNull(jobName, "jobName");
    requireNonNull(sql, "sql");
    setup = List.copyOf(setup);
    requireNonNull(insert, "insert");
    requireNonNull(plan, "plan");
    requireNonNull(queryFingerprint, "queryFingerprint");
    operators = List.copyOf(operators);
    settings = List.copyOf(settings);
    tables = List.copyOf(tables);
    ownTopics = List.copyOf(ownTopics);
    readTopics = List.copyOf(readTopics);
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    requireNonNull(changelog, "changelog");
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
