package dev.millrace.themes;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import javafx.scene.paint.Color;

/**
 * Colours for Canvas views, which style sheets cannot reach. The values are those of AtlantaFX's
 * Primer themes, so that a Canvas and the control beside it agree.
 *
 * @param background of the pane
 * @param surface of a card or node on it
 * @param border of a card, and grid lines
 * @param text of names and values
 * @param muted text of second rank
 * @param accent of what is selected or focused
 * @param success of what runs
 * @param warning of what falls behind or is not known
 * @param danger of what failed
 * @param edge of lines between nodes
 * @param series of charts, in the order they are given out
 */
public record Palette(
    Color background,
    Color surface,
    Color border,
    Color text,
    Color muted,
    Color accent,
    Color success,
    Color warning,
    Color danger,
    Color edge,
    List<Color> series) {
  static final Palette LIGHT =
      new Palette(
          Color.web("#ffffff"),
          Color.web("#f6f8fa"),
          Color.web("#d0d7de"),
          Color.web("#24292f"),
          Color.web("#57606a"),
          Color.web("#0969da"),
          Color.web("#1a7f37"),
          Color.web("#9a6700"),
          Color.web("#cf222e"),
          Color.web("#8c959f"),
          colors("#0969da", "#bf3989", "#1a7f37", "#bc4c00", "#8250df", "#0f766e", "#9a6700"));

  static final Palette DARK =
      new Palette(
          Color.web("#0d1117"),
          Color.web("#161b22"),
          Color.web("#30363d"),
          Color.web("#c9d1d9"),
          Color.web("#8b949e"),
          Color.web("#58a6ff"),
          Color.web("#3fb950"),
          Color.web("#d29922"),
          Color.web("#f85149"),
          Color.web("#6e7681"),
          colors("#58a6ff", "#f778ba", "#3fb950", "#f0883e", "#bc8cff", "#2dd4bf", "#d29922"));

  public Palette {
    requireNonNull(background, "background");
    requireNonNull(surface, "surface");
    requireNonNull(border, "border");
    requireNonNull(text, "text");
    requireNonNull(muted, "muted");
    requireNonNull(accent, "accent");
    requireNonNull(success, "success");
    requireNonNull(warning, "warning");
    requireNonNull(danger, "danger");
    requireNonNull(edge, "edge");
    series = List.copyOf(series);
  }

  private static List<Color> colors(String... values) {
    return Arrays.stream(values).map(Color::web).toList();
  }
}
