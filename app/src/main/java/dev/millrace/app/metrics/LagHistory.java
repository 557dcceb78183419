package dev.millrace.app.metrics;

import dev.millrace.engine.observe.LagPoint;
import java.time.Duration;
import java.util.List;

/** Tells how a model's lag went. Takes its time: never on the FX thread. */
@FunctionalInterface
public interface LagHistory {
  /**
   * What was measured lately, over all jobs the model had.
   *
   * @param model unique id
   * @param table name of the table it fills, without catalog and database
   * @param back how far to look
   */
  Past read(String model, String table, Duration back);

  /**
   * What was measured.
   *
   * @param points oldest first
   * @param marks oldest first
   */
  record Past(List<LagPoint> points, List<DeploymentMark> marks) {
    static final Past NOTHING = new Past(List.of(), List.of());

    public Past {
      points = List.copyOf(points);
      marks = List.copyOf(marks);
    }
  }
}
