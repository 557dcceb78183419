package dev.millrace.app.shell;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Everything a user can do has a name: it feeds menus, palette, shortcuts, documentation and tests.
 *
 * @param id stable, such as {@code project.open}
 * @param group the menu it stands in and the first words in the palette, such as {@code File}
 * @param title what it does, such as {@code Open folder...}
 * @param shortcut in the writing of JavaFX's key combinations, such as {@code Shortcut+Shift+P}; no
 *     two commands share one
 * @param action what it does everywhere; empty when it means the active item, which then lists the
 *     id among its {@link DockItem#actions}
 */
public record Command(
    String id, String group, String title, Optional<String> shortcut, Optional<Action> action) {
  private static final Pattern ID = Pattern.compile("[a-z]+(\\.[a-z-]+)+");

  public Command {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not an id of a command: " + id);
    }
    requireNonNull(group, "group");
    if (title.isBlank()) {
      throw new IllegalArgumentException(id + " has no title");
    }
    requireNonNull(shortcut, "shortcut");
    requireNonNull(action, "action");
  }

  /** A command that means the same everywhere. */
  public static Command everywhere(
      String id, String group, String title, Optional<String> shortcut, Action action) {
    return new Command(id, group, title, shortcut, Optional.of(action));
  }

  /** A command that each item carries out in its own way. */
  public static Command ofActiveItem(
      String id, String group, String title, Optional<String> shortcut) {
    return new Command(id, group, title, shortcut, Optional.empty());
  }
}
