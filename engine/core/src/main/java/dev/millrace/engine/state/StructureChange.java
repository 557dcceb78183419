package dev.millrace.engine.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the parts of a structure differ from what they were.
 *
 * @param name of the column, which may be a structure or not
 * @param gained names of the parts it did not have, with those of the structures they are in
 * @param lost of those it no longer has
 * @param losesDigits whether a part would have more digits if it had been of the new type always
 */
record StructureChange(String name, List<String> gained, List<String> lost, boolean losesDigits) {
  StructureChange {
    gained = List.copyOf(gained);
    lost = List.copyOf(lost);
  }

  /**
   * @param name of the column
   * @param before its type, as plans write types
   */
  static StructureChange of(String name, String before, String after) {
    List<RowFields.Field> old = RowFields.ofText(before);
    List<RowFields.Field> now = RowFields.ofText(after);
    if (isPlain(old) || isPlain(now)) {
      return new StructureChange(
          name, List.of(), List.of(), before.startsWith("FLOAT") && after.startsWith("DOUBLE"));
    }
    List<String> gained = new ArrayList<>();
    List<String> lost = new ArrayList<>();
    boolean losesDigits = false;
    for (RowFields.Field part : now) {
      Optional<RowFields.Field> same = named(old, part.name());
      if (same.isEmpty()) {
        gained.add(name + "." + part.name());
        continue;
      }
      StructureChange inner = of(name + "." + part.name(), same.get().type(), part.type());
      gained.addAll(inner.gained());
      lost.addAll(inner.lost());
      losesDigits |= inner.losesDigits();
    }
    for (RowFields.Field part : old) {
      if (named(now, part.name()).isEmpty()) {
        lost.add(name + "." + part.name());
      }
    }
    return new StructureChange(name, gained, lost, losesDigits);
  }

  /** What is not as it would be if the structure had always been what it is now. */
  List<FieldStory> gaps() {
    List<FieldStory> gaps = new ArrayList<>();
    gained.forEach(
        part ->
            gaps.add(
                new FieldStory(
                    part, FieldStory.Kind.STARTS, "is NULL in rows from before the switch")));
    if (losesDigits) {
      gaps.add(
          new FieldStory(
              name,
              FieldStory.Kind.ASSUMES,
              "goes on in another type, with the digits that its old one could hold"));
    }
    return gaps;
  }

  private static boolean isPlain(List<RowFields.Field> parts) {
    return parts.size() == 1 && parts.getFirst().name().isEmpty();
  }

  private static Optional<RowFields.Field> named(List<RowFields.Field> parts, String name) {
    return parts.stream().filter(part -> part.name().equals(name)).findFirst();
  }
}
