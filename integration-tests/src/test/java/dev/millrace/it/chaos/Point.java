package dev.millrace.it.chaos;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * Where the engine is killed.
 *
 * @param model whose deployment it is about; several are deployed at once
 */
record Point(Scenario scenario, String model, String what, Moment.Side side) {
  Point {
    requireNonNull(scenario, "scenario");
    requireNonNull(model, "model");
    requireNonNull(what, "what");
    requireNonNull(side, "side");
  }

  boolean is(Moment moment) {
    return moment.side() == side
        && moment.what().equals(what)
        && moment.deployment().startsWith(model);
  }

  String name() {
    return scenario.label() + ", " + side.name().toLowerCase(Locale.ROOT) + " " + what;
  }
}
