package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.JobOutput;
import dev.millrace.engine.ledger.JobParameters;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.TableUse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Jobs that run on the cluster and that the ledger does not have as anybody's current one: of
 * another ledger, of nobody, or left over. What they write may be what a plan is about to write.
 */
final class OtherJobs {
  private final Ledger ledger;
  private final List<Other> others;

  private OtherJobs(Ledger ledger, List<Other> others) {
    this.ledger = requireNonNull(ledger, "ledger");
    this.others = List.copyOf(others);
  }

  /**
   * A job with what can be known of it.
   *
   * @param spec what it was made from, where it carries that
   * @param tables names of the tables it writes, without catalog and database
   */
  private record Other(JobStatus status, Optional<JobSpec> spec, List<String> tables) {
    Optional<String> parameter(String name) {
      return Optional.ofNullable(status.parameters().get(name));
    }
  }

  /** Looks at the cluster once. */
  static OtherJobs look(
      JobControl control, Ledger ledger, List<Deployment> deployments, List<JobStatus> jobs) {
    Set<JobId> current = new LinkedHashSet<>();
    for (Deployment deployment : deployments) {
      deployment
          .attempt()
          .map(number -> ledger.attempt(deployment.key(), number).job())
          .ifPresent(current::add);
    }
    List<JobStatus> others =
        jobs.stream()
            .filter(job -> !job.state().isTerminal() && !current.contains(job.id()))
            .toList();
    if (others.isEmpty()) {
      return new OtherJobs(ledger, List.of());
    }
    Set<JobId> underWay = underWay(ledger, deployments);
    List<Supplier<Optional<Other>>> questions = new ArrayList<>();
    for (JobStatus job : others) {
      if (!underWay.contains(job.id())) {
        questions.add(() -> control.job(job.id()).map(status -> of(control, status)));
      }
    }
    return new OtherJobs(ledger, AtOnce.all(questions).stream().flatMap(Optional::stream).toList());
  }

  /** An operation under way has submissions beside the committed one. */
  private static Set<JobId> underWay(Ledger ledger, List<Deployment> deployments) {
    Set<JobId> jobs = new LinkedHashSet<>();
    for (Deployment deployment : deployments) {
      if (ledger.operations().of(deployment.key()).stream()
          .anyMatch(operation -> operation.endedAt().isEmpty())) {
        ledger.attempts(deployment.key()).stream().map(Attempt::job).forEach(jobs::add);
      }
    }
    return jobs;
  }

  private static Other of(JobControl control, JobStatus status) {
    return new Other(
        status,
        JobParameters.spec(status.parameters()),
        status.parameters().containsKey(JobParameters.DEPLOYMENT)
            ? List.of()
            : control.writtenTables(status.id()));
  }

  /** Why a job may not begin, if one of these is in its way. */
  Optional<String> obstacle(String deployment, JobSpec wanted) {
    for (Other other : others) {
      boolean ours =
          other.parameter(JobParameters.LEDGER).filter(ledger::isOwn).isPresent()
              && other.parameter(JobParameters.PROJECT).equals(Optional.of(ledger.project()))
              && other.parameter(JobParameters.TARGET).equals(Optional.of(ledger.target()));
      if (ours && other.parameter(JobParameters.DEPLOYMENT).equals(Optional.of(deployment))) {
        return Optional.of(
            "Job "
                + other.status().id()
                + " of this deployment runs beside the one that the ledger knows, and writes the"
                + " same table; cancel it on the cluster, then plan again");
      }
      if (!ours && other.parameter(JobParameters.LEDGER).isPresent() && meets(other, wanted)) {
        return Optional.of(
            "Job "
                + other.status().id()
                + " ("
                + other.status().name()
                + ") fills the same table and belongs to another ledger, "
                + other.parameter(JobParameters.LEDGER).orElse("")
                + "; if that one is lost, `millrace ledger rebuild` makes it again, and if it is"
                + " another machine's, name one PostgreSQL ledger in both profiles");
      }
    }
    return Optional.empty();
  }

  /** What a reader should know of jobs that are nobody's. */
  List<String> notes(JobSpec wanted) {
    Set<String> names = new LinkedHashSet<>();
    wanted.outputs().stream().map(output -> output.relation().name()).forEach(names::add);
    List<String> notes = new ArrayList<>();
    for (Other other : others) {
      other.tables().stream()
          .filter(names::contains)
          .findFirst()
          .ifPresent(
              table ->
                  notes.add(
                      "Job "
                          + other.status().id()
                          + " ("
                          + other.status().name()
                          + "), which Millrace did not start, writes a table of the name "
                          + table
                          + " too; if it is this one, two jobs would fill it: stop that job, or"
                          + " take it over with `millrace adopt`"));
    }
    return notes;
  }

  /** Whether it fills a table of these: by the place of the rows, else by model. */
  private static boolean meets(Other other, JobSpec wanted) {
    if (other.spec().isEmpty()) {
      return other
          .parameter(JobParameters.MODEL)
          .filter(wanted.models()::contains)
          .filter(model -> other.status().name().equals(wanted.jobName()))
          .isPresent();
    }
    Set<Map<String, String>> places = new LinkedHashSet<>(places(wanted));
    return places(other.spec().get()).stream().anyMatch(places::contains)
        || other.spec().get().outputs().stream()
            .map(JobOutput::model)
            .anyMatch(
                model ->
                    wanted.models().contains(model)
                        && other.status().name().equals(wanted.jobName()));
  }

  /** Where its rows go, as far as options say it; placeholders of one profile are the same text. */
  private static List<Map<String, String>> places(JobSpec spec) {
    return spec.tables().stream()
        .filter(TableUse::written)
        .map(OtherJobs::place)
        .filter(place -> place.size() > 1)
        .toList();
  }

  private static Map<String, String> place(TableUse table) {
    Map<String, String> place = new TreeMap<>();
    for (String key :
        List.of("topic", "path", "url", "table-name", "properties.bootstrap.servers")) {
      String value = table.options().get(key);
      if (value != null) {
        place.put(key, value);
      }
    }
    return place;
  }
}
