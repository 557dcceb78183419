package dev.millrace.engine.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.engine.connect.Jar;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * When the code of a function is the same: its class, every class of its jars whose name stands in
 * one of these, and every file of the jars that is no class. Another class in the same jar, a
 * comment or a blank line change nothing.
 *
 * <p>A wrong "the same" would keep state that means something else, so a name counts wherever it
 * stands, also as a text that might be loaded by name.
 */
public final class FunctionCode {
  private static final String CLASS = ".class";

  /** Whatever may be the name of a class, in Java's spelling or the virtual machine's. */
  private static final Pattern NAME = Pattern.compile("[\\w$]+(?:[./][\\w$]+)*");

  /** Names of local variables stay: Flink calls a function's state by them. */
  private static final ClassFile WITHOUT_LINES =
      ClassFile.of(
          ClassFile.LineNumbersOption.DROP_LINE_NUMBERS,
          ClassFile.ConstantPoolSharingOption.NEW_POOL);

  private FunctionCode() {}

  /**
   * The digest of a function's code.
   *
   * @param className in Java's spelling
   * @return 64 hexadecimal digits
   * @throws MillraceException CONFIG_INVALID when a jar cannot be read
   */
  public static String digest(String className, List<Jar> jars) {
    SortedMap<String, byte[]> classes = new TreeMap<>();
    SortedMap<String, byte[]> resources = new TreeMap<>();
    jars.forEach(jar -> read(jar, classes, resources));
    MessageDigest digest = JarContent.sha256();
    reached(className.replace('.', '/'), classes)
        .forEach((name, bytes) -> add(digest, name, stripped(bytes)));
    resources.forEach((name, bytes) -> add(digest, name, bytes));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void read(Jar jar, Map<String, byte[]> classes, Map<String, byte[]> resources) {
    try (ZipFile zip = new ZipFile(jar.file().toFile())) {
      for (ZipEntry entry : zip.stream().map(each -> (ZipEntry) each).toList()) {
        String name = entry.getName();
        if (entry.isDirectory() || !JarContent.counts(name)) {
          continue;
        }
        try (InputStream content = zip.getInputStream(entry)) {
          // Of two with one name a class loader takes the first.
          if (name.endsWith(CLASS)) {
            classes.putIfAbsent(
                name.substring(0, name.length() - CLASS.length()), content.readAllBytes());
          } else {
            resources.putIfAbsent(name, content.readAllBytes());
          }
        }
      }
    } catch (IOException e) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.CONFIG_INVALID,
                  "The jar " + jar.file() + " cannot be read (" + e.getMessage() + ")")
              .remedy("Build it again"),
          e);
    }
  }

  private static SortedMap<String, byte[]> reached(String first, Map<String, byte[]> classes) {
    SortedMap<String, byte[]> reached = new TreeMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(first));
    while (!open.isEmpty()) {
      String name = open.removeFirst();
      byte[] bytes = classes.get(name);
      if (bytes != null && reached.put(name, bytes) == null) {
        open.addAll(named(bytes));
      }
    }
    return reached;
  }

  private static Set<String> named(byte[] bytes) {
    Set<String> names = new HashSet<>();
    ClassModel model = WITHOUT_LINES.parse(bytes);
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof Utf8Entry text) {
        Matcher matcher = NAME.matcher(text.stringValue());
        while (matcher.find()) {
          String name = matcher.group().replace('.', '/');
          names.add(name);
          // In a descriptor an L comes before it, and other types may come before that.
          for (int at = name.indexOf('L'); at >= 0; at = name.indexOf('L', at + 1)) {
            names.add(name.substring(at + 1));
          }
        }
      }
    }
    return names;
  }

  private static byte[] stripped(byte[] bytes) {
    return WITHOUT_LINES.transformClass(WITHOUT_LINES.parse(bytes), ClassTransform.ACCEPT_ALL);
  }

  private static void add(MessageDigest digest, String name, byte[] bytes) {
    digest.update((name + '\n' + bytes.length + '\n').getBytes(UTF_8));
    digest.update(bytes);
  }
}
