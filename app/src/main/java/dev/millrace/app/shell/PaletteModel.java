package dev.millrace.app.shell;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Finds commands by a few letters of their names. */
final class PaletteModel {
  private final CommandRegistry registry;
  private final StringProperty typed = new SimpleStringProperty("");
  private final ObservableList<Command> found = FXCollections.observableArrayList();

  PaletteModel(CommandRegistry registry) {
    this.registry = requireNonNull(registry, "registry");
    typed.addListener((property, before, now) -> search());
    search();
  }

  /** What the user has typed. */
  StringProperty typed() {
    return typed;
  }

  /** Best first; those that cannot be carried out now are left out. */
  ObservableList<Command> found() {
    return found;
  }

  void search() {
    record Hit(Command command, int cost) {}
    List<Command> hits =
        registry.all().stream()
            .filter(command -> registry.enabled(command).get())
            .flatMap(
                command -> {
                  OptionalInt cost = cost(typed.get(), name(command));
                  return cost.stream().mapToObj(value -> new Hit(command, value));
                })
            .sorted(Comparator.comparingInt(Hit::cost))
            .map(Hit::command)
            .toList();
    found.setAll(hits);
  }

  static String name(Command command) {
    return command.group() + ": " + command.title();
  }

  /**
   * How far a name is from what was typed: its letters must come in this order, and those that
   * begin a word or follow each other are worth more.
   */
  static OptionalInt cost(String typed, String name) {
    String wanted = typed.toLowerCase(Locale.ROOT).replace(" ", "");
    String text = name.toLowerCase(Locale.ROOT);
    int cost = 0;
    int from = 0;
    for (int index = 0; index < wanted.length(); index++) {
      int at = next(text, wanted.charAt(index), from);
      if (at < 0) {
        return OptionalInt.empty();
      }
      boolean begins = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
      boolean follows = at == from && index > 0;
      cost += begins || follows ? 0 : 10 + at - from;
      from = at + 1;
    }
    return OptionalInt.of(cost);
  }

  /** Prefers the letter right here, then the beginning of a word, then any. */
  private static int next(String text, char letter, int from) {
    if (from < text.length() && text.charAt(from) == letter) {
      return from;
    }
    for (int at = from; at < text.length(); at++) {
      if (text.charAt(at) == letter
          && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))) {
        return at;
      }
    }
    return text.indexOf(letter, from);
  }
}
