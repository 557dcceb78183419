package dev.millrace.app.editor;

import dev.millrace.engine.language.Completion;
import dev.millrace.engine.language.Hover;
import dev.millrace.engine.problem.SourcePosition;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The language service for one document of a project. */
record DocumentLanguage(String path, EditorLanguage service) implements CodeLanguage {
  @Override
  public void replace(String text) {
    service.replace(path, text);
  }

  @Override
  public CompletionStage<List<Completion>> complete(int offset) {
    return service.complete(path, offset);
  }

  @Override
  public CompletionStage<Optional<Hover>> hover(int offset) {
    return service.hover(path, offset);
  }

  @Override
  public CompletionStage<Optional<SourcePosition>> definition(int offset) {
    return service.definition(path, offset);
  }
}
