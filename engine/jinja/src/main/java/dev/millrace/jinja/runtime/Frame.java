package dev.millrace.jinja.runtime;

import dev.millrace.jinja.values.None;
import org.jspecify.annotations.Nullable;

/** The running of one template, macro, call block or recursive loop. Used by one thread. */
final class Frame {
  final RenderState state;
  Scope scope;
  Output output;
  Object returned = None.NONE;
  @Nullable Site returnSite;
  // The text that the filters of a filter block or set block are applied to.
  String captured = "";

  Frame(RenderState state, Scope scope, Output output) {
    this.state = state;
    this.scope = scope;
    this.output = output;
  }
}
