package dev.millrace.app.shell;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of items, so that a workspace can open one by its id, also after a restart.
 *
 * @param name what ids begin with, before the colon
 * @param make makes the item for what stands after the colon; empty when there is no such thing
 */
public record ItemKind(String name, Function<String, Optional<DockItem>> make) {
  public ItemKind {
    if (name.isBlank() || name.contains(":")) {
      throw new IllegalArgumentException("not the name of a kind: " + name);
    }
    requireNonNull(make, "make");
  }
}
