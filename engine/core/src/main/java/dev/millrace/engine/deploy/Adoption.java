package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.connect.Topic;
import dev.millrace.engine.ledger.DeploymentLock;
import dev.millrace.engine.ledger.JobParameters;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Takes over a job that somebody else has started. Nothing on the cluster is touched: the ledger
 * learns of the job, after it was seen that it does what the model says. Its operators keep Flink's
 * own ids until the next upgrade, which gives them ours.
 */
public final class Adoption {
  private static final Pattern NUMBER = Pattern.compile("\\[\\d+]:?");
  private static final Pattern QUALIFIED = Pattern.compile("table=\\[\\[[^,\\]]+, [^,\\]]+, ");
  private static final Pattern SOURCE = Pattern.compile("Source-[^\\s.]+\\.[^\\s.]+\\.");

  private final Connector connector;
  private final Ledger ledger;
  private final Function<JobSpec, Map<String, String>> topicIds;
  private final String actor;

  /**
   * @param topicIds the broker's ids, by name, of all topics a job uses, as they are now
   */
  public Adoption(
      Connector connector,
      Ledger ledger,
      Function<JobSpec, Map<String, String>> topicIds,
      String actor) {
    this.connector = requireNonNull(connector, "connector");
    this.ledger = requireNonNull(ledger, "ledger");
    this.topicIds = requireNonNull(topicIds, "topicIds");
    this.actor = requireNonNull(actor, "actor");
  }

  /**
   * What was taken over.
   *
   * @param evidence what was compared, one sentence each
   */
  public record Adopted(
      String model, String deployment, JobId job, int maxParallelism, List<String> evidence) {
    public Adopted {
      requireNonNull(model, "model");
      requireNonNull(deployment, "deployment");
      requireNonNull(job, "job");
      evidence = List.copyOf(evidence);
    }
  }

