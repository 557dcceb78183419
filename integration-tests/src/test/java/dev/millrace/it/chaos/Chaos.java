package dev.millrace.it.chaos;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.deploy.DeployState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Kills engines and has the next ones go on, while records flow. */
final class Chaos {
  private static final Duration CATCH_UP = Duration.ofSeconds(90);

  /** One in so many random kills is followed by another, of the engine that resumes. */
  private static final int AGAIN = 4;

  private static final Set<String> OURS = Set.of("committed", "rolled_back", "blocked");

  private final Rig rig;
  private final Debuggee debuggee;
  private final Inspection inspection;
  private final Content content;
  private final Feed feed;
  private final Path logs;
  private final Consumer<String> told;
  private final ChaosReport.Tally tally = new ChaosReport.Tally();
  private int serial;

  /**
   * @param logs folder for what each killed process said
   * @param told gets a sentence for each kill
   */
  Chaos(Rig rig, Path logs, Consumer<String> told) {
    this.rig = requireNonNull(rig, "rig");
    this.logs = requireNonNull(logs, "logs");
    this.told = requireNonNull(told, "told");
    this.debuggee = new Debuggee(rig.product());
    this.inspection = new Inspection(rig);
    this.feed = new Feed(rig.broker(), "dev.chaos.events");
    this.content = new Content(rig.broker(), "dev.chaos.copies", "dev.chaos.totals");
  }

  /** Kills at each of these points. */
  void points(List<Point> points) throws IOException, InterruptedException {
    for (Point point : points) {
      AtomicBoolean reached = new AtomicBoolean();
      boolean counts =
          one(
              point.scenario(),
              point.name(),
              (log, command) ->
                  debuggee.run(
                      log,
                      command,
                      moment -> {
                        point.scenario().meanwhile(rig, moment);
                        reached.set(point.is(moment));
                        return reached.get();
                      }),
              reached::get);
      if (counts) {
        tally.point();
      } else {
        tally.missed(point.name());
      }
    }
  }

  /** Kills so many times at any instant between the first line in the ledger and the end. */
  void random(int count, Random random) throws IOException, InterruptedException {
    if (count == 0) {
      return;
    }
    List<Scenario> scenarios =
        List.of(
            Scenario.UPGRADE,
            Scenario.UPGRADE,
            Scenario.UPGRADE,
            Scenario.RESTART,
            Scenario.CREATE,
            Scenario.STOP);
    Map<Scenario, Duration> longest = new EnumMap<>(Scenario.class);
    int killed = 0;
    while (killed < count) {
      Scenario scenario = scenarios.get(random.nextInt(scenarios.size()));
      if (!longest.containsKey(scenario)) {
        longest.put(scenario, measured(scenario));
      }
      Duration whole = requireNonNull(longest.get(scenario));
      Duration time = Duration.ofNanos((long) (random.nextDouble() * whole.toNanos()));
      AtomicBoolean alive = new AtomicBoolean();
      boolean counts =
          one(
              scenario,
              scenario.label() + ", after " + time.toMillis() + " ms",
              (log, command) -> {
                Debuggee.End end = debuggee.killAfter(log, command, time);
                alive.set(end.exit().isEmpty());
                if (alive.get() && random.nextInt(AGAIN) == 0) {
                  killAgain(Duration.ofNanos((long) (random.nextDouble() * whole.toNanos())));
                }
                return end;
              },
              alive::get);
      // One that was quicker than the measured one had ended by itself.
      if (counts) {
        tally.random();
        killed++;
      }
    }
  }

  /** The one that would finish or undo it is killed too. */
  private void killAgain(Duration time) throws IOException, InterruptedException {
    Path log = logs.resolve("%04d.log".formatted(++serial));
    if (debuggee.killAfter(log, List.of("resume"), time).exit().isEmpty()) {
      tally.again();
    }
  }

  /** Ends the records and compares what the sinks have come to. */
  ChaosReport finish() throws InterruptedException {
    long records = feed.stop();
    content.at("the end");
    content.mustComeTo(records, CATCH_UP);
    return tally.report(records, inspection, content);
  }

  /** How long a scenario takes from its first line in the ledger when nobody is killed. */
  private Duration measured(Scenario scenario) throws IOException, InterruptedException {
    Duration[] took = new Duration[1];
    one(
        scenario,
        scenario.label() + ", measured",
        (log, command) -> {
          Debuggee.End end =
              debuggee.run(
                  log,
                  command,
                  moment -> {
                    scenario.meanwhile(rig, moment);
                    return false;
                  });
          took[0] = end.took();
          return end;
        },
        () -> false);
    return requireNonNull(took[0], "it was run");
  }

  private interface Kill {
    Debuggee.End run(Path log, List<String> command) throws IOException, InterruptedException;
  }

  private interface Question {
    boolean yes();
  }

  /** One run of a scenario; whether its process was killed as meant. */
  private boolean one(Scenario scenario, String name, Kill kill, Question asMeant)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    content.at(name);
    String outcome = "";
    try {
      scenario.prepare(rig);
      Path log = logs.resolve("%04d.log".formatted(++serial));
      Debuggee.End end = kill.run(log, scenario.command(rig));
      List<JsonNode> resumed = rig.resume();
      if (asMeant.yes()) {
        outcome = judge(scenario, name, resumed);
      } else {
        outcome = "not killed, exit " + end.exit().map(String::valueOf).orElse("none");
      }
      scenario.mend(rig);
      rig.good();
      scenario.afterwards(rig);
    } catch (AssertionError | RuntimeException e) {
      outcome = "a fault: " + e.getMessage();
      tally.fault(name + ": " + e);
    }
    for (String wrong : inspection.look()) {
      outcome += "; " + wrong;
      tally.fault(name + ": " + wrong);
    }
    told.accept(
        "%4d  %-90s %s (%.1f s, lost %d, doubled %d)"
            .formatted(
                serial,
                name,
                outcome,
                (System.nanoTime() - begun) / 1e9,
                content.lost(),
                content.doubled()));
    return asMeant.yes();
  }

  private String judge(Scenario scenario, String name, List<JsonNode> resumed) {
    Set<String> outcomes = new TreeSet<>();
    for (JsonNode model : resumed) {
      String outcome = model.path("outcome").asText();
      outcomes.add(outcome);
      if (!OURS.contains(outcome)) {
        tally.fault(name + ": " + model);
      }
    }
    boolean blocks = scenario.end() == DeployState.BLOCKED;
    if (outcomes.contains("blocked")) {
      tally.blocked(blocks);
      if (!blocks) {
        tally.fault(name + ": " + resumed);
      }
      return "blocked" + (blocks ? " as without the kill" : "");
    }
    if (outcomes.contains("rolled_back")) {
      tally.undone();
      return "undone";
    }
    if (outcomes.contains("committed")) {
      tally.resumed();
      return "resumed";
    }
    tally.settled();
    return "nothing was unfinished";
  }
}
