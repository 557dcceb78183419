package dev.millrace.app.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCombination;

/** The menu bar: one menu a group of commands, in the order they were registered. */
final class Menus {
  /** Id of the bar, for tests. */
  static final String ID = "menus";

  private Menus() {}

  static MenuBar of(CommandRegistry registry) {
    Map<String, Menu> menus = new LinkedHashMap<>();
    for (Command command : registry.all()) {
      menus
          .computeIfAbsent(command.group(), group -> new Menu(group))
          .getItems()
          .add(item(registry, command));
    }
    MenuBar bar = new MenuBar(menus.values().toArray(Menu[]::new));
    bar.setId(ID);
    return bar;
  }

  private static MenuItem item(CommandRegistry registry, Command command) {
    MenuItem item = new MenuItem(command.title());
    item.setId("menu-" + command.id().replace('.', '-'));
    // Shown only: the keys themselves are the scene's, so that they work without the menu.
    command.shortcut().map(KeyCombination::valueOf).ifPresent(item::setAccelerator);
    item.setOnAction(event -> registry.run(command.id()));
    item.disableProperty().bind(Bindings.not(registry.enabled(command)));
    return item;
  }
}
