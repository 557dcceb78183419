package dev.millrace.app.shell;

import javafx.scene.Scene;
import javafx.scene.input.KeyCombination;

/** Gives the commands of a registry their keys in a window. */
final class Keymap {
  private Keymap() {}

  static void install(Scene scene, CommandRegistry registry) {
    scene.getAccelerators().clear();
    for (Command command : registry.all()) {
      command
          .shortcut()
          .map(KeyCombination::valueOf)
          .ifPresent(keys -> scene.getAccelerators().put(keys, () -> registry.run(command.id())));
    }
  }

  /** As it stands in menus, such as {@code Ctrl+Shift+P}. */
  static String written(Command command) {
    return command
        .shortcut()
        .map(KeyCombination::valueOf)
        .map(KeyCombination::getDisplayText)
        .orElse("");
  }
}
