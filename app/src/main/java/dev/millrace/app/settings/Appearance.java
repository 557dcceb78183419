package dev.millrace.app.settings;

/** Which theme the user wants. */
public enum Appearance {
  LIGHT,
  DARK,
  /** As the desktop does. */
  SYSTEM
}
