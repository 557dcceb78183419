package dev.millrace.it.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.connect.Topic;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.it.local.ByHand;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;

/**
 * With Flink alone: the same tables, INSERTs and options through a session of the SQL Gateway, stop
 * with a savepoint, start from it. Nobody looks at what becomes of the state.
 */
final class PlainUpgrades implements Upgrades {
  private static final String BROKER = "${local:kafka.bootstrap.servers}";

  private final Bench bench;
  private final Map<String, JobId> jobs = new HashMap<>();

  /** What is to run, by the id of each model. */
  private final Map<String, JobSpec> wanted = new HashMap<>();

  PlainUpgrades(Bench bench) {
    this.bench = requireNonNull(bench, "bench");
  }

  @Override
  public boolean startsByCommand() {
    return false;
  }

  @Override
  public void start(List<RunningCase> cases) {
    want(cases, RunningCase::testedBefore);
    for (RunningCase running : goingOn(cases)) {
      try {
        for (JobSpec job : jobs(running.testedBefore())) {
          started(job, bench.byHand(setup(running, job)).start(inserts(job), options(job)));
        }
      } catch (Exception e) {
        running.ends(Truth.ERROR, words(e));
      }
    }
  }

  private static List<RunningCase> goingOn(List<RunningCase> cases) {
    return cases.stream().filter(RunningCase::goesOn).toList();
  }

  private interface Choice {
    List<String> models(RunningCase running);
  }

  /** Asks what the jobs of these models are, of all cases at once if none has a fault. */
  private void want(List<RunningCase> cases, Choice choice) {
    GroupCommand.inGroupOrAlone(
        bench,
        goingOn(cases),
        group -> {
          List<String> models =
              group.stream().flatMap(each -> choice.models(each).stream()).toList();
          try {
            for (JobSpec job : bench.jobs(models)) {
              job.models().forEach(model -> wanted.put(model, job));
              bench.topics().createMissing(job.ownTopics().stream().map(Topic::name).toList());
            }
            return true;
          } catch (MillraceException e) {
            if (group.size() == 1) {
              group.getFirst().ends(Truth.ERROR, words(e));
            }
            return false;
          }
        });
  }

  /** Each job once. */
  private Collection<JobSpec> jobs(List<String> models) {
    Map<String, JobSpec> found = new LinkedHashMap<>();
    for (String model : models) {
      JobSpec job = wanted.get(Bench.uniqueId(model));
      if (job == null) {
        throw new IllegalStateException("there is no job for " + model);
      }
      found.put(job.jobName(), job);
    }
    return found.values();
  }

  private List<String> setup(RunningCase running, JobSpec job) {
    String jar = bench.project().resolve(running.models().jar(Models.Role.TESTED)).toString();
    String connector = "ADD JAR '" + bench.project().resolve(Models.CONNECTOR) + "'";
    return job.setup().stream()
        .map(this::located)
        .map(statement -> statement.startsWith("ADD JAR") ? connector : statement)
        .map(
            statement ->
                statement.startsWith("CREATE FUNCTION")
                    ? statement.replaceAll(
                        "USING JAR '[^']*'", Matcher.quoteReplacement("USING JAR '" + jar + "'"))
                    : statement)
        .toList();
  }

  private List<String> inserts(JobSpec job) {
    return job.inserts().stream().map(this::located).toList();
  }

  private String located(String statement) {
    return statement.replace(BROKER, bench.topics().broker());
  }

  private static Map<String, String> options(JobSpec job) {
    Map<String, String> options = new LinkedHashMap<>(job.options());
    options.put("pipeline.name", "by hand");
    // What cannot be restored ends at once.
    options.put("restart-strategy.type", "none");
    return options;
  }

  private void started(JobSpec job, String id) {
    job.models().forEach(model -> jobs.put(model, new JobId(id)));
  }

  @Override
  public Optional<JobId> job(String model) {
    return Optional.ofNullable(jobs.get(Bench.uniqueId(model)));
  }

  @Override
  public void plan(List<RunningCase> cases) {
    want(cases, RunningCase::testedAfter);
  }

  @Override
  public void upgrade(List<RunningCase> cases) {
    for (RunningCase running : goingOn(cases)) {
      try {
        Map<JobId, String> savepoints = new HashMap<>();
        for (JobSpec job : jobs(running.testedAfter())) {
          Optional<JobId> before =
              job.models().stream()
                  .flatMap(model -> Optional.ofNullable(jobs.get(model)).stream())
                  .findFirst();
          ByHand hand = bench.byHand(setup(running, job));
          if (before.isEmpty()) {
            started(job, hand.start(inserts(job), options(job)));
            continue;
          }
          String savepoint = savepoints.get(before.get());
          if (savepoint == null) {
            savepoint = hand.stop(before.get().hex());
            savepoints.put(before.get(), savepoint);
          }
          started(job, hand.start(inserts(job), options(job), savepoint));
        }
      } catch (Exception e) {
        running.ends(Truth.FAILED, words(e));
      }
    }
  }

  /** The innermost cause that the gateway names, else the first line. */
  private static String words(Exception failure) {
    String text = String.valueOf(failure.getMessage()).replace("\\n", "\n");
    int cause = text.lastIndexOf("Caused by: ");
    return text.substring(Math.max(cause, 0)).lines().findFirst().orElse(failure.toString());
  }

  @Override
  public Optional<String> failure(String model) {
    return job(model)
        .filter(
            job ->
                bench.cluster().job(job).map(JobStatus::state).stream()
                    .anyMatch(state -> state.isTerminal()))
        .map(job -> String.join("; ", bench.cluster().failures(job).causes()));
  }

  @Override
  public void end() {
    JobControl cluster = bench.cluster();
    Set.copyOf(jobs.values()).forEach(cluster::cancel);
  }
}
