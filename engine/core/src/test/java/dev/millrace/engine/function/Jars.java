package dev.millrace.engine.function;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Jars that are built from texts. */
final class Jars {
  private final Map<String, String> sources = new TreeMap<>();
  private final Map<String, String> resources = new TreeMap<>();

  /** A class of no package; the name is in the text. */
  Jars source(String name, String text) {
    sources.put(name, text);
    return this;
  }

  Jars resource(String name, String text) {
    resources.put(name, text);
    return this;
  }

  Path build(Path jar) {
    try {
      Path classes = Files.createTempDirectory(jar.getParent(), "classes");
      JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
      List<Source> files =
          sources.entrySet().stream().map(e -> new Source(e.getKey(), e.getValue())).toList();
      boolean compiled =
          files.isEmpty()
              || compiler
                  .getTask(
                      null,
                      null,
                      null,
                      List.of("-g", "-proc:none", "-d", classes.toString()),
                      null,
                      files)
                  .call();
      if (!compiled) {
        throw new IllegalStateException("does not compile: " + sources.keySet());
      }
      try (OutputStream file = Files.newOutputStream(jar);
          JarOutputStream out = new JarOutputStream(file);
          Stream<Path> all = Files.walk(classes)) {
        for (Path each : all.filter(Files::isRegularFile).toList()) {
          add(out, classes.relativize(each).toString(), Files.readAllBytes(each));
        }
        for (Map.Entry<String, String> each : resources.entrySet()) {
          add(
              out,
              each.getKey(),
              each.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
    out.closeEntry();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
