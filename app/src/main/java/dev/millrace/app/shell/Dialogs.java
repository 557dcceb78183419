package dev.millrace.app.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Questions to the user. FX thread only; answers come on it. */
public interface Dialogs {
  /**
   * Asks to choose one of several things.
   *
   * @param choices labels; the last is what closing the question means
   * @return the index of the chosen one
   */
  CompletionStage<Integer> choose(String title, String explanation, List<String> choices);

  /**
   * Asks for a line of text.
   *
   * @return empty when the user went back
   */
  CompletionStage<Optional<String>> ask(String title, String explanation, String suggested);

  /** Says that something failed, in one sentence, and what can be done. */
  void failed(String title, Throwable failure);

  /** Lets the user choose a folder. */
  Optional<Path> folder(String title, Optional<Path> start);

  /** Lets the user choose a file to write. */
  Optional<Path> fileToSave(String title, String suggestedName);
}
