package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What a change means for those who read a model's table.
 *
 * @param breaking whether a reader that was right before may be wrong or fail afterwards
 * @param subject what changes: a column's name; {@code key}, {@code changes written} or an option
 *     of the table otherwise
 * @param sentence what becomes of it
 * @param readers those who use it, as far as their text tells
 */
public record OutputChange(
    boolean breaking, String subject, String sentence, List<Reader> readers) {
  public OutputChange {
    requireNonNull(subject, "subject");
    requireNonNull(sentence, "sentence");
    readers = List.copyOf(readers);
  }

  /**
   * A model, test or exposure that reads the table, directly or through views.
   *
   * @param uniqueId dbt's unique id
   * @param action what the same plan does with it; empty when it is not part of the plan, so that
   *     it goes on as it is
   */
  public record Reader(String uniqueId, Optional<Action> action) {
    public Reader {
      requireNonNull(uniqueId, "uniqueId");
      requireNonNull(action, "action");
    }

    /** Its own name, with its type where it is no model. */
    public String name() {
      String name = uniqueId.substring(uniqueId.lastIndexOf('.') + 1);
      String type = uniqueId.substring(0, uniqueId.indexOf('.'));
      return type.equals("model") ? name : type + " " + name;
    }
  }
}
