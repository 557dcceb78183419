package dev.millrace.engine.connect;

import java.util.regex.Pattern;

/** How Flink writes where a checkpoint or savepoint lies. */
public final class StatePaths {
  private static final Pattern METADATA = Pattern.compile("/_metadata[^/]*$");

  private StatePaths() {}

  /**
   * Whether both name one checkpoint or savepoint: Flink writes one place as {@code file:/x},
   * {@code file:///x} or {@code /x}, and metadata of ours lies beside Flink's own.
   */
  public static boolean same(String one, String other) {
    return plain(one).equals(plain(other));
  }

  /** The last part of the path, which names it within its folder. */
  public static String name(String path) {
    String plain = plain(path);
    return plain.substring(plain.lastIndexOf('/') + 1);
  }

  private static String plain(String path) {
    String local = path.startsWith("file:") ? path.substring("file:".length()) : path;
    String whole = local.startsWith("//") ? local.replaceFirst("^/+", "/") : local;
    String single = METADATA.matcher(whole).replaceFirst("");
    return single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
  }
}
