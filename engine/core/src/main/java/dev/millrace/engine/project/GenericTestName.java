package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Values;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The names dbt makes for a generic test that has none of its own.
 *
 * @param fullName of its unique id and its fqn
 * @param shortName of its file and its alias, at most 63 characters
 */
record GenericTestName(String fullName, String shortName) {
  private static final int LONGEST = 63;
  private static final int KEPT = 30;
  private static final int HASH = 10;

  GenericTestName {
    requireNonNull(fullName, "fullName");
    requireNonNull(shortName, "shortName");
  }

  /**
   * @param prefix before the test's name, such as {@code source_}
   * @param target the name of what is tested
   */
  static GenericTestName of(
      String prefix,
      Optional<String> namespace,
      String test,
      String target,
      Map<String, @Nullable Object> arguments) {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(arguments)
        .forEach(
            (key, value) -> {
              if (!key.equals("model")) {
                flat(value).forEach(part -> parts.add(part.replaceAll("[^0-9a-zA-Z_]+", "_")));
              }
            });
    String identifier = namespace.map(name -> name + "_").orElse("") + prefix + test + "_" + target;
    String full = identifier + "_" + String.join("__", parts);
    if (full.length() <= LONGEST) {
      return new GenericTestName(full, full);
    }
    String start = identifier.substring(0, Math.min(KEPT, identifier.length()));
    return new GenericTestName(full, start + "_" + md5(full));
  }

  private static List<String> flat(@Nullable Object value) {
    Collection<?> values =
        switch (value) {
          case Map<?, ?> map -> map.values();
          case List<?> list -> list;
          case null -> java.util.Arrays.asList((Object) null);
          case Object one -> List.of(one);
        };
    return values.stream().map(GenericTestName::text).toList();
  }

  private static String text(@Nullable Object value) {
    return Python.str(value == null ? None.NONE : Values.of(value));
  }

  boolean isWhole() {
    return fullName.equals(shortName);
  }

  /** The end of the test's unique id: it tells tests of one name but other arguments apart. */
  String hash(GenericTest test) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("kwargs", hashable(test.arguments()));
    metadata.put("name", test.name());
    metadata.put("namespace", test.namespace().orElse("None"));
    String hash = md5(fullName + Python.repr(Values.of(metadata)));
    return hash.substring(hash.length() - HASH);
  }

  private static Object hashable(@Nullable Object value) {
    return switch (value) {
      case null -> "None";
      case Map<?, ?> map -> {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, element) -> sorted.put(String.valueOf(key), hashable(element)));
        yield new LinkedHashMap<>(sorted);
      }
      case List<?> list -> list.stream().map(GenericTestName::hashable).toList();
      case Object scalar -> text(scalar);
    };
  }

  // dbt's choice; nothing rests on its strength.
  private static String md5(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
