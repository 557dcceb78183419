package dev.millrace.it.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.it.CommandLineUser.Answer;
import dev.millrace.it.state.Models.Role;
import dev.millrace.it.state.StateCase.Source;
import dev.millrace.it.state.Topics.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs several cases beside each other: old queries and references on the first batch, the plan and
 * the upgrade, the second batch, the comparison. What goes wrong in one case ends that case alone.
 */
final class CaseGroup {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Bench bench;
  private final Upgrades upgrades;
  private final CaseProject project;
  private final List<RunningCase> cases = new ArrayList<>();

  /**
   * @param number of the first case among all that share the bench
   */
  CaseGroup(Bench bench, Upgrades upgrades, List<StateCase> cases, int number) {
    this.bench = requireNonNull(bench, "bench");
    this.upgrades = requireNonNull(upgrades, "upgrades");
    this.project = new CaseProject(bench);
    int next = number;
    for (StateCase each : cases) {
      this.cases.add(
          new RunningCase(
              each, new Models(each, next++, bench.topics().broker(), bench.lookups())));
    }
  }

  /** Runs them all; there is a result for each. */
  List<CaseResult> run() {
    try {
      each(project::write);
      check();
      start();
      feed(1);
      upgrade();
      feed(2);
      each(this::compare);
    } catch (IllegalStateException e) {
      // A command that does not end is no matter of the next group.
      cases.forEach(running -> running.ends(Truth.ERROR, String.valueOf(e)));
    } finally {
      end();
    }
    return cases.stream().map(RunningCase::result).toList();
  }

  private List<RunningCase> goingOn() {
    return cases.stream().filter(RunningCase::goesOn).toList();
  }

  /** What fails in one case is no matter of the others. */
  private void each(Consumer<RunningCase> step) {
    for (RunningCase running : goingOn()) {
      try {
        step.accept(running);
      } catch (RuntimeException e) {
        running.ends(Truth.ERROR, String.valueOf(e));
      }
    }
  }

  /** A model that is wrong would stop every command of the project. */
  private void check() {
    for (JsonNode problem : bench.problems()) {
      String file = problem.path("file").asText();
      goingOn().stream()
          .filter(
              running ->
                  CaseProject.models(running).stream()
                      .anyMatch(each -> file.endsWith("/" + each + ".sql")))
          .filter(running -> problem.path("severity").asText().equalsIgnoreCase("error"))
          .forEach(running -> running.ends(Truth.ERROR, problem.path("message").asText()));
    }
    cases.stream().filter(running -> !running.goesOn()).forEach(project::forget);
  }

  private void start() {
    start(
        goingOn(),
        running -> {
          List<String> models = new ArrayList<>();
          if (upgrades.startsByCommand()) {
            models.addAll(running.testedBefore());
          }
          if (running.isComparedAnyway()) {
            models.addAll(running.jobsOfReferences());
          }
          return models;
        });
    upgrades.start(goingOn());
  }

  /** Starts the references of those that nobody stopped, and lets them catch up. */
  private void startLater() {
    List<RunningCase> late = goingOn().stream().filter(each -> !each.isComparedAnyway()).toList();
    if (!late.isEmpty()) {
      start(late, RunningCase::jobsOfReferences);
      settle(1);
      late.stream().filter(RunningCase::goesOn).forEach(this::mark);
    }
  }

  private void start(List<RunningCase> some, Function<RunningCase, List<String>> jobs) {
    GroupCommand.inGroupOrAlone(
        bench,
        some,
        group -> {
          List<String> models = group.stream().flatMap(each -> jobs.apply(each).stream()).toList();
          if (models.isEmpty()) {
            return true;
          }
          Answer answer = bench.types("run", models, "--threads", "4");
          return GroupCommand.answered(
              answer, group, running -> started(running, jobs.apply(running), answer.json()));
        });
  }

  private static void started(RunningCase running, List<String> models, JsonNode answer) {
    for (String model : models) {
      Bench.entry(answer, model)
          .filter(entry -> !GroupCommand.isSuccess(entry))
          .ifPresent(
              entry ->
                  running.ends(
                      Truth.ERROR, model + " did not start: " + GroupCommand.words(entry)));
    }
  }

  /** Writes one batch, source by source, so that inputs come in one order in all jobs. */
  private void feed(int batch) {
    int sources = cases.stream().mapToInt(each -> each.of().sources().size()).max().orElse(0);
    for (int position = 0; position < sources; position++) {
      int number = position;
      each(
          running -> {
            if (number < running.of().sources().size()) {
              feed(running, running.of().sources().get(number), batch);
            }
          });
      settle(batch);
    }
    if (batch == 1) {
      each(this::mark);
    }
  }

