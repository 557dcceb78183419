package dev.millrace.it.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser.Answer;
import dev.millrace.it.state.Models.Role;
import dev.millrace.it.state.StateCase.Policy;
import dev.millrace.it.state.StateCase.Source;
import dev.millrace.it.state.Topics.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs several cases beside each other: old queries and references on the first batch, the plan and
 * the upgrade, the second batch, the comparison. What goes wrong in one case ends that case alone.
 */
final class CaseGroup {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Judgement NONE = new Judgement(Judgement.Verdict.KEPT, false, "");

  private final Bench bench;
  private final List<Running> cases = new ArrayList<>();

  /**
   * @param number of the first case among all that share the bench
   */
  CaseGroup(Bench bench, List<StateCase> cases, int number) {
    this.bench = requireNonNull(bench, "bench");
    int next = number;
    for (StateCase each : cases) {
      this.cases.add(new Running(each, new Models(each, next++, bench.topics().broker())));
    }
  }

  /** A case and how far it has come. */
  private static final class Running {
    private final StateCase of;
    private final Models models;
    private final Map<String, Long> written = new LinkedHashMap<>();
    private final Map<String, Integer> marks = new LinkedHashMap<>();
    private Judgement judgement = NONE;
    private @Nullable CaseResult result;

    Running(StateCase of, Models models) {
      this.of = of;
      this.models = models;
    }

    void ends(Truth truth, String detail) {
      if (result == null) {
        result = new CaseResult(of, judgement, truth, detail.strip());
      }
    }

    boolean goesOn() {
      return result == null;
    }

    /** Queries of the jobs in this role. */
    Map<String, String> queries(Role role) {
      return role == Role.SWITCHED ? of.switched() : of.after();
    }

    List<Role> references() {
      return of.switched().isEmpty()
          ? List.of(Role.UNINTERRUPTED, Role.FRESH)
          : List.of(Role.UNINTERRUPTED, Role.FRESH, Role.SWITCHED);
    }

    /** As options of a command. */
    List<String> choices() {
      List<String> options = new ArrayList<>();
      of.choices()
          .forEach(
              (column, choice) -> {
                int end = column.indexOf('.');
                String chosen = column.substring(end + 1);
                boolean isFunction = of.functions().stream().anyMatch(f -> f.name().equals(chosen));
                options.add("--choose");
                options.add(
                    models.model(Role.TESTED, column.substring(0, end))
                        + "."
                        + (isFunction ? models.function(Role.TESTED, chosen) : chosen)
                        + "="
                        + choice);
              });
      return options;
    }

    /** Otherwise only where the plan needs no permission. */
    boolean isComparedAnyway() {
      return !of.policy().equals(Set.of(Policy.NOTHING));
    }

    List<String> jobsOfReferences() {
      return references().stream().flatMap(role -> jobs(role).stream()).toList();
    }

    List<String> tested(Map<String, String> queries) {
      return queries.keySet().stream().map(name -> models.model(Role.TESTED, name)).toList();
    }

    List<String> jobs(Role role) {
      return queries(role).keySet().stream().map(name -> models.model(role, name)).toList();
    }
  }

