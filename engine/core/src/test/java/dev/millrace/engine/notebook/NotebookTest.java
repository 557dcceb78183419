package dev.millrace.engine.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotebookTest {
  private static final String FILE =
      """
      -- %% [markdown]
      -- # Orders
      --
      -- How many there are.

      -- %% Totals
      SELECT COUNT(*) FROM {{ ref('orders') }};

      -- %%
      SELECT 2
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "SELECT 1",
        "\uFEFF-- %%\r\nSELECT 1\r\n",
        "\uFEFFSELECT 1",
        "-- %%",
        "-- %%\n-- %%\n",
        "--%% a [markdown] b\r\n-- x\n\r\n-- %% sql\nSELECT\r\n\t1  ",
        "  \n-- %% markdown\nplain text\n\n\n",
        "SELECT '\n-- %% in a string\n'",
        "a\rb\n-- %%\rc\n"
      })
  void whatIsReadIsWrittenToTheCharacter(String text) {
    assertThat(Notebook.parse(text).text()).isEqualTo(text);
  }

  @Test
  void anyTextComesThrough() {
    Random random = new Random(7);
    String[] pieces = {"-- %%", " [markdown]", "\n", "\r\n", "\r", " ", "--", "x", "%%", "\uFEFF"};
    for (int round = 0; round < 5_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int piece = random.nextInt(12); piece > 0; piece--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      assertThat(Notebook.parse(text.toString()).text()).isEqualTo(text.toString());
    }
  }

  @Test
  void aFileKeepsItsBytes() throws Exception {
    byte[] bytes = "\uFEFF-- %%\r\nSELECT 'é'".getBytes(StandardCharsets.UTF_8);
    Path file = Files.write(folder.resolve("x.sql"), bytes);
    assertThat(Notebook.read(file, "x.sql").text().getBytes(StandardCharsets.UTF_8))
        .isEqualTo(bytes);
    Files.write(file, new byte[] {'-', (byte) 0xC3, '('});
    assertThatThrownBy(() -> Notebook.read(file, "x.sql")).hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> Notebook.read(folder.resolve("none.sql"), "none.sql"))
        .hasMessageContaining("There is no file none.sql");
  }

  @Test
  void cellsTellTheirKindTitleAndPlace() {
    Notebook notebook = Notebook.parse(FILE);
    assertThat(notebook.cells())
        .extracting(Cell::kind)
        .containsExactly(CellKind.MARKDOWN, CellKind.SQL, CellKind.SQL);
    assertThat(notebook.cells()).extracting(Cell::title).containsExactly("", "Totals", "");
    assertThat(List.of(0, 1, 2)).extracting(notebook::firstLine).containsExactly(2, 7, 10);
    assertThat(notebook.cells().get(0).source()).isEqualTo("# Orders\n\nHow many there are.");
    assertThat(notebook.cells().get(1).source())
        .isEqualTo("SELECT COUNT(*) FROM {{ ref('orders') }};");
  }

  @Test
  void theKindMayBeWrittenInSeveralWays() {
    assertThat(Notebook.parse("-- %% markdown\nx").cells().getFirst().kind())
        .isEqualTo(CellKind.MARKDOWN);
    assertThat(Notebook.parse("-- %% Title [md]\nx").cells().getFirst())
        .satisfies(
            cell -> {
              assertThat(cell.kind()).isEqualTo(CellKind.MARKDOWN);
              assertThat(cell.title()).isEqualTo("Title");
            });
    assertThat(Notebook.parse("-- %% sql totals\nx").cells().getFirst())
        .satisfies(
            cell -> {
              assertThat(cell.kind()).isEqualTo(CellKind.SQL);
              assertThat(cell.title()).isEqualTo("totals");
            });
    assertThat(Notebook.parse("-- %%% no marker\n-- %x").cells()).hasSize(1);
  }

  @Test
  void textBeforeTheFirstMarkerIsACell() {
    Notebook notebook = Notebook.parse("SELECT 1;\n\n-- %%\nSELECT 2\n");
    assertThat(notebook.cells()).extracting(Cell::source).containsExactly("SELECT 1;", "SELECT 2");
    assertThat(notebook.firstLine(0)).isEqualTo(1);
  }

  @Test
  void anEditChangesItsCellAlone() {
    Notebook notebook = Notebook.parse(FILE.replace("\n", "\r\n"));
    Cell edited = notebook.cells().get(1).withSource("SELECT\n  1");
    assertThat(notebook.with(1, edited).text())
        .isEqualTo(
            FILE.replace("SELECT COUNT(*) FROM {{ ref('orders') }};", "SELECT\n  1")
                .replace("\n", "\r\n"));
    assertThat(notebook.cells().get(2).withSource("SELECT 2")).isSameAs(notebook.cells().get(2));
  }

  @Test
  void markdownStaysAComment() {
    Notebook notebook = Notebook.parse(FILE);
    Cell edited = notebook.cells().getFirst().withSource("Hello\n\nyou");
    assertThat(notebook.with(0, edited).text())
        .startsWith("-- %% [markdown]\n-- Hello\n--\n-- you\n\n-- %% Totals\n");
    assertThat(Cell.of(CellKind.MARKDOWN, "a\nb").body()).isEqualTo("-- a\n-- b\n");
    assertThat(Notebook.parse("-- %% [markdown]\nplain\n").cells().getFirst().withSource("other"))
        .extracting(Cell::body)
        .isEqualTo("other\n");
  }

  @Test
  void cellsAreAddedMovedAndTakenAwayWithoutRunningIntoEachOther() {
    Notebook notebook = Notebook.parse("SELECT 1\n-- %%\nSELECT 2");
    assertThat(notebook.insert(2, Cell.of(CellKind.SQL, "SELECT 3")).text())
        .isEqualTo("SELECT 1\n-- %%\nSELECT 2\n-- %%\nSELECT 3\n");
    assertThat(notebook.move(0, 1).text()).isEqualTo("-- %%\nSELECT 2\n-- %%\nSELECT 1\n");
    assertThat(notebook.remove(0).text()).isEqualTo("-- %%\nSELECT 2");
    assertThat(Notebook.parse("-- %%").insert(0, Cell.of(CellKind.SQL, "SELECT 0")).text())
        .isEqualTo("-- %%\nSELECT 0\n-- %%");
    assertThat(Notebook.parse("").insert(0, Cell.of(CellKind.SQL, "")).text()).isEqualTo("-- %%\n");
  }

  @Test
  void aCellDoesNotHoldAnother() {
    assertThatThrownBy(() -> Cell.of(CellKind.SQL, "SELECT 1\n-- %%\nSELECT 2"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
