package dev.millrace.it.chaos;

import dev.millrace.engine.deploy.DeployState;
import dev.millrace.engine.deploy.Transitions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All points at which an engine can be killed, made from the table of transitions. */
final class Points {
  private final List<Point> all = new ArrayList<>();
  private final List<String> notReached = new ArrayList<>();
  private int serial;

  private Points() {}

  /** Before and after each write: every transition, and every call to the outside. */
  static Points ofTable() {
    Points points = new Points();
    points.both(Scenario.UPGRADE, Moment.INTENT);
    for (Transitions.Transition step : Transitions.TABLE) {
      Optional<Scenario> scenario =
          Stream.of(Scenario.values())
              .filter(candidate -> candidate.walks(step.from(), step.to()))
              .findFirst();
      if (scenario.isPresent()) {
        points.both(scenario.get(), words(step));
      } else {
        points.notReached.add(words(step) + " (" + step.when() + ")");
      }
    }
    Set<String> calls = new HashSet<>();
    for (Scenario scenario : Scenario.values()) {
      new TreeMap<>(scenario.calls())
          .forEach(
              (state, steps) ->
                  steps.forEach(
                      step -> {
                        String name = state.name().toLowerCase(Locale.ROOT);
                        if (calls.add(Moment.call(name, step, false))) {
                          points.both(scenario, Moment.call(name, step, false));
                          points.both(scenario, Moment.call(name, step, true));
                        }
                      }));
    }
    points.both(Scenario.UPGRADE, Moment.SAVEPOINT);
    points.both(Scenario.UPGRADE, Moment.CHECKPOINT);
    points.both(Scenario.UPGRADE_REFUSED, Moment.WAY_BACK);
    // The same steps, and yet another end: state is given up on purpose.
    points.both(Scenario.FRESH, words(DeployState.OLD_JOB_GONE, DeployState.SUBMIT_REQUESTED));
    points.both(Scenario.FRESH, words(DeployState.SUBMIT_REQUESTED, DeployState.RUNNING_RESTORED));
    return points;
  }

  /** All, those of one scenario together. */
  List<Point> all() {
    return all.stream().sorted(Comparator.comparing(Point::scenario)).toList();
  }

  /** So many of them, chosen at random. */
  List<Point> some(int count, Random random) {
    List<Point> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, random);
    return shuffled.stream().limit(count).sorted(Comparator.comparing(Point::scenario)).toList();
  }

  /** Transitions that no scenario brings about on a real cluster. */
  List<String> notReached() {
    return List.copyOf(notReached);
  }

  private void both(Scenario scenario, String what) {
    List<String> models = scenario.models();
    String model = models.get(serial++ % models.size());
    all.add(new Point(scenario, model, what, Moment.Side.BEFORE));
    all.add(new Point(scenario, model, what, Moment.Side.AFTER));
  }

  private static String words(Transitions.Transition step) {
    return words(step.from(), step.to());
  }

  private static String words(DeployState from, DeployState to) {
    return Moment.transition(
        from.name().toLowerCase(Locale.ROOT), to.name().toLowerCase(Locale.ROOT));
  }
}
