package dev.millrace.engine.jar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What tells jars apart: their entries, and not when, in which order or by which tool they were
 * packed. Two builds of one source give one digest.
 */
public final class JarContent {
  private static final String META = "META-INF/";

  /** What of the meta data decides how code behaves. */
  private static final List<String> KEPT = List.of("META-INF/services/", "META-INF/versions/");

  private static final Map<Version, String> KNOWN = new ConcurrentHashMap<>();

  /** A file as long as nobody writes it; reading a jar of 100 MB takes a second. */
  private record Version(Path file, long bytes, FileTime modified) {}

  private JarContent() {}

  /**
   * The digest of a jar.
   *
   * @return 64 hexadecimal digits
   * @throws IOException also when it is no jar
   */
  public static String digest(Path jar) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(jar, BasicFileAttributes.class);
    Version version = new Version(jar, attributes.size(), attributes.lastModifiedTime());
    String known = KNOWN.get(version);
    if (known == null) {
      known = read(jar);
      KNOWN.put(version, known);
    }
    return known;
  }

  private static String read(Path jar) throws IOException {
    MessageDigest digest = sha256();
    try (ZipFile zip = new ZipFile(jar.toFile());
        DigestOutputStream out =
            new DigestOutputStream(java.io.OutputStream.nullOutputStream(), digest)) {
      for (ZipEntry entry : counted(zip)) {
        byte[] name = entry.getName().getBytes(UTF_8);
        out.write(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).array());
        out.write(name);
        out.write(ByteBuffer.allocate(Long.BYTES).putLong(entry.getSize()).array());
        try (InputStream content = zip.getInputStream(entry)) {
          content.transferTo(out);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<ZipEntry> counted(ZipFile zip) {
    List<ZipEntry> entries = new ArrayList<>();
    for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
      ZipEntry entry = all.nextElement();
      if (!entry.isDirectory() && counts(entry.getName())) {
        entries.add(entry);
      }
    }
    entries.sort(Comparator.comparing(ZipEntry::getName));
    return entries;
  }

  /** Whether an entry can change what the code in its jar does. */
  public static boolean counts(String entry) {
    return !entry.startsWith(META) || KEPT.stream().anyMatch(entry::startsWith);
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
