package dev.millrace.app.settings;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/** How docked items are arranged: a tree of splits whose leaves hold tabs. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Layout.Split.class, name = "split"),
  @JsonSubTypes.Type(value = Layout.Tabs.class, name = "tabs")
})
public sealed interface Layout {
  /**
   * Parts beside or above each other.
   *
   * @param name of the split; names of the window's own places are kept
   * @param vertical whether they stand above each other
   * @param dividers where one part ends, each between 0 and 1
   */
  record Split(String name, boolean vertical, List<Double> dividers, List<Layout> parts)
      implements Layout {
    public Split {
      requireNonNull(name, "name");
      dividers = List.copyOf(dividers);
      parts = List.copyOf(parts);
    }
  }

  /**
   * Tabs that share one place.
   *
   * @param name of the place; names of the window's own places are kept
   * @param items their ids, in order
   * @param selected the one in front
   */
  record Tabs(String name, List<String> items, Optional<String> selected) implements Layout {
    public Tabs {
      requireNonNull(name, "name");
      items = List.copyOf(items);
      requireNonNull(selected, "selected");
    }
  }
}
