package dev.millrace.app.deploy;

import dev.millrace.app.fx.Text;
import dev.millrace.app.parts.Parts;
import dev.millrace.app.parts.Spans;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/**
 * Says what an ended process left unfinished, and offers to go on; not there otherwise. The button
 * stays the same while the words change: what a mouse is pressed on must be there when it is let
 * go.
 */
final class UnfinishedBanner extends VBox {
  private final Text text;
  private final Label title = Parts.wrapped("", "deploy-strong");
  private final VBox words = new VBox(title);

  /**
   * @param resume shows the deployment and resumes it
   */
  UnfinishedBanner(Text text, DeployModel deploy, JobsModel jobs, Runnable resume) {
    this.text = text;
    setId(DeployIds.DEPLOY_UNFINISHED);
    words.getStyleClass().add("deploy-lines");
    Button button =
        Parts.button(
            DeployIds.DEPLOY_UNFINISHED_RESUME, text.get("remedy.resume"), resume, "accent");
    button.disableProperty().bind(deploy.busy());
    HBox notice =
        Parts.notice(CarbonIcons.PAUSE_OUTLINE_FILLED, "deploy-notice-warn", words, button);
    jobs.standing()
        .subscribe(standing -> show(standing.map(Standing::leftBehind).orElse(List.of()), notice));
  }

  private void show(List<Standing.LeftBehind> left, HBox notice) {
    setVisible(!left.isEmpty());
    setManaged(!left.isEmpty());
    if (left.isEmpty()) {
      getChildren().clear();
      return;
    }
    title.setText(text.get("unfinished.title", left.size()));
    words.getChildren().setAll(title);
    left.forEach(one -> words.getChildren().add(Parts.wrapped(line(one))));
    if (getChildren().isEmpty()) {
      getChildren().add(notice);
    }
  }

  private String line(Standing.LeftBehind one) {
    return text.get(
        "unfinished.line",
        one.model().substring(one.model().lastIndexOf('.') + 1),
        one.operation(),
        one.state().replace('_', ' ').toLowerCase(Locale.ROOT),
        Spans.rough(Duration.between(one.since(), Instant.now())),
        one.actor());
  }
}
