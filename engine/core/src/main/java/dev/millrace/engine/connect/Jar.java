package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * A jar of a project, as it is now.
 *
 * @param file where it lies
 * @param digest of what is in it: hexadecimal, the same for two builds of the same code
 */
public record Jar(Path file, String digest) {
  /** Leads every {@link #name}. */
  public static final String FOLDER = "jars/";

  public Jar {
    requireNonNull(file, "file");
    requireNonNull(digest, "digest");
  }

  /**
   * What statements and plans call it, on every machine. A jar with other contents has another
   * name, so what was deployed keeps its code when the project's jar is built anew.
   */
  public String name() {
    return FOLDER + digest + "/" + file.getFileName();
  }

  /** The statement that makes its classes known to a session. */
  public String addJar() {
    return "ADD JAR " + literal();
  }

  /** Its name as a text in a statement. */
  String literal() {
    return "'" + name().replace("'", "''") + "'";
  }
}
