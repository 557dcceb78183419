package dev.millrace.app.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.connect.RowKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedTest {
  private static final List<Column> COLUMNS =
      List.of(new Column("id", "INT"), new Column("n", "INT"));

  @Test
  void whatCameIsHandedOutOnceWithTheTableAfterIt() {
    Feed feed = new Feed(COLUMNS, List.of("id"), 10);
    feed.accept(List.of(row(RowKind.INSERT, 1, 1), row(RowKind.UPDATE_AFTER, 1, 2)), 0);

    Feed.Batch first = feed.take(true);
    assertThat(first.changes()).hasSize(2);
    assertThat(first.rows()).contains(List.of(List.of(1, 2)));
    assertThat(feed.take(true).changes()).isEmpty();
    assertThat(feed.take(true).rows()).isEmpty();
  }

  @Test
  void whatFindsNoRoomIsCounted() {
    Feed feed = new Feed(COLUMNS, List.of(), 3);
    for (int i = 0; i < 5; i++) {
      feed.accept(List.of(row(RowKind.INSERT, i, i)), 0);
    }
    feed.accept(List.of(), 7);

    assertThat(feed.untaken()).isEqualTo(12);
    Feed.Batch batch = feed.take(true);
    assertThat(batch.changes()).hasSize(3);
    assertThat(batch.overrun()).isEqualTo(9);
    assertThat(batch.rowsDropped()).isEqualTo(2);
    assertThat(batch.received()).isEqualTo(12);
  }

  @Test
  void aKeyThatIsNoColumnOfTheQueryTellsNothingApart() {
    Feed feed = new Feed(COLUMNS, List.of("gone"), 10);
    feed.accept(List.of(row(RowKind.INSERT, 1, 1), row(RowKind.INSERT, 1, 2)), 0);
    assertThat(feed.take(true).rows().orElseThrow()).hasSize(2);
  }

  private static Row row(RowKind kind, int id, int n) {
    return new Row(kind, List.of(id, n));
  }
}
