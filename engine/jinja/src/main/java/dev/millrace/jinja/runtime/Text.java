package dev.millrace.jinja.runtime;

import dev.millrace.jinja.SourceMap.Origin;
import dev.millrace.jinja.values.Python;

/** Writes values to a frame's output, keeping the map of texts that have one. */
final class Text {
  private Text() {}

  static void print(Frame frame, Object value, Origin.Printed origin) {
    frame.output.note(value);
    if (!(value instanceof String text)) {
      frame.output.write(Python.str(value), origin);
      return;
    }
    RenderState.Trace trace = frame.state.trace(text);
    frame.output.write(
        text,
        trace == null
            ? origin
            : new Origin.Nested(origin.source(), origin.offset(), trace.macro(), trace.map()));
  }
}
