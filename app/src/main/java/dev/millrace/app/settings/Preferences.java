package dev.millrace.app.settings;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered for all projects.
 *
 * @param recent folders opened lately, newest first
 * @param open the folder that was open when the window was last seen; empty when it was closed
 */
public record Preferences(
    Appearance appearance, WindowBounds bounds, List<String> recent, Optional<String> open) {
  private static final int RECENT = 10;

  /** Of a user who comes for the first time. */
  public static final Preferences FIRST =
      new Preferences(Appearance.SYSTEM, WindowBounds.DEFAULT, List.of(), Optional.empty());

  public Preferences {
    requireNonNull(appearance, "appearance");
    requireNonNull(bounds, "bounds");
    recent = List.copyOf(recent);
    requireNonNull(open, "open");
  }

  public Preferences withAppearance(Appearance value) {
    return new Preferences(value, bounds, recent, open);
  }

  public Preferences withBounds(WindowBounds value) {
    return new Preferences(appearance, value, recent, open);
  }

  /** The folder is open now and the newest of the recent ones. */
  public Preferences opened(String folder) {
    List<String> folders = new ArrayList<>(recent);
    folders.remove(folder);
    folders.addFirst(folder);
    return new Preferences(
        appearance,
        bounds,
        folders.subList(0, Math.min(RECENT, folders.size())),
        Optional.of(folder));
  }

  /** No folder is open. */
  public Preferences closed() {
    return new Preferences(appearance, bounds, recent, Optional.empty());
  }

  /** A folder that is not there any more. */
  public Preferences forgotten(String folder) {
    return new Preferences(
        appearance,
        bounds,
        recent.stream().filter(other -> !other.equals(folder)).toList(),
        open.filter(other -> !other.equals(folder)));
  }
}