  private void feed(RunningCase running, Source source, int batch) {
    List<StateCase.Row> rows = source.batches().get(batch - 1);
    if (source.lookedUp()) {
      bench.lookUp(running.models().lookupFile(source.name()), rows);
      return;
    }
    String topic = running.models().topic(Role.TESTED, source.name());
    bench.topics().write(topic, source, rows, batch);
    running.wrote(topic, rows.size());
    if (batch == 2) {
      String second = running.models().topic(Role.FRESH, source.name());
      bench.topics().write(second, source, rows, batch);
      running.wrote(second, rows.size());
    }
  }

  /** Waits until every job has read what there is and has taken a checkpoint since. */
  private void settle(int batch) {
    Map<RunningCase, List<String>> waiting = new LinkedHashMap<>();
    for (RunningCase running : goingOn()) {
      List<String> models =
          new ArrayList<>(batch == 1 ? running.testedBefore() : running.testedAfter());
      running.references().stream()
          .filter(role -> batch == 2 || role != Role.FRESH)
          .forEach(role -> models.addAll(running.jobs(role)));
      // Models that share a job have one deployment.
      models.removeIf(model -> job(running, model).isEmpty());
      waiting.put(running, models);
    }
    long until = System.nanoTime() + DEADLINE.toNanos();
    while (!waiting.isEmpty()) {
      waiting.forEach((running, models) -> models.removeIf(model -> isDone(running, model)));
      waiting.values().removeIf(List::isEmpty);
      if (System.nanoTime() > until) {
        waiting.forEach(
            (running, models) ->
                running.ends(
                    Truth.ERROR,
                    models
                        + " did not read batch "
                        + batch
                        + " in "
                        + DEADLINE.toSeconds()
                        + " s"));
        return;
      }
      if (!waiting.isEmpty()) {
        LockSupport.parkNanos(POLL.toNanos());
      }
    }
  }

  private Optional<JobId> job(RunningCase running, String model) {
    return isTested(running, model) ? upgrades.job(model) : bench.job(model);
  }

  private static boolean isTested(RunningCase running, String model) {
    return running.testedAfter().contains(model) || running.testedBefore().contains(model);
  }

  /** Whether nothing more comes of a model for the rows there are. */
  private boolean isDone(RunningCase running, String model) {
    if (job(running, model).stream().anyMatch(job -> bench.hasRead(job, running.written()))) {
      return true;
    }
    Optional<String> failure =
        isTested(running, model) ? upgrades.failure(model) : Optional.empty();
    failure.ifPresent(words -> running.ends(Truth.FAILED, words));
    return failure.isPresent();
  }

  /** Remembers how much there is before the switch. */
  private void mark(RunningCase running) {
    List<String> models = new ArrayList<>(running.testedAfter());
    models.addAll(running.jobsOfReferences());
    models.forEach(model -> running.mark(model, read(model).size()));
  }

  private List<Entry> read(String model) {
    return bench.topics().read(Bench.sinkTopic(model));
  }

  private void upgrade() {
    each(project::change);
    upgrades.plan(goingOn());
    startLater();
    upgrades.upgrade(goingOn());
  }

  private void compare(RunningCase running) {
    Truth worst = Truth.EXACT;
    StringBuilder detail = new StringBuilder();
    for (String name : running.of().after().keySet()) {
      Models models = running.models();
      String tested = models.model(Role.TESTED, name);
      String uninterrupted = models.model(Role.UNINTERRUPTED, name);
      Comparison comparison =
          new Comparison(
              afterMark(running, tested),
              read(uninterrupted),
              running.mark(uninterrupted),
              read(models.model(Role.FRESH, name)),
              running.of().switched().containsKey(name)
                  ? Optional.of(afterMark(running, models.model(Role.SWITCHED, name)))
                  : Optional.empty());
      Truth truth = comparison.truth();
      detail.append(comparison.words());
      worst = truth.compareTo(worst) > 0 ? truth : worst;
    }
    running.ends(worst, detail.toString());
  }

  private List<Entry> afterMark(RunningCase running, String model) {
    List<Entry> all = read(model);
    return all.subList(running.mark(model), all.size());
  }

  /** Stops every job and takes the models out of the project. */
  private void end() {
    List<String> models = new ArrayList<>();
    for (RunningCase running : cases) {
      running.ends(Truth.ERROR, "it was given up with others");
      CaseProject.models(running).stream()
          .filter(model -> bench.job(model).isPresent())
          .forEach(models::add);
    }
    try {
      upgrades.end();
      if (!models.isEmpty()) {
        bench.types("stop", models, "--no-savepoint");
      }
    } catch (IllegalStateException | MillraceException e) {
      System.err.println("jobs of a group were left: " + e.getMessage());
    } finally {
      cases.forEach(project::forget);
    }
  }
}
