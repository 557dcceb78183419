package dev.millrace.app.shell;

/** Where an item is put when it is opened for the first time; the user may move it. */
public enum Place {
  /** Documents: editors, the graph, notebooks. */
  CENTER,
  /** What is chosen from: the project. */
  LEFT,
  /** What goes with the document: compiled SQL, details. */
  RIGHT,
  /** What comes out: results, problems, deployments. */
  BOTTOM
}