  /** Runs them all; there is a result for each. */
  List<CaseResult> run() {
    try {
      write();
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
    return cases.stream().map(each -> requireNonNull(each.result)).toList();
  }

  private List<Running> goingOn() {
    return cases.stream().filter(Running::goesOn).toList();
  }

  /** What fails in one case is no matter of the others. */
  private void each(Consumer<Running> step) {
    for (Running running : goingOn()) {
      try {
        step.accept(running);
      } catch (RuntimeException e) {
        running.ends(Truth.ERROR, String.valueOf(e));
      }
    }
  }

  private void write() {
    each(
        running -> {
          List<String> topics = new ArrayList<>();
          for (Source source : running.of.sources()) {
            topics.add(running.models.topic(Role.TESTED, source.name()));
            topics.add(running.models.topic(Role.FRESH, source.name()));
            writeSource(running, Role.TESTED, source, source.columns());
            for (Role role : running.references()) {
              writeSource(running, role, source, source.columnsAfter());
            }
          }
          bench.topics().create(topics);
          writeFunctions(running);
          writeModels(running, Role.TESTED, running.of.before(), running.of.settingsBefore());
          for (Role role : running.references()) {
            writeModels(running, role, running.queries(role), running.of.settingsAfter());
          }
        });
  }

  private void writeSource(Running running, Role role, Source source, Map<String, String> columns) {
    bench.model(
        running.models.source(role, source.name()), running.models.text(role, source, columns));
  }

  private void writeFunctions(Running running) {
    if (running.of.functions().isEmpty()) {
      return;
    }
    for (Role role : List.of(Role.TESTED, Role.UNINTERRUPTED)) {
      bench.jar(running.models.jar(role), running.models.sources(role, role != Role.TESTED));
      running
          .of
          .functions()
          .forEach(
              function ->
                  bench.model(
                      running.models.function(role, function.name()),
                      running.models.text(role, function)));
    }
  }

  private void writeModels(
      Running running, Role role, Map<String, String> queries, Map<String, Object> settings) {
    queries.forEach(
        (name, query) ->
            bench.model(
                running.models.model(role, name),
                running.models.text(role, name, query, settings)));
  }

  /** A model that is wrong would stop every command of the project. */
  private void check() {
    for (JsonNode problem : bench.problems()) {
      String file = problem.path("file").asText();
      goingOn().stream()
          .filter(
              running ->
                  files(running).stream().anyMatch(each -> file.endsWith("/" + each + ".sql")))
          .filter(running -> problem.path("severity").asText().equalsIgnoreCase("error"))
          .forEach(running -> running.ends(Truth.ERROR, problem.path("message").asText()));
    }
    cases.stream()
        .filter(running -> !running.goesOn())
        .forEach(running -> bench.forget(files(running)));
  }

  private void start() {
    start(
        goingOn(),
        running -> {
          List<String> models = new ArrayList<>(running.tested(running.of.before()));
          if (running.isComparedAnyway()) {
            models.addAll(running.jobsOfReferences());
          }
          return models;
        });
  }

  /** Starts the references of those that nobody stopped, and lets them catch up. */
  private void startLater() {
    List<Running> late = goingOn().stream().filter(each -> !each.isComparedAnyway()).toList();
    if (!late.isEmpty()) {
      start(late, Running::jobsOfReferences);
      settle(1);
      late.stream().filter(Running::goesOn).forEach(this::mark);
    }
  }

  private void start(List<Running> some, Function<Running, List<String>> jobs) {
    inGroupOrAlone(
        some,
        group -> {
          List<String> models = group.stream().flatMap(each -> jobs.apply(each).stream()).toList();
          Answer answer = bench.types("run", models, "--threads", "4");
          return answered(
              answer, group, running -> started(running, jobs.apply(running), answer.json()));
        });
  }

  private static void started(Running running, List<String> models, JsonNode answer) {
    for (String model : models) {
      Bench.entry(answer, model)
          .filter(entry -> !isSuccess(entry))
          .ifPresent(entry -> running.ends(Truth.ERROR, model + " did not start: " + words(entry)));
    }
  }

  private static boolean isSuccess(JsonNode entry) {
    String outcome = entry.path("outcome").asText();
    return outcome.equals("committed") || outcome.equals("unchanged");
  }

  private static String words(JsonNode entry) {
    return entry.path("outcome").asText()
        + ": "
        + entry.path("message").asText()
        + " "
        + entry.path("problem").path("message").asText();
  }

  private interface Command {
    /** Whether the command understood its task, so that there is an answer for each case. */
    boolean carryOut(List<Running> group);
  }

  /** A fault in one case's text stops a command for all: then each has a command of its own. */
  private void inGroupOrAlone(List<Running> group, Command command) {
    if (group.isEmpty() || (group.size() > 1 && command.carryOut(group))) {
      return;
    }
    for (Running running : group) {
      try {
        if (!command.carryOut(List.of(running))) {
          bench.forget(files(running));
        }
      } catch (RuntimeException e) {
        running.ends(Truth.ERROR, String.valueOf(e));
      }
    }
  }

  private static boolean answered(Answer answer, List<Running> group, Consumer<Running> each) {
    boolean understood = answer.out().strip().endsWith("}") && answer.json().has("models");
    if (understood) {
      group.forEach(each);
    } else if (group.size() == 1) {
      group.getFirst().ends(Truth.ERROR, answer.err() + answer.out());
    }
    return understood;
  }

  /** Writes one batch, source by source, so that inputs come in one order in all jobs. */
  private void feed(int batch) {
    int sources = cases.stream().mapToInt(each -> each.of.sources().size()).max().orElse(0);
    for (int position = 0; position < sources; position++) {
      int number = position;
      each(
          running -> {
            if (number < running.of.sources().size()) {
              feed(running, running.of.sources().get(number), batch);
            }
          });
      settle(batch);
    }
    if (batch == 1) {
      each(this::mark);
    }
  }

  private void feed(Running running, Source source, int batch) {
    String topic = running.models.topic(Role.TESTED, source.name());
    List<StateCase.Row> rows = source.batches().get(batch - 1);
    bench.topics().write(topic, source, rows, batch);
    running.written.merge(topic, (long) rows.size(), Long::sum);
    if (batch == 2) {
      String second = running.models.topic(Role.FRESH, source.name());
      bench.topics().write(second, source, rows, batch);
      running.written.merge(second, (long) rows.size(), Long::sum);
    }
  }

  /** Waits until every job has read what there is and has taken a checkpoint since. */
  private void settle(int batch) {
    Map<Running, List<String>> waiting = new LinkedHashMap<>();
    for (Running running : goingOn()) {
      List<String> models =
          new ArrayList<>(running.tested(batch == 1 ? running.of.before() : running.of.after()));
      running.references().stream()
          .filter(role -> batch == 2 || role != Role.FRESH)
          .forEach(role -> models.addAll(running.jobs(role)));
      // Models that share a job have one deployment.
      models.removeIf(model -> bench.job(model).isEmpty());
      waiting.put(running, models);
    }
    long until = System.nanoTime() + DEADLINE.toNanos();
    while (!waiting.isEmpty()) {
      waiting.forEach(
          (running, models) -> models.removeIf(model -> bench.hasRead(model, running.written)));
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

  /** Remembers how much there is before the switch. */
  private void mark(Running running) {
    List<String> models = new ArrayList<>(running.tested(running.of.after()));
    models.addAll(running.jobsOfReferences());
    models.forEach(model -> running.marks.put(model, read(model).size()));
  }

  private List<Entry> read(String model) {
    return bench.topics().read(Bench.sinkTopic(model));
  }

  private void upgrade() {
    each(
        running -> {
          bench.forget(running.tested(running.of.before()));
          writeModels(running, Role.TESTED, running.of.after(), running.of.settingsAfter());
          if (!running.of.functions().isEmpty()) {
            bench.jar(running.models.jar(Role.TESTED), running.models.sources(Role.TESTED, true));
          }
          running
              .of
              .sources()
              .forEach(source -> writeSource(running, Role.TESTED, source, source.columnsAfter()));
        });
    plan();
    startLater();
    carryOut(running -> running.of.policy().contains(Policy.FULL_REFRESH), "--full-refresh");
    carryOut(
        running -> running.of.policy().contains(Policy.ALLOW_UNKNOWN_STATE),
        "--allow-unknown-state");
    carryOut(running -> true, "--yes");
  }

  private void plan() {
    inGroupOrAlone(
        goingOn(),
        group -> {
          List<String> models = new ArrayList<>();
          group.forEach(running -> models.addAll(running.tested(running.of.after())));
          Answer answer = bench.types("plan", models);
          return answered(answer, group, running -> judge(running, answer.json()));
        });
  }

  private static void judge(Running running, JsonNode plan) {
    List<JsonNode> entries = new ArrayList<>();
    running.tested(running.of.after()).stream()
        .map(model -> Bench.entry(plan, model))
        .flatMap(Optional::stream)
        .forEach(entries::add);
    if (entries.isEmpty()) {
      running.ends(Truth.ERROR, "the plan says nothing of its models: " + plan);
      return;
    }
    running.judgement = Judgement.of(entries);
    boolean allowed =
        running.of.policy().contains(Policy.FULL_REFRESH)
            || (running.judgement.verdict() != Judgement.Verdict.BLOCKED
                && (running.judgement.verdict() != Judgement.Verdict.DECIDE
                    || !running.of.choices().isEmpty())
                && (!running.judgement.needsPermission()
                    || !running.of.choices().isEmpty()
                    || running.of.policy().contains(Policy.ALLOW_UNKNOWN_STATE)));
    if (!allowed) {
      running.ends(Truth.REFUSED, "");
    }
  }

  private void carryOut(Predicate<Running> which, String option) {
    List<Running> group = goingOn().stream().filter(which).filter(this::isOld).toList();
    inGroupOrAlone(
        group,
        some -> {
          List<String> models = new ArrayList<>();
          List<String> options = new ArrayList<>(List.of("--threads", "4", option));
          for (Running running : some) {
            models.addAll(running.tested(running.of.after()));
            options.addAll(running.choices());
          }
          Answer answer = bench.types("run", models, options.toArray(String[]::new));
          return answered(answer, some, running -> upgraded(running, answer.json()));
        });
  }

  private final Collection<Running> upgraded = new ArrayList<>();

  private boolean isOld(Running running) {
    return !upgraded.contains(running);
  }

  private void upgraded(Running running, JsonNode answer) {
    upgraded.add(running);
    for (String model : running.tested(running.of.after())) {
      Bench.entry(answer, model)
          .filter(entry -> !isSuccess(entry))
          .ifPresent(
              entry ->
                  running.ends(
                      entry.path("outcome").asText().equals("blocked")
                          ? Truth.REFUSED
                          : Truth.FAILED,
                      words(entry)));
    }
  }

  private void compare(Running running) {
    Truth worst = Truth.EXACT;
    StringBuilder detail = new StringBuilder();
    for (String name : running.of.after().keySet()) {
      String tested = running.models.model(Role.TESTED, name);
      String uninterrupted = running.models.model(Role.UNINTERRUPTED, name);
      List<Entry> all = read(tested);
      Comparison comparison =
          new Comparison(
              all.subList(running.marks.getOrDefault(tested, 0), all.size()),
              read(uninterrupted),
              running.marks.getOrDefault(uninterrupted, 0),
              read(running.models.model(Role.FRESH, name)),
              running.of.switched().containsKey(name)
                  ? Optional.of(switched(running, name))
                  : Optional.empty());
      Truth truth = comparison.truth();
      detail.append(comparison.words());
      worst = truth.compareTo(worst) > 0 ? truth : worst;
    }
    running.ends(worst, detail.toString());
  }

  private List<Entry> switched(Running running, String name) {
    String model = running.models.model(Role.SWITCHED, name);
    List<Entry> all = read(model);
    return all.subList(running.marks.getOrDefault(model, 0), all.size());
  }

  private List<String> files(Running running) {
    List<String> files = new ArrayList<>(running.tested(running.of.before()));
    files.addAll(running.tested(running.of.after()));
    running
        .of
        .sources()
        .forEach(each -> files.add(running.models.source(Role.TESTED, each.name())));
    for (StateCase.Function function : running.of.functions()) {
      files.add(running.models.function(Role.TESTED, function.name()));
      files.add(running.models.function(Role.UNINTERRUPTED, function.name()));
    }
    for (Role role : running.references()) {
      files.addAll(running.jobs(role));
      running.of.sources().forEach(each -> files.add(running.models.source(role, each.name())));
    }
    return files;
  }

  /** Stops every job and takes the models out of the project. */
  private void end() {
    List<String> models = new ArrayList<>();
    for (Running running : cases) {
      running.ends(Truth.ERROR, "it was given up with others");
      files(running).stream().filter(file -> bench.job(file).isPresent()).forEach(models::add);
    }
    try {
      if (!models.isEmpty()) {
        bench.types("stop", models, "--no-savepoint");
      }
    } catch (IllegalStateException e) {
      System.err.println("jobs of a group were left: " + e.getMessage());
    } finally {
      cases.forEach(running -> bench.forget(files(running)));
    }
  }
}
