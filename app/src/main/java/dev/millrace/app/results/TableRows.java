package dev.millrace.app.results;

import java.util.ArrayList;
import java.util.List;
import javafx.collections.ObservableListBase;

/**
 * A list that becomes another one with as little change as a comparison by identity finds, so that
 * a table keeps its selection and draws anew only what is different. FX thread only.
 */
final class TableRows<T> extends ObservableListBase<T> {
  private List<T> rows = List.of();

  @Override
  public T get(int index) {
    return rows.get(index);
  }

  @Override
  public int size() {
    return rows.size();
  }

  /** Becomes these rows; the list must not change afterwards. */
  void become(List<T> next) {
    beginChange();
    int gone = goneFromHead(next);
    if (gone > 0) {
      List<T> removed = new ArrayList<>(rows.subList(0, gone));
      rows = rows.subList(gone, rows.size());
      nextRemove(0, removed);
    }
    List<T> before = rows;
    int common = Math.min(before.size(), next.size());
    rows = next;
    int from = -1;
    for (int index = 0; index <= common; index++) {
      boolean differs = index < common && before.get(index) != next.get(index);
      if (differs && from < 0) {
        from = index;
      } else if (!differs && from >= 0) {
        nextReplace(from, index, new ArrayList<>(before.subList(from, index)));
        from = -1;
      }
    }
    if (before.size() > common) {
      nextRemove(common, new ArrayList<>(before.subList(common, before.size())));
    } else if (next.size() > common) {
      nextAdd(common, next.size());
    }
    endChange();
  }

  /** How many rows at the head are not there any more because newer ones needed the room. */
  private int goneFromHead(List<T> next) {
    if (next.isEmpty()) {
      return 0;
    }
    for (int index = 0; index < rows.size(); index++) {
      if (rows.get(index) == next.getFirst()) {
        return index;
      }
    }
    return 0;
  }
}
