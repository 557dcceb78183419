package dev.millrace.engine.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.engine.connect.Jar;
import dev.millrace.engine.jar.JarContent;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
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

  private static final Map<Question, String> KNOWN = new ConcurrentHashMap<>();

  /** Content tells jars apart, so an answer stays right for ever. */
  private record Question(String className, List<String> jars) {}

  private final Map<String, Place> classes = new HashMap<>();
  private final SortedMap<String, Place> resources = new TreeMap<>();

  /** Where something is read. */
  private record Place(ZipFile zip, ZipEntry entry) {
    byte[] bytes() throws IOException {
      try (InputStream content = zip.getInputStream(entry)) {
        return content.readAllBytes();
      }
    }
  }

  private FunctionCode() {}

  /**
   * The digest of a function's code.
   *
   * @param className in Java's spelling
   * @return 64 hexadecimal digits
   * @throws MillraceException CONFIG_INVALID when a jar cannot be read
   */
  public static String digest(String className, List<Jar> jars) {
    Question question = new Question(className, jars.stream().map(Jar::digest).toList());
    String known = KNOWN.get(question);
    if (known == null) {
      known = new FunctionCode().read(className, jars);
      KNOWN.put(question, known);
    }
    return known;
  }

  private String read(String className, List<Jar> jars) {
    List<ZipFile> open = new ArrayList<>();
    try {
      for (Jar jar : jars) {
        ZipFile zip = new ZipFile(jar.file().toFile());
        open.add(zip);
        index(zip);
      }
      MessageDigest digest = JarContent.sha256();
      for (Map.Entry<String, byte[]> each : reached(className.replace('.', '/')).entrySet()) {
        add(digest, each.getKey(), stripped(each.getValue()));
      }
      for (Map.Entry<String, Place> each : resources.entrySet()) {
        add(digest, each.getKey(), each.getValue().bytes());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.CONFIG_INVALID,
                  "A jar among "
                      + String.join(", ", jars.stream().map(jar -> jar.file().toString()).toList())
                      + " cannot be read ("
                      + e.getMessage()
                      + ")")
              .remedy("Build it again"),
          e);
    } finally {
      open.forEach(FunctionCode::close);
    }
  }

  private void index(ZipFile zip) {
    for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
      ZipEntry entry = all.nextElement();
      String name = entry.getName();
      if (entry.isDirectory() || !JarContent.counts(name)) {
        continue;
      }
      // Of two with one name a class loader takes the first.
      // Those for one version of Java only are as good as files that somebody reads.
      if (name.endsWith(CLASS) && !name.startsWith("META-INF/")) {
        classes.putIfAbsent(
            name.substring(0, name.length() - CLASS.length()), new Place(zip, entry));
      } else {
        resources.putIfAbsent(name, new Place(zip, entry));
      }
    }
  }

  private SortedMap<String, byte[]> reached(String first) throws IOException {
    SortedMap<String, byte[]> reached = new TreeMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(first));
    while (!open.isEmpty()) {
      String name = open.removeFirst();
      Place place = classes.get(name);
      if (place != null && !reached.containsKey(name)) {
        byte[] bytes = place.bytes();
        reached.put(name, bytes);
        open.addAll(named(bytes));
      }
    }
    return reached;
  }

  private static void close(ZipFile zip) {
    try {
      zip.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a file that was only read", e);
    }
  }

  private static Set<String> named(byte[] bytes) {
    Set<String> names = new HashSet<>();
    for (PoolEntry entry : constants(bytes)) {
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

  private static Iterable<PoolEntry> constants(byte[] bytes) {
    try {
      return WITHOUT_LINES.parse(bytes).constantPool();
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  private static byte[] stripped(byte[] bytes) {
    try {
      return WITHOUT_LINES.transformClass(WITHOUT_LINES.parse(bytes), ClassTransform.ACCEPT_ALL);
    } catch (IllegalArgumentException e) {
      // No class that Java knows: whoever loads it says so.
      return bytes;
    }
  }

  private static void add(MessageDigest digest, String name, byte[] bytes) {
    digest.update((name + '\n' + bytes.length + '\n').getBytes(UTF_8));
    digest.update(bytes);
  }
}
