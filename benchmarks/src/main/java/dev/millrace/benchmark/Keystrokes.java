package dev.millrace.benchmark;

import dev.millrace.app.editor.CodePane;
import dev.millrace.themes.Theme;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Random;
import java.util.concurrent.Executors;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.fxmisc.richtext.CodeArea;

/**
 * What one key costs the FX thread in a long file: the key's own event, colouring and telling
 * listeners, and the layout of what has changed. Needs a display.
 */
public final class Keystrokes {
  private static final double PROMISED = 10;
  private static final int KEYS = 300;
  private static final int WARMING = 100;

  private Keystrokes() {}

  /** See the class. */
  public static void main(String[] arguments) {
    Application.launch(Typing.class, arguments);
  }

  /** The window that is typed in. */
  public static final class Typing extends Application {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @Override
    public void start(Stage stage) {
      Theme.LIGHT.apply();
      run(stage, 5_000);
    }

    private void run(Stage stage, int lines) {
      CodePane pane = new CodePane(Executors.newVirtualThreadPerTaskExecutor(), Platform::runLater);
      Scene scene = new Scene(pane, 1400, 900);
      Theme.dress(scene);
      stage.setScene(scene);
      stage.show();
      pane.show(text(lines));
      type(stage, pane, lines, 0, new long[KEYS]);
    }

    /** One key for each turn of the event loop, as from a keyboard. */
    private void type(Stage stage, CodePane pane, int lines, int key, long[] took) {
      if (key == KEYS + WARMING) {
        Percentiles percentiles = new Percentiles(took);
        print(percentiles.line(lines + " lines: FX thread's time for a key", PROMISED));
        if (lines < 50_000) {
          run(stage, 50_000);
        } else {
          Platform.exit();
        }
        return;
      }
      CodeArea area = pane.area();
      if (key % 25 == 0) {
        pane.jump(new Random(key).nextInt(area.getLength()));
        area.getScene().getRoot().layout();
      }
      long start = threads.getCurrentThreadCpuTime();
      area.fireEvent(
          new KeyEvent(
              KeyEvent.KEY_TYPED,
              key % 7 == 0 ? " " : "x",
              "",
              KeyCode.UNDEFINED,
              false,
              false,
              false,
              false));
      // Who types fast presses a key in the time after which a long text is looked at, and four in
      // that of a very long one.
      if (lines <= 5_000 || key % 4 == 0) {
        pane.settleNow();
      }
      area.getScene().getRoot().applyCss();
      area.getScene().getRoot().layout();
      long end = threads.getCurrentThreadCpuTime();
      if (key >= WARMING) {
        took[key - WARMING] = end - start;
      }
      Platform.runLater(() -> type(stage, pane, lines, key + 1, took));
    }

    private static String text(int lines) {
      StringBuilder text = new StringBuilder();
      for (int line = 0; line < lines; line++) {
        switch (line % 5) {
          case 0 -> text.append("SELECT customer_id, SUM(amount) AS revenue_").append(line);
          case 1 -> text.append("  , CASE WHEN amount > ").append(line).append(" THEN 'high' END");
          case 2 -> text.append("FROM {{ ref('orders_").append(line).append("') }} AS o");
          case 3 -> text.append("WHERE o.status = 'paid' -- only what was paid");
          default -> text.append("{% if var('recent') %} AND o.at > NOW() {% endif %}");
        }
        text.append('\n');
      }
      return text.toString();
    }

    // The figures are what this program is for.
    @SuppressWarnings("SystemOut")
    private static void print(String line) {
      System.out.println(line);
    }
  }
}