  /**
   * The job that somebody means.
   *
   * @param which its id, or its name where one running job has it
   * @throws MillraceException USAGE when there is none, or more than one
   */
  public JobStatus find(String which) {
    List<JobStatus> found =
        connector.jobs().jobs().stream()
            .filter(job -> !job.state().isTerminal())
            .filter(job -> job.id().hex().equals(which) || job.name().equals(which))
            .toList();
    if (found.size() != 1) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.USAGE,
                  (found.isEmpty() ? "No running job" : "More than one running job")
                      + " has the name or the id "
                      + which)
              .remedy("Look at Flink's list of jobs, and name one by its id"));
    }
    return connector.jobs().job(found.getFirst().id()).orElse(found.getFirst());
  }

  /**
   * Takes a job over.
   *
   * @param planned the model as a plan sees it: not deployed yet
   * @throws MillraceException DEPLOY_BLOCKED when the job does something else than the model says
   *     or is somebody's already, and nothing has been written down; LOCKED
   */
  public Adopted adopt(PlannedModel planned, JobStatus job) {
    if (planned.action() != Action.CREATE) {
      throw refused(
          planned.name() + " cannot take a job over: " + String.join(". ", planned.reasons()),
          "Look at `millrace status`");
    }
    if (job.parameters().containsKey(JobParameters.DEPLOYMENT)) {
      throw refused(
          "Job " + job.id() + " was started by Millrace already, from another ledger",
          "`millrace ledger rebuild` makes a lost ledger again");
    }
    JobSpec desired = planned.desired().orElseThrow();
    List<StateTools.PlanVertex> vertices =
        connector.state().operators(desired.plan(), desired.options());
    List<String> evidence = new ArrayList<>();
    evidence.add(sameOperators(planned, job, vertices));
    Optional<CheckpointReport> checkpoints = connector.jobs().checkpoints(job.id());
    Optional<StateSnapshot> state =
        checkpoints
            .flatMap(CheckpointReport::latestCompleted)
            .map(snapshot -> connector.state().read(snapshot.path()));
    evidence.add(
        state
            .map(snapshot -> sameState(planned, desired, snapshot, vertices))
            .orElse("It has taken no checkpoint yet, so its state could not be compared"));
    int maxParallelism =
        state.stream()
            .flatMap(snapshot -> snapshot.operators().stream())
            .mapToInt(StateSnapshot.Operator::maxParallelism)
            .max()
            .orElse(
                desired.option("pipeline.max-parallelism").map(Integer::parseInt).orElseThrow());
    try (DeploymentLock lock =
        ledger.locks().acquire(List.of(planned.deployment()), actor, "adopt")) {
      lock.check();
      ledger.adopt(
          planned.deployment(),
          planned.model(),
          job,
          desired.withFlinksIds(maxParallelism),
          checkpoints,
          topicIds.apply(desired),
          actor);
    }
    return new Adopted(planned.model(), planned.deployment(), job.id(), maxParallelism, evidence);
  }

  /** Ids say that the job has the same shape, descriptions that it does the same. */
  private String sameOperators(
      PlannedModel planned, JobStatus job, List<StateTools.PlanVertex> vertices) {
    Map<String, String> wanted = new TreeMap<>();
    vertices.forEach(vertex -> wanted.put(vertex.id(), normalized(vertex.description())));
    Map<String, String> running = new TreeMap<>();
    for (JobControl.Vertex vertex : connector.jobs().vertices(job.id())) {
      running.put(vertex.id(), normalized(vertex.description()));
    }
    if (running.isEmpty()) {
      throw refused(
          "The cluster does not tell what job " + job.id() + " does",
          "Give the target a jobmanager");
    }
    if (!running.equals(wanted)) {
      throw refused(
          "Job "
              + job.id()
              + " does something else than "
              + planned.name()
              + " says; "
              + difference(running, wanted),
          "Write the model as the job's query is, adopt the job, then change the model");
    }
    return "Its " + running.size() + " tasks have the operators that the model's query makes";
  }

  private static String difference(Map<String, String> running, Map<String, String> wanted) {
    Set<String> ours = new LinkedHashSet<>(lines(wanted));
    Set<String> theirs = new LinkedHashSet<>(lines(running));
    Set<String> onlyTheirs = new LinkedHashSet<>(theirs);
    onlyTheirs.removeAll(ours);
    ours.removeAll(theirs);
    if (onlyTheirs.isEmpty() && ours.isEmpty()) {
      return "its operators are the same, and stand in another order or in other tasks";
    }
    return (onlyTheirs.isEmpty() ? "" : "only the job has: " + String.join("; ", onlyTheirs))
        + (onlyTheirs.isEmpty() || ours.isEmpty() ? "" : ". ")
        + (ours.isEmpty() ? "" : "only the model has: " + String.join("; ", ours));
  }

  private static List<String> lines(Map<String, String> descriptions) {
    return descriptions.values().stream()
        .flatMap(String::lines)
        .map(line -> line.replaceFirst("^[\\s+:-]+", ""))
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** Without numbers of one session, markup, and the names of catalogs and databases. */
  static String normalized(String description) {
    String text =
        description
            .replace("<br/>", "\n")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
            .strip();
    text = NUMBER.matcher(text).replaceAll("");
    text = QUALIFIED.matcher(text).replaceAll("table=[[");
    return SOURCE.matcher(text).replaceAll("Source-");
  }

  private static String sameState(
      PlannedModel planned,
      JobSpec desired,
      StateSnapshot snapshot,
      List<StateTools.PlanVertex> vertices) {
    Set<String> known = new LinkedHashSet<>();
    vertices.forEach(vertex -> vertex.operators().forEach(operator -> known.add(operator.ownId())));
    Set<String> topics = new LinkedHashSet<>();
    desired.readTopics().stream().map(Topic::name).forEach(topics::add);
    for (StateSnapshot.Operator operator : snapshot.operators()) {
      if (operator.holdsSomething() && !known.contains(operator.id())) {
        throw refused(
            "The state of the job's operator "
                + operator.name().orElse(operator.id())
                + " has no operator in "
                + planned.name(),
            "Write the model as the job's query is");
      }
      for (StateSnapshot.Position position : operator.positions()) {
        if (!topics.contains(position.topic())) {
          throw refused(
              "The job reads topic "
                  + position.topic()
                  + ", which "
                  + planned.name()
                  + " does not read",
              "Let the model read the same topics");
        }
      }
    }
    return "The state of its newest checkpoint belongs to operators of the model, and its positions"
        + " to topics that the model reads";
  }

  private static MillraceException refused(String message, String remedy) {
    return new MillraceException(Problem.error(ProblemCode.DEPLOY_BLOCKED, message).remedy(remedy));
  }
}
