package dev.millrace.app.shell;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Questions as windows in front of the stage. */
public final class StageDialogs implements Dialogs {
  /** Id of the text field of a question. */
  public static final String FIELD_ID = "dialog-field";

  /** Id of what a dialog says. */
  public static final String TEXT_ID = "dialog-text";

  private static final Logger LOG = LoggerFactory.getLogger(StageDialogs.class);
  private static final double WIDTH = 460;

  private final Text text = Text.beside(StageDialogs.class);
  private final Stage stage;

  public StageDialogs(Stage stage) {
    this.stage = requireNonNull(stage, "stage");
  }

  @Override
  public CompletionStage<Integer> choose(String title, String explanation, List<String> choices) {
    List<ButtonType> buttons = new ArrayList<>();
    for (int index = 0; index < choices.size(); index++) {
      boolean last = index == choices.size() - 1;
      buttons.add(
          new ButtonType(
              choices.get(index),
              last ? ButtonData.CANCEL_CLOSE : index == 0 ? ButtonData.OK_DONE : ButtonData.OTHER));
    }
    Dialog<ButtonType> dialog = dialog(title, explanation, buttons);
    dialog.setResultConverter(chosen -> chosen);
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    dialog.setOnHidden(
        event -> {
          int index = buttons.indexOf(dialog.getResult());
          answer.complete(index < 0 ? choices.size() - 1 : index);
        });
    dialog.show();
    return answer;
  }

  @Override
  public CompletionStage<Optional<String>> ask(String title, String explanation, String suggested) {
    TextField field = new TextField(suggested);
    field.setId(FIELD_ID);
    field.setAccessibleText(explanation);
    Dialog<ButtonType> dialog =
        dialog(title, explanation, List.of(ButtonType.OK, ButtonType.CANCEL));
    ((VBox) dialog.getDialogPane().getContent()).getChildren().add(field);
    dialog.setResultConverter(chosen -> chosen);
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    dialog.setOnShown(event -> field.requestFocus());
    dialog.setOnHidden(
        event ->
            answer.complete(
                dialog.getResult() == ButtonType.OK && !field.getText().isBlank()
                    ? Optional.of(field.getText().strip())
                    : Optional.empty()));
    dialog.show();
    return answer;
  }

  @Override
  public void failed(String title, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    LOG.warn("{}", title, cause);
    dialog(title, Failures.sentence(cause), List.of(ButtonType.CLOSE)).show();
  }

  @Override
  public Optional<Path> folder(String title, Optional<Path> start) {
    DirectoryChooser chooser = new DirectoryChooser();
    chooser.setTitle(title);
    start.map(Path::toFile).filter(File::isDirectory).ifPresent(chooser::setInitialDirectory);
    return Optional.ofNullable(chooser.showDialog(stage)).map(File::toPath);
  }

  @Override
  public Optional<Path> fileToSave(String title, String suggestedName) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(title);
    chooser.setInitialFileName(suggestedName);
    return Optional.ofNullable(chooser.showSaveDialog(stage)).map(File::toPath);
  }

  private Dialog<ButtonType> dialog(String title, String explanation, List<ButtonType> buttons) {
    Dialog<ButtonType> dialog = new Dialog<>();
    dialog.initOwner(stage);
    dialog.setTitle(text.get("window.title", title));
    Label heading = new Label(title);
    heading.getStyleClass().add("heading");
    heading.setWrapText(true);
    Label said = new Label(explanation);
    said.setId(TEXT_ID);
    said.setWrapText(true);
    said.setMaxWidth(WIDTH);
    VBox content = new VBox(10, heading, said);
    content.setPrefWidth(WIDTH);
    content.getStyleClass().add("dialog-content");
    dialog.getDialogPane().setContent(content);
    dialog.getDialogPane().getStylesheets().setAll(stage.getScene().getStylesheets());
    dialog.getDialogPane().getButtonTypes().setAll(buttons);
    return dialog;
  }
}
