package dev.millrace.app.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.inspect.Memory;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.problem.Problem;
import java.util.List;
import java.util.OptionalLong;

/**
 * One job in the list.
 *
 * @param model unique id of its deployment
 * @param models unique ids of the models whose tables it fills
 */
public record StateRow(String model, List<String> models, Content content) {
  public StateRow {
    requireNonNull(model, "model");
    models = List.copyOf(models);
    requireNonNull(content, "content");
  }

  /** What came of reading a checkpoint or savepoint. */
  public sealed interface Content {
    /** Nobody has read it yet. */
    record Unread() implements Content {}

    /** What is in it. */
    record Read(Memory memory) implements Content {
      public Read {
        requireNonNull(memory, "memory");
      }
    }

    /** There is none, or it cannot be read. */
    record Refused(Problem problem) implements Content {
      public Refused {
        requireNonNull(problem, "problem");
      }
    }
  }

  static StateRow of(Deployment deployment, Content content) {
    return new StateRow(deployment.model(), deployment.models(), content);
  }

  /** The model's own name, without type and package. */
  public String name() {
    return name(model);
  }

  static String name(String uniqueId) {
    return uniqueId.substring(uniqueId.lastIndexOf('.') + 1);
  }

  /** All that the job remembers, in bytes; empty while that is not known. */
  public OptionalLong bytes() {
    return content instanceof Content.Read read
        ? OptionalLong.of(read.memory().snapshot().bytes())
        : OptionalLong.empty();
  }

  /** Whether it is the job of a model. */
  boolean isOf(String uniqueId) {
    return model.equals(uniqueId) || models.contains(uniqueId);
  }

  StateRow with(Content other) {
    return new StateRow(model, models, other);
  }
}
