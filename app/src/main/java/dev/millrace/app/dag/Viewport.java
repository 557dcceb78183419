package dev.millrace.app.dag;

/**
 * The part of the picture that is seen: {@code screen = picture * scale + offset}.
 *
 * @param scale pixels per unit of the picture
 * @param x where the picture's origin is on the screen
 * @param y where the picture's origin is on the screen
 */
record Viewport(double scale, double x, double y) {
  static final double LEAST = 0.02;
  static final double MOST = 3;

  /** The largest scale at which a whole graph is shown: larger looks like a toy. */
  private static final double MOST_FITTING = 1.1;

  Viewport {
    scale = Math.clamp(scale, LEAST, MOST);
  }

  double pictureX(double screenX) {
    return (screenX - x) / scale;
  }

  double pictureY(double screenY) {
    return (screenY - y) / scale;
  }

  double screenX(double pictureX) {
    return pictureX * scale + x;
  }

  double screenY(double pictureY) {
    return pictureY * scale + y;
  }

  /** The rectangle of the picture that a pane of this size shows. */
  Box seen(double width, double height) {
    return new Box(pictureX(0), pictureY(0), width / scale, height / scale);
  }

  Viewport movedBy(double dx, double dy) {
    return new Viewport(scale, x + dx, y + dy);
  }

  /** Larger or smaller, with what is under a point of the screen staying there. */
  Viewport zoomedAround(double screenX, double screenY, double factor) {
    double wanted = Math.clamp(scale * factor, LEAST, MOST);
    double ratio = wanted / scale;
    return new Viewport(wanted, screenX - (screenX - x) * ratio, screenY - (screenY - y) * ratio);
  }

  /** Shows a rectangle of the picture whole, in the middle of a pane of this size. */
  static Viewport fitting(Box box, double width, double height) {
    if (width <= 0 || height <= 0 || box.width() <= 0 || box.height() <= 0) {
      return new Viewport(1, 0, 0);
    }
    double margin = 24;
    double scale =
        Math.min(
            MOST_FITTING,
            Math.min((width - 2 * margin) / box.width(), (height - 2 * margin) / box.height()));
    return new Viewport(scale, 0, 0).centeredOn(box, width, height);
  }

  /** The same scale with the middle of a rectangle in the middle of a pane of this size. */
  Viewport centeredOn(Box box, double width, double height) {
    return new Viewport(
        scale, width / 2 - box.centerX() * scale, height / 2 - box.centerY() * scale);
  }

  /** Moved as little as needed to show a rectangle of the picture. */
  Viewport revealing(Box box, double width, double height) {
    return movedBy(
        shift(screenX(box.x()), screenX(box.right()), width),
        shift(screenY(box.y()), screenY(box.bottom()), height));
  }

  private static double shift(double low, double high, double size) {
    double margin = 24;
    if (low < margin) {
      return margin - low;
    }
    return high > size - margin ? Math.max(size - margin - high, margin - low) : 0;
  }
}
