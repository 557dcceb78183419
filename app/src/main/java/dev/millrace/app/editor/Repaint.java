package dev.millrace.app.editor;

/** The stretch of a changed text whose colours may differ from those it shows. */
record Repaint(int from, int to) {
  /**
   * What has to be coloured again.
   *
   * @param before of the text before
   * @param after of the text as it is
   * @param changedFrom where the text was changed
   * @param changedTo behind what was put there
   * @param length of the text as it is
   */
  static Repaint between(Tokens before, Tokens after, int changedFrom, int changedTo, int length) {
    int same = 0;
    int most = Math.min(before.size(), after.size());
    while (same < most
        && before.start(same) == after.start(same)
        && before.end(same) == after.end(same)
        && before.style(same) == after.style(same)) {
      same++;
    }
    int from = same < after.size() ? after.start(same) : length;
    if (same < before.size()) {
      from = Math.min(from, before.start(same));
    }
    int shift = 0;
    int last = 0;
    if (before.size() > 0 && after.size() > 0) {
      shift = after.end(after.size() - 1) - before.end(before.size() - 1);
    }
    while (last < most - same
        && before.start(before.size() - 1 - last) + shift == after.start(after.size() - 1 - last)
        && before.end(before.size() - 1 - last) + shift == after.end(after.size() - 1 - last)
        && before.style(before.size() - 1 - last) == after.style(after.size() - 1 - last)) {
      last++;
    }
    int to = last < after.size() ? after.end(after.size() - 1 - last) : 0;
    if (last < before.size()) {
      to = Math.max(to, before.end(before.size() - 1 - last) + shift);
    }
    return new Repaint(
        Math.clamp(Math.min(from, changedFrom), 0, length),
        Math.clamp(Math.max(to, changedTo), 0, length));
  }
}
