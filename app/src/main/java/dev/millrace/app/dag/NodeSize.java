package dev.millrace.app.dag;

/** How large a node is drawn, told without a toolkit so that it can be laid out on any thread. */
final class NodeSize {
  static final double MINIMUM_WIDTH = 152;

  /** Room for how the job stands and its lag. */
  static final double MINIMUM_WIDTH_WITH_JOB = 188;

  static final double MAXIMUM_WIDTH = 280;

  /** Of a node that has a job: name, kind, how the job stands. */
  static final double TALL = 60;

  /** Of any other node: name and kind. */
  static final double LOW = 44;

  private static final double BESIDE_NAME = 56;
  private static final double LETTER = 7.2;

  private NodeSize() {}

  static double width(DagNode node) {
    double letters = node.name().codePoints().mapToDouble(NodeSize::letters).sum();
    return Math.clamp(
        Math.ceil(letters * LETTER + BESIDE_NAME),
        node.kind().hasJob() ? MINIMUM_WIDTH_WITH_JOB : MINIMUM_WIDTH,
        MAXIMUM_WIDTH);
  }

  static double height(DagNode node) {
    return node.kind().hasJob() ? TALL : LOW;
  }

  /** Han, Kana, Hangul and the like are about twice as wide as Latin letters. */
  private static double letters(int codePoint) {
    return Character.isIdeographic(codePoint)
            || (codePoint >= 0x1100 && codePoint < 0xE000 && codePoint >= 0x2E80)
        ? 1.8
        : 1;
  }
}
