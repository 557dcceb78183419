import com.google.googlejavaformat.java.Formatter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The build's formatter: {@code --check} names the files that differ, {@code --write} rewrites
 * them.
 */
public final class Format {
  private static final Set<String> SKIPPED =
      Set.of("target", ".git", "node_modules", "dbt_packages");

  public static void main(String[] args) throws Exception {
    boolean write = args.length > 0 && args[0].equals("--write");
    Formatter formatter = new Formatter();
    List<Path> sources = new ArrayList<>();
    Files.walkFileTree(
        Path.of(""),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            Path name = dir.getFileName();
            return name != null && SKIPPED.contains(name.toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              sources.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    List<Path> differing = new ArrayList<>();
    for (Path source : sources) {
      String before = Files.readString(source);
      String after = formatter.formatSourceAndFixImports(before);
      if (!after.equals(before)) {
        differing.add(source);
        if (write) {
          Files.writeString(source, after);
        }
      }
    }
    if (!differing.isEmpty() && !write) {
      differing.forEach(path -> System.err.println("not formatted: " + path));
      System.err.println(
          differing.size()
              + " files are not formatted; run `mvn -N process-sources -Dformat.mode=--write`.");
      System.exit(1);
    }
    System.out.println(
        "formatter: "
            + sources.size()
            + " files, "
            + differing.size()
            + (write ? " rewritten" : " differ"));
  }
}
