package dev.millrace.app.metrics;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.observe.LagPoint;
import java.util.List;

/**
 * A model's line in the chart.
 *
 * @param color number of its colour in the palette
 * @param points oldest first
 * @param marks oldest first
 * @param silence why there are no points; empty when there are some
 */
public record ShownSeries(
    String model,
    String name,
    int color,
    List<LagPoint> points,
    List<DeploymentMark> marks,
    String silence) {
  public ShownSeries {
    requireNonNull(model, "model");
    requireNonNull(name, "name");
    points = List.copyOf(points);
    marks = List.copyOf(marks);
    requireNonNull(silence, "silence");
  }
}
