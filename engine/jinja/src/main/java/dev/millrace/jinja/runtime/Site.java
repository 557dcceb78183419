package dev.millrace.jinja.runtime;

import dev.millrace.jinja.Position;
import dev.millrace.jinja.syntax.SourceText;

/** A place in a source whose line and column are found only when somebody asks. */
record Site(SourceText source, int offset) {
  Position position() {
    return source.position(offset);
  }
}
