package dev.millrace.app.look;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.settings.Appearance;
import dev.millrace.app.shell.Action;
import dev.millrace.app.shell.Command;
import dev.millrace.themes.Theme;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The theme of the process: the user's choice, or the desktop's. FX thread only. */
public final class Looks {
  private final Text text = Text.beside(Looks.class);
  private final Consumer<Appearance> remember;
  private final ReadOnlyObjectWrapper<Theme> theme = new ReadOnlyObjectWrapper<>(Theme.LIGHT);
  private Appearance appearance;

  /**
   * Puts the theme on.
   *
   * @param remember keeps what the user chooses
   */
  public Looks(Appearance appearance, Consumer<Appearance> remember) {
    this.appearance = requireNonNull(appearance, "appearance");
    this.remember = requireNonNull(remember, "remember");
    Platform.getPreferences()
        .colorSchemeProperty()
        .addListener((property, before, scheme) -> apply());
    apply();
  }

  /** The theme that is on. */
  public ReadOnlyObjectProperty<Theme> theme() {
    return theme.getReadOnlyProperty();
  }

  /** Changes it and remembers the choice. */
  public void choose(Appearance chosen) {
    appearance = requireNonNull(chosen, "chosen");
    remember.accept(chosen);
    apply();
  }

  public List<Command> commands() {
    return List.of(
        command("view.light-theme", Appearance.LIGHT),
        command("view.dark-theme", Appearance.DARK),
        command("view.system-theme", Appearance.SYSTEM));
  }

  private Command command(String id, Appearance chosen) {
    return Command.everywhere(
        id, text.get("group"), text.get(id), Optional.empty(), Action.always(() -> choose(chosen)));
  }

  private void apply() {
    Theme wanted =
        switch (appearance) {
          case LIGHT -> Theme.LIGHT;
          case DARK -> Theme.DARK;
          case SYSTEM ->
              Platform.getPreferences().getColorScheme() == ColorScheme.DARK
                  ? Theme.DARK
                  : Theme.LIGHT;
        };
    wanted.apply();
    theme.set(wanted);
  }
}
