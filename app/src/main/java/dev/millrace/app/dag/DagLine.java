package dev.millrace.app.dag;

import java.util.List;
import javafx.collections.ObservableList;
import javafx.scene.control.TreeItem;

/**
 * A line of the tree: below it those that read it, made when it is opened. A node with several
 * parents stands below each of them, and a cycle goes on for as long as somebody opens it.
 */
final class DagLine extends TreeItem<DagRow> {
  private final DagPicture picture;
  private final int at;
  private boolean made;

  DagLine(DagPicture picture, int at) {
    super(DagRow.of(picture, at));
    this.picture = picture;
    this.at = at;
  }

  @Override
  public boolean isLeaf() {
    return picture.graph().children(at).isEmpty();
  }

  @Override
  public ObservableList<TreeItem<DagRow>> getChildren() {
    ObservableList<TreeItem<DagRow>> children = super.getChildren();
    if (!made) {
      made = true;
      List<DagLine> readers =
          picture.graph().children(at).stream().map(child -> new DagLine(picture, child)).toList();
      children.setAll(readers);
    }
    return children;
  }
}
