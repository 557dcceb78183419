package dev.millrace.app.tree;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A file or folder of the project.
 *
 * @param path relative to the project, with slashes; empty for the project itself
 * @param children of a folder, folders first, then by name; empty for a file
 */
record FileEntry(String path, String name, boolean folder, List<FileEntry> children) {
  FileEntry {
    requireNonNull(path, "path");
    requireNonNull(name, "name");
    children = List.copyOf(children);
  }
}
