package dev.millrace.ui.gallery;

import dev.millrace.app.dag.DagFeature;
import dev.millrace.app.deploy.DeployIds;
import dev.millrace.app.editor.EditorTab;
import dev.millrace.app.metrics.LagFeature;
import dev.millrace.app.project.EngineLease;
import dev.millrace.app.project.ProjectState;
import dev.millrace.app.results.Mode;
import dev.millrace.app.results.PaneModel;
import dev.millrace.app.results.ResultTab;
import dev.millrace.app.settings.Appearance;
import dev.millrace.app.state.StateIds;
import dev.millrace.engine.Engine;
import dev.millrace.engine.connect.LocalCluster;
import dev.millrace.engine.deploy.DeployOptions;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.ui.WorkbenchUser;
import dev.millrace.ui.display.Screenshots;
import dev.millrace.ui.display.ShotOnFailure;
import dev.millrace.ui.project.GeneratedProject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javafx.event.ActionEvent;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the pictures. No test: its name keeps it out of the build, and it asserts only that views
 * come up.
 */
@ExtendWith(ShotOnFailure.class)
class GalleryMaker {
  private static final Path GALLERY =
      Path.of(System.getProperty("millrace.gallery", "target/gallery"));
  private static final String TOTALS = "models/marts/customer_totals.sql";

  @TempDir private Path folder;

  @Test
  void theSample() {
    try (WorkbenchUser user = WorkbenchUser.newcomer(folder.resolve("new"))) {
      shots(user, "welcome");
    }
    Path project = WorkbenchUser.sampleIn(folder);
    try (WorkbenchUser user = WorkbenchUser.with(folder, project, 1280, 800)) {
      isRead(user);
      open(user, DagFeature.ITEM);
      shots(user, "graph");
      EditorTab tab = (EditorTab) open(user, "editor:" + TOTALS);
      user.waitUntil(
          "the text is there",
          60,
          () -> user.onFx(() -> tab.editor().pane().area().getLength() > 0));
      user.onFx(
          () -> {
            int at = tab.editor().pane().area().getText().indexOf("SUM(amount") + 10;
            tab.editor().pane().area().insertText(at, "s");
            return true;
          });
      user.waitUntil(
          "the fault is marked",
          120,
          () -> user.onFx(() -> !tab.editor().pane().marks().isEmpty()));
      shots(user, "editor");
      user.onFx(
          () -> {
            tab.editor().pane().area().undo();
            user.project().results().show("model.shop.orders_feed", Mode.LIVE);
            return true;
          });
      PaneModel pane =
          user.waitFor(
              "rows come",
              120,
              () ->
                  user.project().workspace().items().stream()
                      .filter(ResultTab.class::isInstance)
                      .map(item -> ((ResultTab) item).model())
                      .filter(model -> model.counts().get().received() > 30)
                      .findFirst());
      shots(user, "rows");
      user.onFx(
          () -> {
            pane.cancel();
            return true;
          });
      open(user, "notebook:analyses/first_look.sql");
      shots(user, "notebook");
      user.runs("deploy.show");
      shots(user, "plan");
      open(user, LagFeature.ITEM);
      shots(user, "lag");
      user.runs("view.palette");
      shots(user, "palette");
      stop(user);
    }
  }

  /** Two models in one job; then one loses a column, and counts another way. */
  @Test
  void aPlanThatBreaksItsReaders() throws IOException {
    Path project = WorkbenchUser.sampleIn(folder);
    Path totals = project.resolve(TOTALS);
    edit(totals, "config(", "config(job='marts', ");
    edit(project.resolve("models/marts/top_products.sql"), "config(", "config(job='marts', ");
    try (WorkbenchUser user = WorkbenchUser.with(folder, project, 1280, 1250)) {
      isRead(user);
      try (EngineLease lease = user.project().project().lease().orElseThrow()) {
        Engine engine = lease.engine();
        engine.startLocal(line -> {}, event -> {});
        engine
            .deployer()
            .apply(engine.plan(PlanOptions.ALL), new DeployOptions(false, 4), event -> {});
      }
      user.runs("state.show");
      user.waitFor(
          "what the jobs remember has been read",
          60,
          () ->
              Optional.ofNullable(user.scene().lookup("#" + StateIds.STATE_TITLE))
                  .filter(title -> ((Label) title).getText().contains("jobs remember")));
      shots(user, "state");
      edit(totals, "  SUM(amount) AS revenue,\n", "");
      edit(totals, "COUNT(*) AS orders", "COUNT(DISTINCT order_id) AS orders");
      user.waitUntil("the edit is read", 60, () -> reads(user, "DISTINCT"));
      plan(user, "customer_totals");
      shots(user, "breaking");
      user.runs("jobs.show");
      shots(user, "jobs");
      stop(user);
    }
  }

