package dev.millrace.it.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.DataFolders;
import dev.millrace.engine.Engine;
import dev.millrace.engine.EngineRequest;
import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.LocalCluster;
import dev.millrace.engine.language.Completion;
import dev.millrace.engine.language.Diagnostic;
import dev.millrace.engine.language.DocumentReport;
import dev.millrace.engine.language.DocumentReport.Stage;
import dev.millrace.engine.language.Hover;
import dev.millrace.engine.language.LanguageService;
import dev.millrace.engine.language.RelationOutput;
import dev.millrace.engine.project.LoadRequest;
import dev.millrace.engine.telemetry.Telemetry;
import dev.millrace.it.CommandLineUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Somebody edits the sample; Flink's own planner looks on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EditingTest {
  private static final String TOTALS = "models/marts/customer_totals.sql";
  private static final String STAGING = "models/staging/stg_orders.sql";

  private final BlockingQueue<DocumentReport> reports = new LinkedBlockingQueue<>();
  private Engine engine;
  private LanguageService service;
  private Path project;

  @BeforeAll
  void open(@TempDir Path folder) {
    CommandLineUser user = CommandLineUser.withShop(folder);
    project = user.project();
    engine =
        Engine.open(
            new EngineRequest(
                LoadRequest.of(project),
                CommandLineUser.installation(),
                DataFolders.of(Map.of(DataFolders.VARIABLE, user.data().toString())),
                OptionalInt.empty(),
                Optional.empty(),
                "tester"),
            Telemetry.fromEnvironment(Map.of()));
    service = engine.language();
    service.listen(reports::add);
  }

  @AfterAll
  void close() {
    engine.connector().localCluster().ifPresent(LocalCluster::stop);
    engine.close();
  }

  private String text(String file) {
    try {
      return Files.readString(project.resolve(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private DocumentReport check(String file, String text) {
    return await(file, service.replace(file, text));
  }

  private DocumentReport await(String file, long version) {
    long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    try {
      while (System.nanoTime() < end) {
        DocumentReport report = reports.poll(1, TimeUnit.SECONDS);
        if (report != null
            && report.file().equals(file)
            && report.version() == version
            && report.stage() == Stage.PLANNED) {
          assertThat(report.plannerFault()).isEmpty();
          return report;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("the planner has not answered for " + file);
  }

  private static RelationOutput output(DocumentReport report) {
    assertThat(report.diagnostics()).isEmpty();
    return report.output().orElseThrow();
  }

  @Test
  void everyModelOfTheSampleIsRight() {
    engine.project().nodes().values().stream()
        .map(node -> node.path())
        .filter(path -> path.startsWith("models/") && path.endsWith(".sql"))
        .forEach(
            path -> {
              assertThat(check(path, text(path)).diagnostics()).as(path).isEmpty();
              service.close(path);
            });
  }

  @Test
  void aColumnThatDoesNotExistIsMarkedWhereItIsTyped() {
    String text = text(TOTALS).replace("SUM(amount)", "SUM(amounts)");
    DocumentReport report = check(TOTALS, text);
    assertThat(report.diagnostics()).hasSize(1);
    Diagnostic found = report.diagnostics().getFirst();
    assertThat(text.substring(found.span().start(), found.span().end())).isEqualTo("amounts");
    assertThat(found.problem().message()).contains("amounts");
    service.close(TOTALS);
  }

  @Test
  void outputColumnsModeAndKeyAreTold() {
    RelationOutput totals = output(check(TOTALS, text(TOTALS)));
    assertThat(totals.columns())
        .extracting(Column::name)
        .containsExactly("customer_id", "orders", "revenue", "first_offset", "last_offset");
    assertThat(totals.changelog()).isEqualTo(ChangelogKind.UPDATING);
    assertThat(totals.primaryKey()).containsExactly("customer_id");
    service.close(TOTALS);
  }

  @Test
  void aReaderIsCheckedAgainWhenTheModelItReadsLosesAColumn() {
    long version = service.replace(TOTALS, text(TOTALS));
    assertThat(await(TOTALS, version).diagnostics()).isEmpty();
    service.replace(STAGING, text(STAGING).replace(", log_offset", ""));
    assertThat(await(TOTALS, version).diagnostics())
        .extracting(diagnostic -> diagnostic.problem().message())
        .anyMatch(message -> message.contains("log_offset"));
    service.close(STAGING);
    service.close(TOTALS);
  }

  @Test
  void columnsOfAnAliasAreCompletedWithTheirTypes() {
    String text = "SELECT o. FROM {{ ref('stg_orders') }} AS o";
    check(TOTALS, text);
    List<Completion> found = service.complete(TOTALS, "SELECT o.".length()).join();
    assertThat(found)
        .extracting(Completion::label)
        .startsWith("order_id", "customer_id", "product");
    assertThat(found.get(1).detail()).hasValueSatisfying(type -> assertThat(type).contains("INT"));
    service.close(TOTALS);
  }

  @Test
  void hoverTellsTheTypeOfAColumn() {
    String text = text(TOTALS);
    check(TOTALS, text);
    Optional<Hover> hover = service.hover(TOTALS, text.indexOf("amount") + 2).join();
    assertThat(hover)
        .hasValueSatisfying(
            found ->
                assertThat(found)
                    .isInstanceOfSatisfying(
                        Hover.ColumnHover.class,
                        column -> {
                          assertThat(column.relation()).isEqualTo("stg_orders");
                          assertThat(column.type())
                              .hasValueSatisfying(type -> assertThat(type).contains("DECIMAL"));
                        }));
    service.close(TOTALS);
  }
}
