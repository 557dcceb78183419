package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

/**
 * A text between {@code docs} tags.
 *
 * @param path relative to the resource folder
 * @param originalFilePath relative to the folder of the package
 */
public record DocBlock(
    String uniqueId,
    String name,
    String packageName,
    String path,
    String originalFilePath,
    String contents) {
  public DocBlock {
    requireNonNull(uniqueId, "uniqueId");
    requireNonNull(name, "name");
    requireNonNull(packageName, "packageName");
    requireNonNull(path, "path");
    requireNonNull(originalFilePath, "originalFilePath");
    requireNonNull(contents, "contents");
  }
}
