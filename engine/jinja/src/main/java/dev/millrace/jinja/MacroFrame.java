package dev.millrace.jinja;

import static java.util.Objects.requireNonNull;

/**
 * One macro call that was open when something happened.
 *
 * @param macro the macro's name
 * @param call where it was called
 */
public record MacroFrame(String macro, Position call) {
  public MacroFrame {
    requireNonNull(macro, "macro");
    requireNonNull(call, "call");
  }
}
