package dev.millrace.app.editor;

import java.util.Locale;

/** How a piece of text is coloured. */
enum TokenStyle {
  PLAIN,
  KEYWORD,
  FUNCTION,
  STRING,
  NUMBER,
  COMMENT,
  QUOTED,
  TAG,
  TAG_NAME,
  TAG_STRING;

  /** The style class in the style sheet. */
  String styleClass() {
    return "code-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
