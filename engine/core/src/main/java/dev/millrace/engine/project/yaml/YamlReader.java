package dev.millrace.engine.project.yaml;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads YAML files. Stateless and thread-safe. */
public final class YamlReader {
  private static final int MAX_CHARACTERS = 4 * 1024 * 1024;
  // The scanner takes quadratic time for what stands without a line end.
  private static final int MAX_LINE = 256 * 1024;
  private static final int MAX_DEPTH = 100;
  // Real projects share anchors freely; what bombs do with them is caught by the size they unfold
  // to.
  private static final int MAX_ALIASES = 100_000;

  /**
   * Reads one document.
   *
   * @param text the file's text
   * @param path how positions name the file
   */
  public YamlDocument read(String text, String path) {
    YamlMapping empty = new YamlMapping(new SourcePosition(path, 1, 1), Map.of());
    // dbt drops blank ends of files: a text block that ends the file then has no line end.
    String content = (text.startsWith("\uFEFF") ? text.substring(1) : text).stripTrailing();
    if (content.length() > MAX_CHARACTERS) {
      return failed(
          empty,
          Problem.error(
                  ProblemCode.YAML_INVALID,
                  "The file is larger than the "
                      + MAX_CHARACTERS / (1024 * 1024)
                      + " MB that are read")
              .at(SourcePosition.of(path))
              .remedy("Split it into several files"));
    }
    int begin = 0;
    for (int line = 1; begin <= content.length(); line++) {
      int end = content.indexOf('\n', begin);
      int next = end < 0 ? content.length() : end;
      if (next - begin > MAX_LINE) {
        return failed(
            empty,
            Problem.error(
                    ProblemCode.YAML_INVALID,
                    "The line is longer than the " + MAX_LINE + " characters that are read")
                .at(new SourcePosition(path, line, 1))
                .remedy("Break it into several lines"));
      }
      begin = next + 1;
    }
    @Nullable Node root;
    LoaderOptions options = options();
    StreamReader stream = new StreamReader(new StringReader(content));
    try {
      root = new Composer(new ParserImpl(stream, options), new Resolver(), options).getSingleNode();
    } catch (MarkedYAMLException e) {
      return failed(empty, syntax(e, path));
    } catch (ReaderException e) {
      return failed(empty, unreadable(e, content, path));
    } catch (YAMLException e) {
      return failed(
          empty, refused(String.valueOf(e.getMessage()), position(stream.getMark(), path)));
    } catch (IllegalArgumentException e) {
      // An escape such as "\UFFFFFFFF" names no character.
      return failed(
          empty, refused("an escape here means no character", position(stream.getMark(), path)));
    }
    if (root == null) {
      return new YamlDocument(empty, true, List.of());
    }
    YamlConverter converter = new YamlConverter(path);
    try {
      YamlValue value = converter.convert(root);
      return switch (value) {
        case YamlMapping mapping -> new YamlDocument(mapping, true, converter.problems());
        case YamlValue.YamlScalar scalar when scalar.value() == null ->
            new YamlDocument(empty, true, converter.problems());
        case YamlValue other ->
            failed(
                empty,
                Problem.error(
                        ProblemCode.YAML_INVALID,
                        "The file must hold a mapping of keys to values, but holds " + other.kind())
                    .at(other.position())
                    .remedy("Begin it with a key such as `models:`"));
      };
    } catch (YamlRefusal refusal) {
      return failed(empty, refusal.problem());
    }
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setAllowDuplicateKeys(true);
    return options;
  }

  private static YamlDocument failed(YamlMapping empty, Problem problem) {
    return new YamlDocument(empty, false, List.of(problem));
  }

  private static Problem syntax(MarkedYAMLException e, String path) {
    String said = String.valueOf(e.getProblem());
    Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
    SourcePosition position = mark == null ? SourcePosition.of(path) : position(mark, path);
    String message = "This is not valid YAML: " + said.replaceAll("\\s+", " ");
    return Problem.error(ProblemCode.YAML_INVALID, message).at(position).remedy(remedy(said));
  }

  private static String remedy(String said) {
    if (said.contains("'\\t")) {
      return "Indent with spaces, never with tabs";
    }
    if (said.contains("mapping values are not allowed")) {
      return "Put a text that contains `: ` into quotes, or correct the indentation";
    }
    if (said.contains("expected a single document") || said.contains("another document")) {
      return "Keep one document per file: take out the `---` line";
    }
    if (said.contains("expected <block end>")) {
      return "Align this line with the keys or list items it belongs to";
    }
    if (said.contains("cannot start any token")) {
      return "Put the text into quotes";
    }
    return "Correct the YAML at this place";
  }

  private static Problem unreadable(ReaderException e, String content, String path) {
    int end = Math.clamp(e.getPosition(), 0, content.length());
    int line = 1;
    int begin = 0;
    for (int at = content.indexOf('\n'); at >= 0 && at < end; at = content.indexOf('\n', at + 1)) {
      line++;
      begin = at + 1;
    }
    return Problem.error(
            ProblemCode.YAML_INVALID,
            String.format(
                "The file holds the character U+%04X, which YAML does not allow", e.getCodePoint()))
        .at(new SourcePosition(path, line, end - begin + 1))
        .remedy("Take it out, or write it as an escape in double quotes");
  }

  private static Problem refused(String said, SourcePosition position) {
    String message =
        said.contains("Nesting Depth")
            ? "The file is nested deeper than " + MAX_DEPTH + " levels"
            : "The file is refused: " + said.replaceAll("\\s+", " ");
    return Problem.error(ProblemCode.YAML_INVALID, message)
        .at(position)
        .remedy("Take out what no project file needs");
  }

  static SourcePosition position(Mark mark, String path) {
    return new SourcePosition(path, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
