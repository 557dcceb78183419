package dev.millrace.app.tree;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Lists a project's folder without what no one edits there. */
final class FileScanner {
  private static final Set<String> LEFT_OUT =
      Set.of("target", "dbt_packages", "dbt_modules", "logs", "node_modules", "__pycache__");
  private static final int DEEPEST = 24;

  private final Path root;

  FileScanner(Path root) {
    this.root = requireNonNull(root, "root");
  }

  /** Everything under the root; what cannot be read is shown without its children. */
  FileEntry scan() {
    return new FileEntry(
        "", String.valueOf(root.toAbsolutePath().getFileName()), true, children(root, 0));
  }

  private List<FileEntry> children(Path folder, int depth) {
    List<FileEntry> found = new ArrayList<>();
    if (depth > DEEPEST) {
      return found;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        // Links are shown and not followed: a tree of files must end.
        boolean isFolder = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
        if (!name.startsWith(".") && !(isFolder && LEFT_OUT.contains(name))) {
          found.add(
              new FileEntry(
                  root.relativize(entry).toString().replace('\\', '/'),
                  name,
                  isFolder,
                  isFolder ? children(entry, depth + 1) : List.of()));
        }
      }
    } catch (IOException e) {
      return found;
    }
    found.sort(
        Comparator.comparing(FileEntry::folder)
            .reversed()
            .thenComparing(FileEntry::name, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(FileEntry::name));
    return found;
  }
}
