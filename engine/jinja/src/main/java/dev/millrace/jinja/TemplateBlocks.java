package dev.millrace.jinja;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** dbt's way of cutting a file into top-level blocks before Jinja reads any of it. */
public final class TemplateBlocks {
  private TemplateBlocks() {}

  /** The tags that make a block. */
  public enum Kind {
    MACRO,
    MATERIALIZATION,
    TEST,
    SNAPSHOT,
    DOCS
  }

  /**
   * One block.
   *
   * @param kind its tag; tests and data tests are one kind
   * @param name the name behind the tag
   * @param text the whole block, from the opening to the closing tag
   * @param contents what stands between the two tags
   * @param position where the block begins
   * @param contentsPosition where the contents begin
   */
  public record Block(
      Kind kind,
      String name,
      String text,
      String contents,
      Position position,
      Position contentsPosition) {
    public Block {
      requireNonNull(kind, "kind");
      requireNonNull(name, "name");
      requireNonNull(text, "text");
      requireNonNull(contents, "contents");
      requireNonNull(position, "position");
      requireNonNull(contentsPosition, "contentsPosition");
    }
  }

  /**
   * The blocks of a file in order; text between them is left out.
   *
   * @param source the file's text
   * @param name what positions call the file
   * @throws TemplateException of kind SYNTAX for a block without end, an end without block, or a
   *     definition inside {@code if} or {@code for}
   */
  public static List<Block> scan(String source, String name) {
    return dev.millrace.jinja.syntax.BlockScanner.scan(source, name);
  }
}
