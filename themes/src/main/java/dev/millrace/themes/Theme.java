package dev.millrace.themes;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.List;
import javafx.application.Application;
import javafx.scene.Scene;

/** A look of the whole window. */
public enum Theme {
  LIGHT,
  DARK;

  /** The colours Canvas views paint with, the same tokens that style sheets use. */
  public Palette palette() {
    return switch (this) {
      case LIGHT -> Palette.LIGHT;
      case DARK -> Palette.DARK;
    };
  }

  /**
   * Makes this the look of every window of the process. Call it before the first control is made,
   * and again at any time to switch; on the FX thread.
   */
  public void apply() {
    Fonts.load();
    Application.setUserAgentStylesheet(
        switch (this) {
          case LIGHT -> new PrimerLight().getUserAgentStylesheet();
          case DARK -> new PrimerDark().getUserAgentStylesheet();
        });
  }

  /** Adds the style sheets of the workbench, which hold for both themes, to a scene. */
  public static void dress(Scene scene) {
    List<String> sheets = StyleSheets.all();
    if (!scene.getStylesheets().containsAll(sheets)) {
      scene.getStylesheets().addAll(sheets);
    }
  }
}
