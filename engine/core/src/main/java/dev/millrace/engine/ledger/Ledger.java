package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.connect.StatePaths;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * The ledger of one project and target: what is deployed, from what, by whom, and where its state
 * lies. Thread-safe; several processes may use one file.
 *
 * <p>All methods throw {@link MillraceException} with LEDGER_UNAVAILABLE when the file cannot be
 * read or written.
 */
public final class Ledger implements AutoCloseable {
  private static final int KEY_DIGITS = 8;

  private final Database database;
  private final Clock clock;
  private final String id;
  private final String project;
  private final String target;
  private final Operations operations;
  private final Locks locks;
  private final RecentSpecs specs = new RecentSpecs();

  private Ledger(
      Database database,
      Clock clock,
      String id,
      String project,
      String target,
      Consumer<Handle> guard) {
    this.database = requireNonNull(database, "database");
    this.clock = requireNonNull(clock, "clock");
    this.id = requireNonNull(id, "id");
    this.project = requireNonNull(project, "project");
    this.target = requireNonNull(target, "target");
    this.operations = new Operations(database, clock, id, guard);
    this.locks = new Locks(database);
  }

  /**
   * Opens {@code ledger.sqlite} in the folder, making it when it is not there and bringing it up to
   * date when it is older. The file is readable by its owner alone.
   *
   * @param folder the platform data folder of this project and target; never the project folder
   * @throws MillraceException LEDGER_UNAVAILABLE
   */
  public static Ledger open(Path folder, String project, String target) {
    return open(new LedgerPlace.Folder(folder), project, target, Clock.systemUTC());
  }

  /**
   * Opens the ledger at a place, making it when it is not there and bringing it up to date when it
   * is older.
   *
   * @param project stable key of the project; for a place that machines share, one that does not
   *     depend on where the project lies
   * @param clock that dates its rows
   * @throws MillraceException LEDGER_UNAVAILABLE
   */
  public static Ledger open(LedgerPlace place, String project, String target, Clock clock) {
    Database database = Database.open(Storages.of(place, project, target), clock);
    String id =
        database.inTransaction(
            handle -> {
              Optional<String> existing =
                  handle.createQuery("SELECT id FROM ledger").mapTo(String.class).findOne();
              if (existing.isPresent()) {
                return existing.get();
              }
              String fresh = UUID.randomUUID().toString();
              handle.execute(
                  "INSERT INTO ledger (id, project, target, epoch, created_at)"
                      + " VALUES (?, ?, ?, 0, ?)",
                  fresh,
                  project,
                  target,
                  clock.instant().toString());
              return fresh;
            });
    return new Ledger(database, clock, id, project, target, handle -> {});
  }

  /** Where it is, for people; no password in it. */
  public String place() {
    return database.name();
  }

  /** Its own id; every job we start carries it. */
  public String id() {
    return id;
  }

  /** Whether a job that carries this id is one of ours: of this ledger, or one it was made from. */
  public boolean isOwn(String ledgerId) {
    return id.equals(ledgerId)
        || database.read(
            handle ->
                handle
                        .createQuery("SELECT COUNT(*) FROM former_ledger WHERE id = :id")
                        .bind("id", ledgerId)
                        .mapTo(Integer.class)
                        .one()
                    > 0);
  }

  /** Stable key of the project. */
  public String project() {
    return project;
  }

  public String target() {
    return target;
  }

  /**
   * The same ledger for one who holds a lock: its operations are refused with LOCKED, in the
   * transaction that would write them, once another has taken the lock over.
   */
  public Ledger held(DeploymentLock lock) {
    return new Ledger(database, clock, id, project, target, lock::check);
  }

  public Operations operations() {
    return operations;
  }

  public Locks locks() {
    return locks;
  }

