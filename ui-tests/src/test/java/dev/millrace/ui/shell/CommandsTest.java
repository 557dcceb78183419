package dev.millrace.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.shell.Command;
import dev.millrace.ui.WorkbenchUser;
import dev.millrace.ui.display.ShotOnFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCombination;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ShotOnFailure.class)
class CommandsTest {
  @TempDir private Path folder;

  @Test
  void everyCommandHasANameAMenuEntryAndKeysOfItsOwn() {
    try (WorkbenchUser user = WorkbenchUser.with(folder, WorkbenchUser.sampleIn(folder))) {
      List<Command> commands = user.onFx(() -> user.project().commands().all());
      assertThat(commands).hasSizeGreaterThan(15);
      Set<String> names = new HashSet<>();
      Map<KeyCombination, String> keys = new HashMap<>();
      for (Command command : commands) {
        assertThat(command.title()).as(command.id()).isNotBlank().doesNotContain("{");
        assertThat(names.add(command.group() + ": " + command.title())).as(command.id()).isTrue();
        command
            .shortcut()
            .map(KeyCombination::valueOf)
            .ifPresent(
                combination ->
                    assertThat(keys.put(combination, command.id()))
                        .as("%s of %s", combination, command.id())
                        .isNull());
      }
      List<String> entries = new ArrayList<>();
      MenuBar menus = user.node("menus", MenuBar.class);
      user.onFx(
          () -> {
            menus.getMenus().stream()
                .flatMap(menu -> menu.getItems().stream())
                .map(MenuItem::getText)
                .forEach(entries::add);
            return true;
          });
      assertThat(entries)
          .containsExactlyInAnyOrderElementsOf(commands.stream().map(Command::title).toList());
      assertThat(user.onFx(() -> user.scene().getAccelerators().keySet()))
          .containsAll(keys.keySet());
    }
  }
}
