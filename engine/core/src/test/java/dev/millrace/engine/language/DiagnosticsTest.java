package dev.millrace.engine.language;

import static dev.millrace.engine.language.LanguageProject.marked;
import static dev.millrace.engine.language.LanguageProject.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.compile.CompiledText;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.language.DocumentReport.Stage;
import dev.millrace.engine.problem.ProblemCode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnosticsTest {
  private static final String TOTALS = "models/totals.sql";

  @TempDir Path root;
  private LanguageProject shop;

  @BeforeEach
  void open() {
    shop = new LanguageProject(root);
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void aRightTextHasNoDiagnostics() {
    DocumentReport report =
        shop.edit(TOTALS, "SELECT amount FROM {{ ref('orders') }}\n", Stage.CHECKED);
    assertThat(report.diagnostics()).isEmpty();
    assertThat(report.output()).isPresent();
  }

  @Test
  void aSyntaxErrorIsMarkedInTheTemplateBehindAnExpressionOfAnotherLength() {
    String text = "SELECT 1\nFROM {{ ref('orders') }} WHERE amount ) 3\n";
    Diagnostic found = only(shop.edit(TOTALS, text, Stage.PARSED));
    assertThat(marked(text, found)).isEqualTo(")");
    assertThat(found.span().start()).isEqualTo(text.indexOf(") 3"));
    assertThat(found.problem().position().orElseThrow().line()).isEqualTo(2);
  }

  @Test
  void aPlannerErrorIsMarkedInTheTemplate() {
    shop.planner.wrong("amuont");
    String text = "-- {{ ref('orders') }}\nSELECT amuont FROM {{ ref('orders') }}\n";
    Diagnostic found = only(shop.edit(TOTALS, text, Stage.CHECKED));
    assertThat(marked(text, found)).isEqualTo("amuont");
    assertThat(found.problem().remedy()).isPresent();
  }

  @Test
  void aPlannerErrorInWhatAMacroPrintsMarksTheCall() {
    shop.planner.wrong("amuont");
    String text = "SELECT {{ cents('amuont') }} FROM {{ ref('orders') }}";
    Diagnostic found = only(shop.edit(TOTALS, text, Stage.CHECKED));
    assertThat(marked(text, found)).isEqualTo("{{ cents('amuont') }}");
  }

  @Test
  void anUnknownModelIsMarkedWithADidYouMean() {
    String text = "SELECT 1 FROM {{ ref('ordrs') }}";
    Diagnostic found = only(shop.edit(TOTALS, text, Stage.PARSED));
    assertThat(found.problem().code()).isEqualTo(ProblemCode.REFERENCE_UNKNOWN);
    assertThat(found.problem().remedy()).hasValueSatisfying(r -> assertThat(r).contains("orders"));
    assertThat(marked(text, found)).isEqualTo("ref");
  }

  @Test
  void wrongJinjaIsMarked() {
    String text = "SELECT 1\n{% if x %}\n";
    assertThat(only(shop.edit(TOTALS, text, Stage.PARSED)).problem().code())
        .isEqualTo(ProblemCode.JINJA_INVALID);
  }

  @Test
  void aTextThatEndsTooEarlyStillMarksSomething() {
    String text = "SELECT order_id FROM\n";
    assertThat(marked(text, only(shop.edit(TOTALS, text, Stage.PARSED)))).isEqualTo("FROM");
  }

  @Test
  void aModelCanReadAnotherThatItDidNotReadWhenTheProjectWasLoaded() {
    DocumentReport report =
        shop.edit(TOTALS, "SELECT url FROM {{ source('feeds', 'clicks') }}", Stage.CHECKED);
    assertThat(report.diagnostics()).isEmpty();
    assertThat(shop.planner.wanted().getLast()).contains("source.shop.feeds.clicks");
  }

  @Test
  void compiledSqlMapsBothWays() {
    String text = "SELECT amount\nFROM {{ ref('orders') }} AS o\n";
    CompiledText sql = shop.edit(TOTALS, text, Stage.PARSED).compiled().orElseThrow();
    int compiled = sql.text().indexOf("AS o");
    assertThat(sql.toSource(compiled).offset()).isEqualTo(text.indexOf("AS o"));
    assertThat(sql.toCompiled(TOTALS, text.indexOf("AS o"))).hasValue(compiled);
    assertThat(sql.toCompiled(TOTALS, text.indexOf("orders")))
        .hasValue(sql.text().indexOf("`default_catalog`"));
  }

  @Test
  void aModelThatWouldReadItselfIsToldSo() {
    shop.edit(
        "models/orders.sql",
        "SELECT order_id, 1 AS amount FROM {{ ref('totals') }}",
        Stage.CHECKED);
    DocumentReport report =
        shop.edit(TOTALS, "SELECT order_id FROM {{ ref('orders') }}", Stage.CHECKED);
    assertThat(only(report).problem().code()).isEqualTo(ProblemCode.CYCLE);
  }

  @Test
  void aReaderIsCheckedAgainWhenTheColumnsOfWhatItReadsChange() {
    shop.edit("models/orders.sql", "SELECT 1 AS order_id", Stage.CHECKED);
    long version = shop.service().replace(TOTALS, "SELECT order_id FROM {{ ref('orders') }}");
    shop.await(TOTALS, version, Stage.CHECKED);
    shop.planner.columns("model.shop.orders", new Column("other", "INT"));
    shop.planner.wrong("order_id");
    shop.service().replace("models/orders.sql", "SELECT 1 AS other");
    assertThat(shop.awaitFault(TOTALS, version).diagnostics()).hasSize(1);
  }

  @Test
  void aReaderOfABrokenDraftIsNotCheckedAndSaysWhy() {
    shop.edit("models/orders.sql", "SELECT FROM", Stage.CHECKED);
    String text = "SELECT order_id FROM {{ ref('orders') }}";
    Diagnostic found = only(shop.edit(TOTALS, text, Stage.CHECKED));
    assertThat(found.problem().message()).contains("`orders`, which has problems");
    assertThat(marked(text, found)).isEqualTo("{{ ref('orders') }}");
  }

  @Test
  void aClosedDocumentNoLongerCounts() {
    shop.edit("models/orders.sql", "SELECT FROM", Stage.CHECKED);
    shop.service().close("models/orders.sql");
    assertThat(
            shop.edit(TOTALS, "SELECT order_id FROM {{ ref('orders') }}", Stage.CHECKED)
                .diagnostics())
        .isEmpty();
  }

  @Test
  void yamlIsRead() {
    DocumentReport report =
        shop.edit("models/sources.yml", "models:\n  - name: [\n", Stage.CHECKED);
    assertThat(report.diagnostics()).isNotEmpty();
  }

  @Test
  void aMacroFileIsRead() {
    DocumentReport report =
        shop.edit("macros/money.sql", "{% macro cents(column %}{% endmacro %}", Stage.CHECKED);
    assertThat(only(report).problem().code()).isEqualTo(ProblemCode.JINJA_INVALID);
  }

  @Test
  void aFileThatTheProjectDoesNotKnowIsCheckedAsAnAnalysis() {
    shop.planner.wrong("nope");
    String text =
        "SELECT order_id FROM {{ ref('orders') }};\nSELECT nope FROM {{ ref('orders') }}\n";
    Diagnostic found = only(shop.edit("analyses/new.sql", text, Stage.CHECKED));
    assertThat(marked(text, found)).isEqualTo("nope");
  }

  @Test
  void windowsLineEndsCountAsOne() {
    shop.planner.wrong("amuont");
    String text = "SELECT 1,\r\n amuont FROM {{ ref('orders') }}\r\n";
    Diagnostic found = only(shop.edit(TOTALS, text, Stage.CHECKED));
    assertThat(marked(text.replace("\r\n", "\n"), found)).isEqualTo("amuont");
  }
}
