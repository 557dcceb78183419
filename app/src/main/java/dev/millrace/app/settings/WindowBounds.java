package dev.millrace.app.settings;

/**
 * Where a window stood, in screen pixels.
 *
 * @param maximized whether it filled the screen; the rest is where it goes back to
 */
public record WindowBounds(double x, double y, double width, double height, boolean maximized) {
  /** Centred by the platform: x and y are not numbers. */
  public static final WindowBounds DEFAULT =
      new WindowBounds(Double.NaN, Double.NaN, 1280, 800, false);

  public WindowBounds {
    width = Math.clamp(width, 640, 16_384);
    height = Math.clamp(height, 400, 16_384);
  }
}
