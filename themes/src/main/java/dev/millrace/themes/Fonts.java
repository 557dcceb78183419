package dev.millrace.themes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import javafx.scene.text.Font;

/** Inter and JetBrains Mono, bundled: with a platform's own fonts every machine looks different. */
public final class Fonts {
  /** The family of labels and buttons. */
  public static final String TEXT = "Inter";

  /** The family of SQL and of numbers that stand below each other. */
  public static final String CODE = "JetBrains Mono";

  private static final String FOLDER = "/com/formdev/flatlaf/fonts/";
  private static final List<String> FILES =
      List.of(
          "inter/Inter-Regular.otf",
          "inter/Inter-Italic.otf",
          "inter/Inter-SemiBold.otf",
          "inter/Inter-Bold.otf",
          "jetbrains_mono/JetBrainsMono-Regular.ttf",
          "jetbrains_mono/JetBrainsMono-Italic.ttf",
          "jetbrains_mono/JetBrainsMono-Bold.ttf");

  private Fonts() {}

  /** Makes the fonts known to JavaFX; a second call changes nothing. */
  public static void load() {
    if (Font.getFamilies().contains(TEXT) && Font.getFamilies().contains(CODE)) {
      return;
    }
    for (String file : FILES) {
      try (InputStream font =
          Objects.requireNonNull(Fonts.class.getResourceAsStream(FOLDER + file), file)) {
        Font.loadFont(font, 12);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
