package dev.millrace.engine.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.PlannedRelation;
import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.connect.RelationCheck;
import dev.millrace.engine.connect.SqlPlanner;
import dev.millrace.engine.connect.SqlProblem;
import dev.millrace.engine.connect.TextRange;
import dev.millrace.engine.language.DocumentReport.Stage;
import dev.millrace.engine.project.ProjectFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A small shop that is edited, over a planner that answers what it is told to. */
final class LanguageProject implements AutoCloseable {
  private static final Connector.DefaultTableOptions KAFKA =
      new Connector.DefaultTableOptions(
          Map.of("connector", "kafka", "format", "json"),
          Map.of("connector", "upsert-kafka", "key.format", "json"));

  final ProjectFolder folder;
  final ScriptedChecks planner = new ScriptedChecks();
  private final BlockingQueue<DocumentReport> reports = new LinkedBlockingQueue<>();
  private @Nullable LanguageService service;

  LanguageProject(Path root) {
    folder = new ProjectFolder(root);
    folder
        .file("dbt_project.yml", "name: shop\nvars:\n  cutoff: 10\n")
        .file(
            "models/orders.sql",
            "{{ config(materialized='streaming_table') }}\nSELECT 1 AS order_id, 2 AS amount\n")
        .file("models/totals.sql", "SELECT order_id FROM {{ ref('orders') }}\n")
        .file(
            "macros/money.sql",
            "{% macro cents(column, digits=2) %}{{ column }} * 100{% endmacro %}\n")
        .file(
            "models/sources.yml",
            """
            version: 2
            sources:
              - name: feeds
                schema: raw
                tables:
                  - name: clicks
                    columns:
                      - name: url
                        data_type: STRING
            models:
              - name: orders
                description: All orders.
                columns:
                  - name: amount
                    description: What was paid.
            """);
    planner.columns(
        "model.shop.orders",
        new Column("order_id", "INT NOT NULL"),
        new Column("amount", "BIGINT"));
    planner.columns("source.shop.feeds.clicks", new Column("url", "STRING"));
  }

  LanguageService service() {
    LanguageService known = service;
    if (known == null) {
      known = new LanguageService(folder.load(), KAFKA, () -> planner);
      known.listen(reports::add);
      service = known;
    }
    return known;
  }

  /** Lays a text over a file and waits for what this stage says of it. */
  DocumentReport edit(String file, String text, Stage stage) {
    long version = service().replace(file, text);
    return await(file, version, stage);
  }

  /** The first report on this version at this stage or a later one. */
  DocumentReport await(String file, long version, Stage stage) {
    return await(file, version, report -> report.stage().compareTo(stage) >= 0);
  }

  /** The first report on this version that has something against it. */
  DocumentReport awaitFault(String file, long version) {
    return await(file, version, report -> !report.diagnostics().isEmpty());
  }

  private DocumentReport await(String file, long version, Predicate<DocumentReport> wanted) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    try {
      while (System.nanoTime() < end) {
        DocumentReport report = reports.poll(1, TimeUnit.SECONDS);
        if (report != null
            && report.file().equals(file)
            && report.version() == version
            && wanted.test(report)) {
          return report;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("no such report on version " + version + " of " + file);
  }

  /** The text that a diagnostic marks. */
  static String marked(String text, Diagnostic diagnostic) {
    return text.substring(diagnostic.span().start(), diagnostic.span().end());
  }

  static Diagnostic only(DocumentReport report) {
    assertThat(report.diagnostics()).hasSize(1);
    return report.diagnostics().getFirst();
  }

  @Override
  public void close() {
    if (service != null) {
      service.close();
    }
  }

  /** Answers for relations; what is wrong with one is found by a word in its SQL. */
  static final class ScriptedChecks implements SqlPlanner {
    private final Map<String, List<Column>> columns = new HashMap<>();
    private final List<Set<String>> wanted = new ArrayList<>();
    private @Nullable String wrongWord;

    synchronized void columns(String id, Column... of) {
      columns.put(id, List.of(of));
    }

    /** A word that is wrong wherever it stands. */
    synchronized void wrong(String word) {
      wrongWord = word;
    }

    synchronized List<Set<String>> wanted() {
      return List.copyOf(wanted);
    }

    @Override
    public List<RelationAnalysis> analyze(List<String> setup, List<PlannedRelation> relations) {
      throw new UnsupportedOperationException("an editor never analyzes the whole project");
    }

    @Override
    public synchronized List<RelationCheck> check(
        List<PlannedRelation> relations, Set<String> asked, Set<String> planned) {
      wanted.add(Set.copyOf(asked));
      return relations.stream()
          .filter(relation -> asked.contains(relation.id()))
          .map(this::answer)
          .toList();
    }

    private RelationCheck answer(PlannedRelation relation) {
      String sql =
          switch (relation) {
            case PlannedRelation.DeclaredTable table -> table.createTable();
            case PlannedRelation.View view -> view.query();
            case PlannedRelation.DerivedTable table -> table.query();
            case PlannedRelation.Function function -> function.createFunction();
          };
      Optional<SqlProblem> problem = Optional.empty();
      if (wrongWord != null && sql.contains(wrongWord)) {
        int at = sql.indexOf(wrongWord);
        int line = (int) sql.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        int column = at - sql.lastIndexOf('\n', at);
        problem =
            Optional.of(
                new SqlProblem(
                    "Column '" + wrongWord + "' not found in any table",
                    Optional.of(
                        new TextRange(line, column, line, column + wrongWord.length() - 1))));
      }
      return new RelationCheck(
          new RelationAnalysis(
              relation.id(),
              problem.isPresent()
                  ? List.of()
                  : columns.getOrDefault(relation.id(), List.of(new Column("x", "INT"))),
              ChangelogKind.INSERT_ONLY,
              List.of(),
              Optional.empty(),
              List.of(),
              problem.stream().toList()),
          List.of());
    }

    @Override
    public String compile(List<String> setup, List<String> inserts, Map<String, String> settings) {
      throw new UnsupportedOperationException("an editor compiles no plan");
    }
  }
}
