package dev.millrace.app.deploy;

import dev.millrace.app.fx.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/** Says what an ended process left unfinished, and offers to go on; not there otherwise. */
final class UnfinishedBanner extends VBox {

  private final Text text;
  private final DeployModel deploy;

  /**
   * @param resume shows the deployment and resumes it
   */
  UnfinishedBanner(Text text, DeployModel deploy, JobsModel jobs, Runnable resume) {
    this.text = text;
    this.deploy = deploy;
    setId(DeployIds.DEPLOY_UNFINISHED);
    show(jobs.standing().get(), resume);
    jobs.standing().addListener((property, before, standing) -> show(standing, resume));
  }

  private void show(Optional<Standing> standing, Runnable resume) {
    getChildren().clear();
    standing
        .filter(known -> !known.leftBehind().isEmpty())
        .ifPresent(known -> getChildren().add(notice(known.leftBehind(), resume)));
    setVisible(!getChildren().isEmpty());
    setManaged(!getChildren().isEmpty());
  }

  private HBox notice(List<Standing.LeftBehind> left, Runnable resume) {
    VBox box = new VBox(Parts.wrapped(text.get("unfinished.title", left.size()), "deploy-strong"));
    for (Standing.LeftBehind one : left) {
      String name = one.model().substring(one.model().lastIndexOf('.') + 1);
      String age = Spans.rough(Duration.between(one.since(), Instant.now()));
      box.getChildren()
          .add(
              Parts.wrapped(
                  text.get(
                      "unfinished.line",
                      name,
                      one.operation(),
                      one.state().replace('_', ' ').toLowerCase(Locale.ROOT),
                      age,
                      one.actor())));
    }
    box.getStyleClass().add("deploy-lines");
    var button =
        Parts.button(DeployIds.DEPLOY_UNFINISHED_RESUME, text.get("way.resume"), resume, "accent");
    button
        .disableProperty()
        .bind(Bindings.createBooleanBinding(() -> deploy.busy().get(), deploy.busy()));
    return Parts.notice(CarbonIcons.PAUSE_OUTLINE_FILLED, "deploy-notice-warn", box, button);
  }
}
