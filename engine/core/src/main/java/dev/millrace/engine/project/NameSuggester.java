package dev.millrace.engine.project;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a misspelt name was meant to be. */
public final class NameSuggester {
  private NameSuggester() {}

  /** The nearest of the names, when it is near enough to be meant. */
  public static Optional<String> nearest(String name, Collection<String> names) {
    int tolerated = Math.max(1, name.length() / 3);
    return names.stream()
        .filter(candidate -> Math.abs(candidate.length() - name.length()) <= tolerated)
        .map(candidate -> new Candidate(candidate, distance(name, candidate)))
        .filter(candidate -> candidate.distance() <= tolerated)
        .min(Comparator.comparing(Candidate::distance).thenComparing(Candidate::name))
        .map(Candidate::name);
  }

  private record Candidate(String name, int distance) {}

  /** How many letters differ, are missing, too many, or swapped. */
  private static int distance(String left, String right) {
    int[][] table = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        if (i == 0 || j == 0) {
          table[i][j] = i + j;
          continue;
        }
        int change =
            Character.toLowerCase(left.charAt(i - 1)) == Character.toLowerCase(right.charAt(j - 1))
                ? 0
                : 1;
        table[i][j] =
            Math.min(table[i - 1][j - 1] + change, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1)) {
          table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
        }
      }
    }
    return table[left.length()][right.length()];
  }
}
