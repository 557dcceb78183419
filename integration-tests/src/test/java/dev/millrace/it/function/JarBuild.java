package dev.millrace.it.function;

import dev.millrace.it.CommandLineUser;
import dev.millrace.it.Folders;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** What a project that has functions of its own builds with another tool. */
public final class JarBuild {
  private JarBuild() {}

  /**
   * Compiles classes for Java 17 and packs them.
   *
   * @param sources by the full name of the class
   */
  public static void build(Path jar, Map<String, String> sources) {
    build(jar, sources, Map.of());
  }

  /**
   * The same with files that are no classes.
   *
   * @param files texts by their paths in the jar
   */
  public static void build(Path jar, Map<String, String> sources, Map<String, String> files) {
    try {
      Path classes = Files.createTempDirectory("classes");
      try {
        compile(sources, classes);
        for (Map.Entry<String, String> file : files.entrySet()) {
          Path path = classes.resolve(file.getKey());
          Files.createDirectories(path.getParent());
          Files.writeString(path, file.getValue());
        }
        Files.createDirectories(jar.getParent());
        pack(classes, jar);
      } finally {
        Folders.delete(classes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compile(Map<String, String> sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<JavaFileObject> files = new ArrayList<>();
    sources.forEach((name, text) -> files.add(new Source(name, text)));
    List<String> options =
        List.of("--release", "17", "-g", "-d", classes.toString(), "-cp", flink(), "-proc:none");
    StringWriter words = new StringWriter();
    if (!compiler.getTask(words, null, null, options, null, files).call()) {
      throw new IllegalStateException("does not compile: " + words);
    }
  }

  private static String flink() throws IOException {
    try (Stream<Path> jars = Files.list(CommandLineUser.installation().resolve("sidecar"))) {
      return String.join(
          System.getProperty("path.separator"),
          jars.map(Path::toString).filter(name -> name.contains("flink-")).toList());
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
        Files.copy(each, out);
        out.closeEntry();
      }
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
