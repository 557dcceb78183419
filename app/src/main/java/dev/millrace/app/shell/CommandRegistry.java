package dev.millrace.app.shell;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/** All commands, in the order they were registered. FX thread only. */
public final class CommandRegistry {
  private final Map<String, Command> commands = new LinkedHashMap<>();
  private final Map<String, String> shortcuts = new LinkedHashMap<>();
  private final ObservableValue<@Nullable DockItem> active;

  /**
   * @param active the item that commands without an action of their own mean; null when there is
   *     none
   */
  public CommandRegistry(ObservableValue<@Nullable DockItem> active) {
    this.active = active;
  }

  /**
   * Adds commands.
   *
   * @throws IllegalArgumentException when an id or a shortcut is taken
   */
  public void register(Command... added) {
    for (Command command : added) {
      if (commands.putIfAbsent(command.id(), command) != null) {
        throw new IllegalArgumentException("two commands are called " + command.id());
      }
      command
          .shortcut()
          .ifPresent(
              shortcut -> {
                String other = shortcuts.putIfAbsent(shortcut, command.id());
                if (other != null) {
                  throw new IllegalArgumentException(
                      shortcut + " is wanted by " + other + " and by " + command.id());
                }
              });
    }
  }

  public List<Command> all() {
    return Collections.unmodifiableList(new ArrayList<>(commands.values()));
  }

  public Optional<Command> find(String id) {
    return Optional.ofNullable(commands.get(id));
  }

  /** Whether a command can be carried out now. */
  public ObservableBooleanValue enabled(Command command) {
    return Bindings.createBooleanBinding(
        () -> action(command).map(action -> action.enabled().get()).orElse(false),
        Stream.concat(Stream.of(active), command.action().map(Action::enabled).stream())
            .toArray(Observable[]::new));
  }

  /**
   * Carries a command out, if it can be now.
   *
   * @return whether it could
   */
  public boolean run(String id) {
    Optional<Action> action = find(id).flatMap(this::action).filter(found -> found.enabled().get());
    action.ifPresent(found -> found.run().run());
    return action.isPresent();
  }

  private Optional<Action> action(Command command) {
    return command
        .action()
        .or(
            () ->
                Optional.ofNullable(active.getValue())
                    .map(item -> item.actions().get(command.id())));
  }
}
