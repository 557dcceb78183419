package dev.millrace.jinja.syntax;

import dev.millrace.jinja.TemplateBlocks;
import java.util.List;

/** Finds dbt's top-level blocks. */
public final class BlockScanner {
  private BlockScanner() {}

  public static List<TemplateBlocks.Block> scan(String source, String name) {
    return List.of();
  }
}