  /** The jar of a connector has another build, and a filter comes in one branch of a union. */
  @Test
  void aPlanWithAnotherBuildOfAConnector() throws IOException {
    Path project = WorkbenchUser.sampleIn(folder);
    Path totals = project.resolve(TOTALS);
    Path jar = Files.createDirectories(project.resolve("lib")).resolve("own-connector.jar");
    jar(jar, "1");
    edit(totals, "config(", "config(jars=['lib/own-connector.jar'], ");
    try (WorkbenchUser user = WorkbenchUser.with(folder, project, 1280, 1250)) {
      isRead(user);
      deploy(user, "model.shop.orders", "model.shop.customer_totals");
      jar(jar, "2");
      edit(totals, "GROUP BY", "WHERE amount > 1\nGROUP BY");
      user.waitUntil("the edit is read", 60, () -> reads(user, "WHERE amount > 1"));
      plan(user, "customer_totals");
      shots(user, "jar");
      stop(user);
    }
  }

  /** A table is keyed by a column that is NULL in some rows. */
  @Test
  void aNullInAKey() throws IOException {
    Path project = WorkbenchUser.sampleIn(folder);
    Path totals = project.resolve(TOTALS);
    edit(totals, "  customer_id,\n", "  NULLIF(customer_id, 3) AS customer_id,\n");
    edit(totals, "GROUP BY customer_id", "GROUP BY NULLIF(customer_id, 3)");
    try (WorkbenchUser user = WorkbenchUser.with(folder, project, 1280, 900)) {
      isRead(user);
      deploy(user, "model.shop.orders", "model.shop.customer_totals");
      user.runs("deploy.recover");
      user.waitFor(
          "a way out is shown",
          120,
          () ->
              user.onFx(
                  () -> Optional.ofNullable(user.scene().lookup("#" + DeployIds.RECOVER_TAKE))));
      shots(user, "recover-null");
      stop(user);
    }
  }

  private static void jar(Path jar, String version) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("version"));
      out.write(version.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void deploy(WorkbenchUser user, String... models) {
    try (EngineLease lease = user.project().project().lease().orElseThrow()) {
      Engine engine = lease.engine();
      engine.startLocal(line -> {}, event -> {});
      PlanOptions options = new PlanOptions(Set.of(models), false, false, Optional.empty());
      engine.deployer().apply(engine.plan(options), new DeployOptions(false, 2), event -> {});
    }
  }

  private static void stop(WorkbenchUser user) {
    try (EngineLease lease = user.project().project().lease().orElseThrow()) {
      lease.engine().connector().localCluster().ifPresent(LocalCluster::stop);
    }
  }

  private static boolean reads(WorkbenchUser user, String text) {
    return user.onFx(() -> user.project().project().state().get())
            instanceof ProjectState.Ready ready
        && ready.project().node("model.shop.customer_totals").rawCode().contains(text);
  }

  private static void plan(WorkbenchUser user, String selection) {
    user.runs("deploy.show");
    TextField field = user.node(DeployIds.DEPLOY_SELECTION, TextField.class);
    user.onFx(
        () -> {
          field.setText(selection);
          field.fireEvent(new ActionEvent());
          return true;
        });
    user.waitFor(
        "a plan is shown",
        180,
        () ->
            user.onFx(
                () ->
                    Optional.ofNullable(user.scene().lookup("#" + DeployIds.DEPLOY_PLAN_SUMMARY))));
  }

  private static void edit(Path file, String before, String after) throws IOException {
    String text = Files.readString(file);
    if (!text.contains(before)) {
      throw new IllegalStateException(file + " has no " + before);
    }
    Files.writeString(file, text.replace(before, after));
  }

  @Test
  void anEmptyProject() throws IOException {
    Path project = Files.createDirectories(folder.resolve("empty"));
    Files.writeString(project.resolve("dbt_project.yml"), "name: empty\nprofile: empty\n");
    try (WorkbenchUser user = WorkbenchUser.with(folder, project, 1280, 800)) {
      isRead(user);
      open(user, DagFeature.ITEM);
      shots(user, "empty");
    }
  }

  @Test
  void fiveHundredModels() {
    Path project = GeneratedProject.write(folder.resolve("generated"), 500);
    try (WorkbenchUser user = WorkbenchUser.with(folder, project, 1920, 1080)) {
      isRead(user);
      open(user, DagFeature.ITEM);
      shots(user, "large");
    }
  }

  private static Object open(WorkbenchUser user, String id) {
    return user.onFx(() -> user.project().workspace().open(id).orElseThrow());
  }

  private static void isRead(WorkbenchUser user) {
    user.waitUntil(
        "the project is read",
        60,
        () ->
            user.onFx(() -> user.project().project().state().get() instanceof ProjectState.Ready));
  }

  /** In both themes; a view is given a moment, since layouts and status come from threads. */
  private static void shots(WorkbenchUser user, String name) {
    for (String theme : List.of("light", "dark")) {
      user.onFx(
          () -> {
            user.workbench().looks().choose(Appearance.valueOf(theme.toUpperCase(Locale.ROOT)));
            return true;
          });
      long until = System.nanoTime() + 2_500_000_000L;
      user.waitUntil("a moment has passed", 10, () -> System.nanoTime() > until);
      user.onFx(
          () -> {
            Screenshots.write(user.scene(), GALLERY.resolve(name + "-" + theme + ".png"));
            return true;
          });
    }
  }
}
