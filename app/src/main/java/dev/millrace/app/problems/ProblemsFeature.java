package dev.millrace.app.problems;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.project.ProjectState;
import dev.millrace.app.shell.Action;
import dev.millrace.app.shell.Command;
import dev.millrace.app.shell.ItemKind;
import dev.millrace.engine.problem.SourcePosition;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;

/** The list of problems for a window that is open on a project. FX thread only. */
public final class ProblemsFeature {
  /** Id of the tab. */
  public static final String ITEM = "problems:all";

  /** Shows the tab. */
  public static final String SHOW = "problems.show";

  private final Text text = Text.beside(ProblemsFeature.class);
  private final ObservableValue<ProjectState> project;
  private final Consumer<String> show;
  private final Consumer<SourcePosition> open;

  /**
   * @param show shows the tab of an id, such as {@code workspace::open}
   * @param open opens a file of the project at a place
   */
  public ProblemsFeature(
      ObservableValue<ProjectState> project, Consumer<String> show, Consumer<SourcePosition> open) {
    this.project = requireNonNull(project, "project");
    this.show = requireNonNull(show, "show");
    this.open = requireNonNull(open, "open");
  }

  public List<ItemKind> kinds() {
    return List.of(
        new ItemKind(
            "problems",
            rest ->
                rest.equals("all")
                    ? Optional.of(new ProblemsTab(text, project, open))
                    : Optional.empty()));
  }

  public List<Command> commands() {
    return List.of(
        Command.everywhere(
            SHOW,
            text.get("group"),
            text.get("command.show"),
            Optional.of("Shortcut+Shift+M"),
            Action.always(() -> show.accept(ITEM))));
  }
}
