package dev.millrace.app.metrics;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.watch.ModelStatus;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** A model in the list; the row stays the same while what is known of it changes. */
public final class LagRow {
  private final String model;
  private final ReadOnlyObjectWrapper<ModelStatus> status;

  LagRow(String model, ModelStatus status) {
    this.model = requireNonNull(model, "model");
    this.status = new ReadOnlyObjectWrapper<>(status);
  }

  /** Unique id. */
  public String model() {
    return model;
  }

  /** What people call it. */
  public String name() {
    return model.substring(model.lastIndexOf('.') + 1);
  }

  public ReadOnlyObjectProperty<ModelStatus> status() {
    return status.getReadOnlyProperty();
  }

  void becomes(ModelStatus now) {
    status.set(now);
  }
}
