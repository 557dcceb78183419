package dev.millrace.engine.language;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One tag of a template as it stands, perhaps only half typed.
 *
 * @param start of the opening braces
 * @param end behind the closing braces, or where the half-typed tag stops
 */
record TemplateTag(Kind kind, int start, int end, String text) {
  private static final String QUOTED = "\\s*(?:'([^']*)'|\"([^\"]*)\")\\s*";
  private static final Pattern REFERENCE =
      Pattern.compile("\\b(ref|source)\\s*\\(" + QUOTED + "(?:," + QUOTED + ")?");

  enum Kind {
    EXPRESSION,
    STATEMENT,
    COMMENT
  }

  /**
   * A call of {@code ref} or {@code source}.
   *
   * @param first the package or source; empty for a ref with one argument
   * @param name of the model or table
   */
  record Reference(boolean source, Optional<String> first, String name) {}

  /** The first {@code ref} or {@code source} that is called in the tag. */
  Optional<Reference> reference() {
    Matcher matcher = REFERENCE.matcher(text);
    if (kind == Kind.COMMENT || !matcher.find()) {
      return Optional.empty();
    }
    String one = argument(matcher, 2);
    Optional<String> two =
        Optional.ofNullable(matcher.group(4)).or(() -> Optional.ofNullable(matcher.group(5)));
    boolean source = matcher.group(1).equals("source");
    return two.isPresent()
        ? Optional.of(new Reference(source, Optional.of(one), two.get()))
        : source ? Optional.empty() : Optional.of(new Reference(false, Optional.empty(), one));
  }

  private static String argument(Matcher matcher, int group) {
    String single = matcher.group(group);
    return single == null ? String.valueOf(matcher.group(group + 1)) : single;
  }
}