  /** All deployments, by model. */
  public List<Deployment> deployments() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM deployment ORDER BY model")
                .map((row, context) -> Rows.deployment(row))
                .list());
  }

  /**
   * The deployment of a model: its own, or that of the job which fills its table with others. Where
   * there were both, the one that should run.
   */
  public Optional<Deployment> deploymentOf(String model) {
    return deployments().stream()
        .filter(deployment -> deployment.isAmong(Set.of(model)))
        .max(
            Comparator.<Deployment, Boolean>comparing(
                    deployment -> deployment.wanted() == Deployment.Wanted.RUNNING)
                .thenComparing(deployment -> deployment.model().equals(model)));
  }

  /** The deployment of this key, which must exist. */
  public Deployment deployment(String key) {
    return deploymentByKey(key).orElseThrow(() -> missing("deployment", key));
  }

  /** The deployment of this key. */
  public Optional<Deployment> deploymentByKey(String key) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM deployment WHERE deployment = :key")
                .bind("key", key)
                .map((row, context) -> Rows.deployment(row))
                .findOne());
  }

  /**
   * The key a model without a deployment would get: its name, and digits that no other deployment
   * has. Nothing is stored by asking.
   */
  public String newKey(String model) {
    String name = model.substring(model.lastIndexOf('.') + 1);
    List<String> taken =
        database.read(
            handle ->
                handle.createQuery("SELECT deployment FROM deployment").mapTo(String.class).list());
    for (int number = 0; ; number++) {
      String digits = JobId.derive(id, model, Integer.toString(number)).hex();
      String key = name + "-" + digits.substring(0, KEY_DIGITS);
      if (!taken.contains(key)) {
        return key;
      }
    }
  }

  /**
   * Makes a deployment known, or lets it follow its renamed model. Which models' tables it fills is
   * what is committed; before the first commit, what is wanted.
   *
   * @param model the model it belongs to, or the job's own id
   */
  public void register(String key, String model, JobSpec spec) {
    String relation = spec.outputs().getFirst().relation().toString();
    database.useTransaction(
        handle -> {
          int known =
              handle.execute(
                  "UPDATE deployment SET model = ?, models = ?, relation = ?, job_name = ?"
                      + " WHERE deployment = ?",
                  model,
                  Rows.write(spec.models()),
                  relation,
                  spec.jobName(),
                  key);
          if (known == 0) {
            handle.execute(
                "INSERT INTO deployment (deployment, model, models, relation, job_name, wanted,"
                    + " created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                key,
                model,
                Rows.write(spec.models()),
                relation,
                spec.jobName(),
                Deployment.Wanted.NOT_YET.name(),
                clock.instant().toString());
          }
        });
  }

  /**
   * Keeps a specification.
   *
   * @return its number
   */
  public long addSpec(
      String deployment,
      JobSpec spec,
      Optional<String> flinkVersion,
      Optional<String> gitCommit,
      String actor) {
    return database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "INSERT INTO spec (deployment, query_fingerprint, sql, plan, details,"
                        + " flink_version, git_commit, actor, created_at) VALUES (:deployment,"
                        + " :fingerprint, :sql, :plan, :details, :flink, :commit, :actor, :at)")
                .bind("deployment", deployment)
                .bind("fingerprint", spec.queryFingerprint())
                .bind(
                    "sql",
                    String.join(";\n\n", spec.outputs().stream().map(JobOutput::sql).toList()))
                .bind("plan", spec.plan())
                .bind("details", SpecJson.write(spec))
                .bind("flink", flinkVersion.orElse(null))
                .bind("commit", gitCommit.orElse(null))
                .bind("actor", actor)
                .bind("at", clock.instant().toString())
                .executeAndReturnGeneratedKeys("spec")
                .mapTo(Long.class)
                .one());
  }

  /**
   * Makes a job that somebody else has started the committed one of a new deployment.
   *
   * @param key of the deployment, which must not exist
   * @param spec what starts the same job again, under the ids its operators have
   * @param topics the broker's ids of all topics it uses, by name
   */
  public void adopt(
      String key,
      String model,
      JobStatus job,
      JobSpec spec,
      Optional<CheckpointReport> checkpoints,
      Map<String, String> topics,
      String actor) {
    register(key, model, spec);
    long number = addSpec(key, spec, Optional.empty(), Optional.empty(), actor);
    new FoundJob(job, key, model, 1).write(this, spec, number, true, checkpoints, topics);
  }

  /** The specification of this number, which must exist. */
  public StoredSpec spec(long number) {
    return specs.of(number, this::readSpec);
  }

  private StoredSpec readSpec(long number) {
    return database
        .read(
            handle ->
                handle
                    .createQuery("SELECT * FROM spec WHERE spec = :number")
                    .bind("number", number)
                    .map((row, context) -> Rows.spec(row))
                    .findOne())
        .orElseThrow(() -> missing("specification", Long.toString(number)));
  }

  /** All submissions of a deployment, newest first. */
  public List<Attempt> attempts(String deployment) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM attempt WHERE deployment = :deployment ORDER BY number DESC")
                .bind("deployment", deployment)
                .map((row, context) -> Rows.attempt(row))
                .list());
  }

  /** The submission of this number, which must exist. */
  public Attempt attempt(String deployment, int number) {
    return attempts(deployment).stream()
        .filter(attempt -> attempt.number() == number)
        .findFirst()
        .orElseThrow(() -> missing("attempt", deployment + " " + number));
  }

  /** Keeps the newest checkpoint seen of a job. */
  public void sawCheckpoint(String deployment, int attempt, CheckpointReport.Snapshot checkpoint) {
    database.useTransaction(
        handle ->
            handle.execute(
                "UPDATE attempt SET checkpoint = ?, had_checkpoint = 1"
                    + " WHERE deployment = ? AND number = ?",
                checkpoint.path(),
                deployment,
                attempt));
  }

  /** Corrects the job of a submission, where the cluster chose the id and not we. */
  public void jobIs(String deployment, int attempt, JobId job) {
    database.useTransaction(
        handle ->
            handle.execute(
                "UPDATE attempt SET job = ? WHERE deployment = ? AND number = ?",
                job.hex(),
                deployment,
                attempt));
  }

  /** Keeps a savepoint; no error when it is known. */
  public void addSavepoint(Savepoint savepoint) {
    database.useTransaction(
        handle -> {
          int known =
              handle
                  .createQuery("SELECT COUNT(*) FROM savepoint WHERE path = :path")
                  .bind("path", savepoint.path())
                  .mapTo(Integer.class)
                  .one();
          if (known == 0) {
            handle.execute(
                "INSERT INTO savepoint (path, deployment, attempt, origin, size_bytes, taken_at,"
                    + " label) VALUES (?, ?, ?, ?, ?, ?, ?)",
                savepoint.path(),
                savepoint.deployment(),
                savepoint.attempt(),
                savepoint.origin().name(),
                savepoint.sizeBytes(),
                savepoint.takenAt().toString(),
                savepoint.label().orElse(null));
          }
        });
  }

  /** Gives a savepoint a name, or takes it away. */
  public void label(String path, Optional<String> label) {
    database.useTransaction(
        handle ->
            handle.execute(
                "UPDATE savepoint SET label = ? WHERE path = ?", label.orElse(null), path));
  }

  /** Writes down that a savepoint's files were deleted. */
  public void savepointDeleted(String path) {
    database.useTransaction(
        handle ->
            handle.execute(
                "UPDATE savepoint SET deleted_at = ? WHERE path = ?",
                clock.instant().toString(),
                path));
  }

  /** Whether a savepoint was deleted by us, which statistics of its job do not tell. */
  public boolean isDeleted(String savepoint) {
    return database
        .read(
            handle ->
                handle
                    .createQuery(
                        "SELECT path FROM savepoint WHERE deleted_at IS NOT NULL"
                            + " AND path LIKE :name")
                    .bind("name", "%" + StatePaths.name(savepoint) + "%")
                    .mapTo(String.class)
                    .list())
        .stream()
        .anyMatch(path -> StatePaths.same(path, savepoint));
  }

  /** Savepoints of a deployment that were not deleted, newest first. */
  public List<Savepoint> savepoints(String deployment) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM savepoint WHERE deployment = :deployment"
                        + " AND deleted_at IS NULL ORDER BY taken_at DESC, attempt DESC")
                .bind("deployment", deployment)
                .map((row, context) -> Rows.savepoint(row))
                .list());
  }

  /** The broker's ids of the topics a deployment uses, by name, as they were when it was made. */
  public Map<String, String> topicIds(String deployment) {
    return database.read(handle -> TopicIds.read(handle, deployment));
  }

  /**
   * The broker's ids, by name, of the topics that a savepoint or checkpoint holds positions in:
   * those of the submission that wrote it, or where they were not noted, of its deployment now.
   */
  public Map<String, String> topicIdsOf(String deployment, String path) {
    Optional<Integer> known =
        savepoints(deployment).stream()
            .filter(savepoint -> StatePaths.same(savepoint.path(), path))
            .map(Savepoint::attempt)
            .findFirst();
    // Flink names the folder of a job's checkpoints after the job.
    Optional<Integer> writer =
        known.or(
            () ->
                attempts(deployment).stream()
                    .filter(attempt -> path.contains(attempt.job().hex()))
                    .map(Attempt::number)
                    .findFirst());
    return writer
        .flatMap(number -> idsOfAttempt(deployment, number))
        .orElseGet(() -> topicIds(deployment));
  }

  private Optional<Map<String, String>> idsOfAttempt(String deployment, int number) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT topics FROM attempt WHERE deployment = :d AND number = :n"
                        + " AND topics IS NOT NULL")
                .bind("d", deployment)
                .bind("n", number)
                .mapTo(String.class)
                .findOne()
                .map(Rows::ids));
  }

  /**
   * Keeps the broker's ids, by name, of the topics a job used, as they were just after it had
   * stopped with this savepoint.
   */
  public void topicsAtEnd(String savepoint, Map<String, String> ids) {
    database.useTransaction(
        handle ->
            handle.execute(
                "UPDATE savepoint SET topics = ? WHERE path = ?", Rows.write(ids), savepoint));
  }

  /** What {@link #topicsAtEnd} has kept; nothing of a state of which nothing was. */
  public Map<String, String> topicsAtEnd(String path) {
    return database
        .read(
            handle ->
                handle
                    .createQuery(
                        "SELECT path, topics FROM savepoint WHERE topics IS NOT NULL"
                            + " AND path LIKE :name")
                    .bind("name", "%" + StatePaths.name(path) + "%")
                    .map(
                        (row, context) -> Map.entry(row.getString("path"), row.getString("topics")))
                    .list())
        .stream()
        .filter(each -> StatePaths.same(each.getKey(), path))
        .map(each -> Rows.ids(each.getValue()))
        .findFirst()
        .orElse(Map.of());
  }

  /** Runs in one transaction, for those of this package that write in several tables. */
  void inOne(Consumer<Handle> work) {
    database.useTransaction(work);
  }

  Clock clock() {
    return clock;
  }

  @Override
  public void close() {
    database.close();
  }

  private static MillraceException missing(String what, String which) {
    return new MillraceException(
        Problem.error(ProblemCode.LEDGER_UNAVAILABLE, "The ledger knows no " + what + " " + which));
  }
}
