package dev.millrace.jinja.syntax;

import dev.millrace.jinja.ErrorKind;
import dev.millrace.jinja.TemplateException;
import java.util.List;

/** Makes syntax errors. */
final class SyntaxErrors {
  private SyntaxErrors() {}

  static TemplateException at(SourceText source, int offset, String message) {
    return new TemplateException(
        ErrorKind.SYNTAX, message, source.position(offset), List.of(), null);
  }
}
