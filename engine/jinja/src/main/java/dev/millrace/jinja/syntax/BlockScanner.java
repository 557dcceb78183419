package dev.millrace.jinja.syntax;

import dev.millrace.jinja.TemplateBlocks.Block;
import dev.millrace.jinja.TemplateBlocks.Kind;
import dev.millrace.jinja.TemplateException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds dbt's top-level blocks. It looks at tags only, so that a file with an error in one block
 * still gives the others.
 */
public final class BlockScanner {
  // Definitions inside of these would depend on a render, which has not happened yet.
  private static final Set<String> CONTROL = Set.of("if", "for");
  private static final Set<String> CONTROL_ENDS = Set.of("endif", "endfor");

  private final SourceText source;
  private final String text;
  private final List<Block> blocks = new ArrayList<>();
  private final Deque<Tag> control = new ArrayDeque<>();
  private @Nullable Tag open;
  private int at;

  /** A tag: its first word, where it stands, and where its text goes on behind the word. */
  private record Tag(String word, int begin, int behindWord, int end) {}

  private BlockScanner(SourceText source) {
    this.source = source;
    this.text = source.text();
  }

  /** The blocks of a file, in order. */
  public static List<Block> scan(String source, String name) {
    BlockScanner scanner = new BlockScanner(new SourceText(name, source, 1, 1));
    scanner.run();
    return List.copyOf(scanner.blocks);
  }

  private void run() {
    for (Tag tag = next(); tag != null; tag = next()) {
      if (open != null) {
        if (endOf(open.word()).contains(tag.word())) {
          close(open, tag);
          open = null;
        } else if (kind(tag.word()) != null && !isExpressionTag(open)) {
          throw error(tag, "nested inside '" + open.word() + "': blocks cannot be nested");
        }
      } else {
        topLevel(tag);
      }
    }
    if (open != null) {
      throw error(
          open,
          "Reached the end of the file without finding a close tag for '" + open.word() + "'");
    }
  }

  // The text of a docs block is Markdown: what looks like a tag in it may be an example.
  private static boolean isExpressionTag(Tag open) {
    return open.word().equals("docs");
  }

  private void topLevel(Tag tag) {
    if (CONTROL.contains(tag.word())) {
      control.push(tag);
    } else if (CONTROL_ENDS.contains(tag.word())) {
      control.poll();
    } else if (kind(tag.word()) != null) {
      Tag outer = control.peek();
      if (outer != null) {
        throw error(
            tag,
            "Got a block definition inside control flow: '"
                + tag.word()
                + "' stands inside '"
                + outer.word()
                + "' of line "
                + source.position(outer.begin()).line());
      }
      open = tag;
    } else if (tag.word().startsWith("end") && kind(tag.word().substring(3)) != null) {
      throw error(tag, "Got an unexpected control flow end tag, got " + tag.word());
    }
  }

  private static @Nullable Kind kind(String word) {
    return switch (word) {
      case "macro" -> Kind.MACRO;
      case "materialization" -> Kind.MATERIALIZATION;
      case "test", "data_test" -> Kind.TEST;
      case "snapshot" -> Kind.SNAPSHOT;
      case "docs" -> Kind.DOCS;
      default -> null;
    };
  }

  private static Set<String> endOf(String word) {
    return word.equals("test") || word.equals("data_test")
        ? Set.of("endtest", "enddata_test")
        : Set.of("end" + word);
  }

  private void close(Tag begin, Tag end) {
    Kind kind = kind(begin.word());
    int nameBegin = Characters.skipSpace(text, begin.behindWord());
    int nameEnd = nameBegin;
    while (nameEnd < begin.end() && Characters.isNamePart(text.charAt(nameEnd))) {
      nameEnd++;
    }
    if (kind == null || nameEnd == nameBegin) {
      throw error(begin, "the '" + begin.word() + "' block has no name");
    }
    blocks.add(
        new Block(
            kind,
            text.substring(nameBegin, nameEnd),
            text.substring(begin.begin(), end.end()),
            text.substring(begin.end(), end.begin()),
            source.position(begin.begin()),
            source.position(begin.end())));
  }

  /** The next tag outside of comments and raw text; null at the end. */
  private @Nullable Tag next() {
    while (true) {
      int begin = text.indexOf('{', at);
      if (begin < 0 || begin + 1 >= text.length()) {
        return null;
      }
      switch (text.charAt(begin + 1)) {
        case '#' -> {
          int close = text.indexOf("#}", begin + 2);
          if (close < 0) {
            throw SyntaxErrors.at(source, begin, "Missing end of comment tag");
          }
          at = close + 2;
        }
        case '{' -> at = end(begin + 2, '}');
        case '%' -> {
          Tag tag = tag(begin);
          at = tag.end();
          if (!tag.word().equals("raw")) {
            return tag;
          }
          skipRaw(tag);
        }
        default -> at = begin + 1;
      }
    }
  }

  private Tag tag(int begin) {
    int from = begin + 2;
    if (from < text.length() && (text.charAt(from) == '-' || text.charAt(from) == '+')) {
      from++;
    }
    int word = Characters.skipSpace(text, from);
    int behind = word;
    while (behind < text.length() && Characters.isNamePart(text.charAt(behind))) {
      behind++;
    }
    return new Tag(text.substring(word, behind), begin, behind, end(behind, '%'));
  }

  /** Behind the end of a tag or print statement; strings may contain what looks like one. */
  private int end(int from, char closing) {
    int i = from;
    while (i + 1 < text.length()) {
      char character = text.charAt(i);
      if (character == '\'' || character == '"') {
        int close = endOfString(i, character);
        // An apostrophe in Markdown is no string; then the tag ends where its mark stands.
        i = close < 0 ? i + 1 : close;
      } else if (character == closing && text.charAt(i + 1) == '}') {
        return i + 2;
      } else {
        i++;
      }
    }
    return text.length();
  }

  private int endOfString(int begin, char quote) {
    for (int i = begin + 1; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '\\') {
        i++;
      } else if (character == quote) {
        return i + 1;
      }
    }
    return -1;
  }

  private void skipRaw(Tag raw) {
    for (int tag = text.indexOf("{%", at); tag >= 0; tag = text.indexOf("{%", tag + 2)) {
      Tag candidate = tag(tag);
      if (candidate.word().equals("endraw")) {
        at = candidate.end();
        return;
      }
    }
    throw error(raw, "Missing end of raw directive");
  }

  private TemplateException error(Tag tag, String message) {
    return SyntaxErrors.at(source, tag.begin(), message);
  }
}
