package dev.millrace.app.dag;

import dev.millrace.app.watch.JobHealth;
import dev.millrace.themes.Palette;
import java.util.HashMap;
import java.util.Map;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.IkonResolverProvider;
import org.kordamp.ikonli.carbonicons.CarbonIcons;
import org.kordamp.ikonli.javafx.JavaFXFontLoader;

/** Icons for kinds and states, also on a Canvas. Colour never tells anything alone. */
final class Glyphs {
  /** All icons are of one pack, so that their font differs in size only. */
  private final Map<Integer, Font> fonts = new HashMap<>();

  static Ikon of(NodeKind kind) {
    return switch (kind) {
      case STREAMING_TABLE -> CarbonIcons.DATA_TABLE;
      case STREAMING_SOURCE -> CarbonIcons.FLOW_DATA;
      case VIEW -> CarbonIcons.VIEW;
      case EPHEMERAL -> CarbonIcons.DOCUMENT_BLANK;
      case FUNCTION -> CarbonIcons.CODE;
      case SOURCE -> CarbonIcons.DATA_BASE;
      case SEED -> CarbonIcons.DOCUMENT_IMPORT;
    };
  }

  static Ikon of(JobHealth health) {
    return switch (health) {
      case RUNNING -> CarbonIcons.PLAY_FILLED_ALT;
      case STARTING -> CarbonIcons.IN_PROGRESS;
      case RESTARTING -> CarbonIcons.RESTART;
      case STOPPING -> CarbonIcons.PAUSE_OUTLINE;
      case FINISHED -> CarbonIcons.CHECKMARK_OUTLINE;
      case FAILED -> CarbonIcons.ERROR_FILLED;
      case GONE -> CarbonIcons.UNKNOWN;
      case UNREACHABLE -> CarbonIcons.WARNING_OTHER;
      case STOPPED -> CarbonIcons.STOP_FILLED_ALT;
      case UNFINISHED -> CarbonIcons.HOURGLASS;
      case NOT_DEPLOYED -> CarbonIcons.CIRCLE_DASH;
    };
  }

  static Color color(JobHealth health, Palette palette) {
    return switch (health) {
      case RUNNING -> palette.success();
      case STARTING, RESTARTING, STOPPING, UNFINISHED -> palette.warning();
      case FAILED, GONE -> palette.danger();
      case UNREACHABLE, STOPPED, FINISHED, NOT_DEPLOYED -> palette.muted();
    };
  }

  /** The class of a text that says a state, for style sheets. */
  static String styleClass(JobHealth health) {
    return switch (health) {
      case RUNNING -> "success-text";
      case STARTING, RESTARTING, STOPPING, UNFINISHED -> "warning-text";
      case FAILED, GONE -> "danger-text";
      case UNREACHABLE, STOPPED, FINISHED, NOT_DEPLOYED -> "muted";
    };
  }

  /** Paints an icon with its left end at x and its middle at y. */
  void paint(GraphicsContext context, Ikon ikon, int size, double x, double y, Color color) {
    context.setFont(fonts.computeIfAbsent(size, wanted -> font(ikon, wanted)));
    context.setFill(color);
    context.fillText(Character.toString(ikon.getCode()), x, y);
  }

  /** The icons' font, which its pack loads when an icon of it is first resolved. */
  private static Font font(Ikon ikon, int size) {
    return Font.font(
        IkonResolverProvider.getInstance(JavaFXFontLoader.getInstance())
            .resolve(ikon.getDescription())
            .getFontFamily(),
        size);
  }
}
