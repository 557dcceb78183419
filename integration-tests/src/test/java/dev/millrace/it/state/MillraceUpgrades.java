package dev.millrace.it.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.connect.JobId;
import dev.millrace.it.CommandLineUser.Answer;
import dev.millrace.it.state.StateCase.Policy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** By {@code millrace plan} and {@code millrace run}, as users type them. */
final class MillraceUpgrades implements Upgrades {
  private final Bench bench;
  private final Set<RunningCase> upgraded = new HashSet<>();

  MillraceUpgrades(Bench bench) {
    this.bench = requireNonNull(bench, "bench");
  }

  @Override
  public boolean startsByCommand() {
    return true;
  }

  @Override
  public void start(List<RunningCase> cases) {
    // The command that starts the references starts these.
  }

  @Override
  public Optional<JobId> job(String model) {
    return bench.job(model);
  }

  @Override
  public void plan(List<RunningCase> cases) {
    GroupCommand.inGroupOrAlone(
        bench,
        cases,
        group -> {
          List<String> models = new ArrayList<>();
          List<String> ways = new ArrayList<>();
          for (RunningCase running : group) {
            models.addAll(running.testedAfter());
            ways.addAll(running.ways());
          }
          Answer answer = bench.types("plan", models, ways.toArray(String[]::new));
          return GroupCommand.answered(answer, group, running -> judge(running, answer.json()));
        });
  }

  private static void judge(RunningCase running, JsonNode plan) {
    List<JsonNode> entries = new ArrayList<>();
    running.testedAfter().stream()
        .map(model -> Bench.entry(plan, model))
        .flatMap(Optional::stream)
        .forEach(entries::add);
    if (entries.isEmpty()) {
      running.ends(Truth.ERROR, "the plan says nothing of its models: " + plan);
      return;
    }
    Judgement judgement = Judgement.of(entries);
    running.judged(judgement);
    Set<Policy> policy = running.of().policy();
    boolean chosen = running.of().isChosen();
    boolean allowed =
        policy.contains(Policy.FULL_REFRESH)
            || (judgement.verdict() != Judgement.Verdict.BLOCKED
                && (judgement.verdict() != Judgement.Verdict.DECIDE || chosen)
                && (!judgement.needsPermission()
                    || chosen
                    || policy.contains(Policy.ALLOW_UNKNOWN_STATE)));
    if (!allowed) {
      running.ends(Truth.REFUSED, "");
    }
  }

  @Override
  public void upgrade(List<RunningCase> cases) {
    carryOut(cases, each -> each.of().policy().contains(Policy.FULL_REFRESH), "--full-refresh");
    carryOut(
        cases,
        each -> each.of().policy().contains(Policy.ALLOW_UNKNOWN_STATE),
        "--allow-unknown-state");
    carryOut(cases, each -> true, "--yes");
  }

  private void carryOut(List<RunningCase> cases, Predicate<RunningCase> which, String option) {
    List<RunningCase> group =
        cases.stream()
            .filter(RunningCase::goesOn)
            .filter(which)
            .filter(each -> !upgraded.contains(each))
            .toList();
    GroupCommand.inGroupOrAlone(
        bench,
        group,
        some -> {
          List<String> models = new ArrayList<>();
          List<String> options = new ArrayList<>(List.of("--threads", "4", option));
          for (RunningCase running : some) {
            models.addAll(running.testedAfter());
            options.addAll(running.choices());
          }
          Answer answer = bench.types("run", models, options.toArray(String[]::new));
          return GroupCommand.answered(answer, some, running -> ended(running, answer.json()));
        });
  }

  private void ended(RunningCase running, JsonNode answer) {
    upgraded.add(running);
    for (String model : running.testedAfter()) {
      Bench.entry(answer, model)
          .filter(entry -> !GroupCommand.isSuccess(entry))
          .ifPresent(
              entry ->
                  running.ends(
                      entry.path("outcome").asText().equals("blocked")
                          ? Truth.REFUSED
                          : Truth.FAILED,
                      GroupCommand.words(entry)));
    }
  }

  @Override
  public Optional<String> failure(String model) {
    // Its own gate looks for that.
    return Optional.empty();
  }

  @Override
  public void end() {
    // They are stopped with the references.
  }
}
