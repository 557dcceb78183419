package dev.millrace.app.shell;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import javafx.beans.value.ObservableValue;

/**
 * A part of the status bar.
 *
 * @param id for tests and style sheets
 * @param text what it says now; hidden while empty
 * @param explanation what it means, shown when the pointer rests on it
 * @param command carried out by a click
 */
public record StatusSegment(
    String id, ObservableValue<String> text, String explanation, Optional<String> command) {
  public StatusSegment {
    requireNonNull(id, "id");
    requireNonNull(text, "text");
    requireNonNull(explanation, "explanation");
    requireNonNull(command, "command");
  }
}
