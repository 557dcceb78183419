package dev.millrace.jinja.values;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;

/** A sequence that is computed while it is read, and can be read once. */
public final class Generator implements Iterable<Object> {
  private final String description;
  private final Iterator<Object> elements;

  /**
   * @param description what Python prints for it, such as "generator object sync_do_map"
   */
  public Generator(String description, Iterator<Object> elements) {
    this.description = requireNonNull(description, "description");
    this.elements = requireNonNull(elements, "elements");
  }

  /** Always the same iterator: what was read is gone. */
  @Override
  public Iterator<Object> iterator() {
    return elements;
  }

  /** The class name: "generator", "zip" and so on. */
  public String typeName() {
    return description.substring(0, description.indexOf(' '));
  }

  @Override
  public String toString() {
    return "<" + description + " at " + Repr.address(this) + ">";
  }
}
