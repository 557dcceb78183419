package dev.millrace.benchmark;

import com.sun.management.OperatingSystemMXBean;
import dev.millrace.app.fx.Fx;
import dev.millrace.app.fx.TimelineTicker;
import dev.millrace.app.results.Face;
import dev.millrace.app.results.Mode;
import dev.millrace.app.results.PaneModel;
import dev.millrace.app.results.PaneToolbar;
import dev.millrace.app.results.PaneView;
import dev.millrace.app.results.Queries;
import dev.millrace.app.results.Subject;
import dev.millrace.app.work.Works;
import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.query.LiveQuery;
import dev.millrace.engine.query.QuerySubject;
import dev.millrace.engine.query.Snapshot;
import dev.millrace.engine.query.SnapshotWatcher;
import dev.millrace.themes.Theme;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;

/**
 * 20,000 changes a second into a pane, as a changelog that follows and as a table: pulses that the
 * window missed, and the processor time it took. Needs a display.
 *
 * <p>A pulse counts as missed when the FX thread was busy with one piece of work for longer than
 * three frames: what other programs take from the processor is no fault of the pane.
 */
public final class LiveRows {
  private static final int PER_SECOND = 20_000;
  private static final double PROMISED_CORE = 0.4;
  private static final long WARMING = 6_000_000_000L;
  private static final long MEASURED = 20_000_000_000L;
  private static final long FRAME = 16_666_667L;

  private LiveRows() {}

  /** See the class. */
  public static void main(String[] arguments) {
    Application.launch(Watching.class, arguments);
  }

  /** The window with the pane. */
  public static final class Watching extends Application {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final OperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    @Override
    public void start(Stage stage) {
      Theme.LIGHT.apply();
      PaneModel model = new PaneModel(new Flood(), new Works(Fx.THREAD), Fx.THREAD);
      PaneView view =
          new PaneView(model, new PaneToolbar(model, mode -> {}, () -> {}), Optional.empty());
      Scene scene = new Scene(view, 1400, 900);
      Theme.dress(scene);
      stage.setScene(scene);
      stage.show();
      var unused = new TimelineTicker().every(model::tick);
      model.run(new Subject.Model("model.bench.flood"), "flood", Mode.LIVE);
      measure(model, Face.CHANGELOG, () -> measure(model, Face.TABLE, Platform::exit));
    }

    private void measure(PaneModel model, Face face, Runnable then) {
      model.face().set(face);
      new Meter(model, face, then).start();
    }

    /** Watches the pulses of one picture. */
    private final class Meter extends AnimationTimer {
      private final PaneModel model;
      private final Face face;
      private final Runnable then;
      private final long begun = System.nanoTime();
      private long started;
      private long last;
      private long lastWorked;
      private long pulses;
      private long missed;
      private long late;
      private long received;
      private long process;
      private long fx;
      private long render;

      private Meter(PaneModel model, Face face, Runnable then) {
        this.model = model;
        this.face = face;
        this.then = then;
      }

      @Override
      public void handle(long now) {
        long time = System.nanoTime();
        if (time - begun < WARMING) {
          return;
        }
        long worked = threads.getCurrentThreadCpuTime();
        if (started == 0) {
          started = time;
          received = model.counts().get().received();
          process = system.getProcessCpuTime();
          fx = worked;
          render = cpu("QuantumRenderer");
        } else {
          pulses++;
          missed += Math.max(0, (worked - lastWorked) / FRAME - 2);
          late += Math.max(0, Math.round((double) (time - last) / FRAME) - 1);
        }
        last = time;
        lastWorked = worked;
        if (time - started >= MEASURED) {
          stop();
          report(time, worked);
          then.run();
        }
      }

      private void report(long time, long worked) {
        double wall = time - started;
        double core = (system.getProcessCpuTime() - process) / wall;
        print(
            String.format(
                Locale.ROOT,
                "%-9s %,d changes/s shown for %.0f s: %.0f pulses/s, missed %d, late %d (other"
                    + " work on the machine counts here); whole process %.0f %% of a core (%.2f of"
                    + " what is promised), FX thread %.0f %%, render thread %.0f %%; not kept: %,d",
                face,
                Math.round((model.counts().get().received() - received) / (wall / 1e9)),
                wall / 1e9,
                pulses / (wall / 1e9),
                missed,
                late,
                100 * core,
                core / PROMISED_CORE,
                100 * (worked - fx) / wall,
                100 * (cpu("QuantumRenderer") - render) / wall,
                model.counts().get().overrun()));
      }

      private long cpu(String name) {
        long total = 0;
        for (long id : threads.getAllThreadIds()) {
          ThreadInfo info = threads.getThreadInfo(id);
          if (info != null && info.getThreadName().startsWith(name)) {
            total += Math.max(0, threads.getThreadCpuTime(id));
          }
        }
        return total;
      }
    }

    // The figures are what this program is for.
    @SuppressWarnings("SystemOut")
    private static void print(String line) {
      System.out.println(line);
    }
  }

  /** Live queries over changes that were made beforehand. */
  private static final class Flood implements Queries {
    @Override
    public Snapshot snapshot(Subject subject, SnapshotWatcher watcher, Steps steps) {
      throw new UnsupportedOperationException("only live rows are measured");
    }

    @Override
    public Live live(Subject subject, Steps steps) {
      steps.submits();
      QuerySubject query =
          new QuerySubject(
              "flood",
              List.of(),
              "SELECT * FROM flood",
              List.of("id"),
              ChangelogKind.UNKNOWN,
              (line, column) -> SourcePosition.of("flood"));
      return new Live(
          LiveQuery.start(setup -> new Changes(PER_SECOND), query, LiveQuery.Settings.DEFAULT),
          List.of("id"),
          () -> {});
    }
  }
}
