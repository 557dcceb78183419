package dev.millrace.app.editor;

import dev.millrace.engine.language.Completion;
import dev.millrace.engine.language.Hover;
import dev.millrace.engine.problem.SourcePosition;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What a code pane can ask about its text. FX thread; answers come on it. */
public interface CodeLanguage {
  /** The text has changed; called before a question about it. */
  void replace(String text);

  CompletionStage<List<Completion>> complete(int offset);

  CompletionStage<Optional<Hover>> hover(int offset);

  CompletionStage<Optional<SourcePosition>> definition(int offset);
}
