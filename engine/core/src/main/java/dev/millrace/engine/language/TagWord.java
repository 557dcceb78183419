package dev.millrace.engine.language;

import dev.millrace.engine.project.context.MacroLibrary;
import dev.millrace.jinja.MacroDefinition;
import java.util.Optional;

/**
 * A name inside a tag that may be a macro's.
 *
 * @param packageName what stands before the dot; empty when there is none
 */
record TagWord(String packageName, String name, TextSpan span) {
  static Optional<TagWord> at(String text, TemplateTag tag, int offset) {
    int start = offset;
    while (start > tag.start() && isPart(text.charAt(start - 1))) {
      start--;
    }
    int end = offset;
    while (end < tag.end() && isPart(text.charAt(end))) {
      end++;
    }
    if (start == end) {
      return Optional.empty();
    }
    int dot = start - 1;
    int before = dot;
    if (dot > tag.start() && text.charAt(dot) == '.') {
      while (before > tag.start() && isPart(text.charAt(before - 1))) {
        before--;
      }
    }
    String qualifier = before < dot ? text.substring(before, dot) : "";
    return Optional.of(
        new TagWord(qualifier, text.substring(start, end), new TextSpan(start, end)));
  }

  private static boolean isPart(char character) {
    return Character.isLetterOrDigit(character) || character == '_';
  }

  Optional<MacroDefinition> macro(Knowledge knowledge) {
    MacroLibrary library = knowledge.project().templates().scope().macros();
    if (!packageName.isEmpty()) {
      return Optional.ofNullable(library.inPackage(packageName).get(name));
    }
    return library.find(knowledge.project().templates().scope().projectName(), name);
  }
}
