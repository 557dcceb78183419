package dev.millrace.engine.state;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What somebody chose for columns whose meaning changes, and for the state of whole models.
 *
 * @param byColumn by the model's own name, a dot and the column
 * @param byModel by the model's own name, or that of a job that fills the tables of several
 */
public record Choices(Map<String, Choice> byColumn, Map<String, Way> byModel) {
  /** Nothing was chosen. */
  public static final Choices NONE = new Choices(Map.of());

  public Choices {
    byColumn = Map.copyOf(byColumn);
    byModel = Map.copyOf(byModel);
  }

  /** For columns alone. */
  public Choices(Map<String, Choice> byColumn) {
    this(byColumn, Map.of());
  }

  /** What may be chosen for a column. */
  public enum Choice {
    /** The old value goes on, and the new is added to it. */
    CONTINUE,
    /** It begins again; what else the operator keeps stays. */
    RESET;

    /** As it is written: {@code continue}. */
    public String written() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The letter before it where choices are listed; each has its own, whatever else is there. */
    public String letter() {
      return switch (this) {
        case CONTINUE -> "a";
        case RESET -> "b";
      };
    }

    /** What it means, half a sentence. */
    public String sentence() {
      return switch (this) {
        case CONTINUE -> "the old value goes on, and the new is added to it";
        case RESET -> "it begins again; what else the operator keeps stays";
      };
    }

    /** The one that is written so, or has this letter; empty for other texts. */
    public static Optional<Choice> named(String text) {
      return Arrays.stream(values())
          .filter(each -> each.written().equals(text) || each.letter().equals(text))
          .findFirst();
    }
  }

  /**
   * What was chosen for a column.
   *
   * @param model unique id or own name
   */
  public Optional<Choice> of(String model, String column) {
    return Optional.ofNullable(byColumn.get(own(model) + "." + column));
  }

  /**
   * What was chosen for the whole state of a job.
   *
   * @param model unique id or own name
   */
  public Optional<Way> of(String model) {
    return Optional.ofNullable(byModel.get(own(model)));
  }

  /** The same with one more. */
  public Choices with(CarriedStates.Decision decision, Choice choice) {
    Map<String, Choice> more = new TreeMap<>(byColumn);
    more.put(own(decision.model().orElse("")) + "." + decision.column(), choice);
    return new Choices(more, byModel);
  }

  /**
   * The same with a way for a whole job.
   *
   * @param model unique id or own name
   */
  public Choices with(String model, Way way) {
    Map<String, Way> more = new TreeMap<>(byModel);
    more.put(own(model), way);
    return new Choices(byColumn, more);
  }

  /**
   * As they are written, in alphabetical order: {@code totals.revenue} to {@code continue}, {@code
   * totals} to {@code positions}.
   */
  public Map<String, String> written() {
    Map<String, String> written = new TreeMap<>();
    byColumn.forEach((column, choice) -> written.put(column, choice.written()));
    byModel.forEach((model, way) -> written.put(model, way.written()));
    return written;
  }

  /**
   * What {@link #written} wrote.
   *
   * @param written by model, or by model and column; what it does not know is left out
   */
  public static Choices read(Map<String, String> written) {
    Map<String, Choice> byColumn = new TreeMap<>();
    Map<String, Way> byModel = new TreeMap<>();
    written.forEach(
        (subject, chosen) -> {
          if (subject.contains(".")) {
            Choice.named(chosen).ifPresent(choice -> byColumn.put(subject, choice));
          } else {
            Way.named(chosen).ifPresent(way -> byModel.put(subject, way));
          }
        });
    return new Choices(byColumn, byModel);
  }

  private static String own(String model) {
    return model.substring(model.lastIndexOf('.') + 1);
  }
}
