package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What becomes of one thing that an operator keeps: an aggregate, or a column of its rows.
 *
 * @param what its name
 * @param words the rest of a sentence
 * @param choices what may be chosen, where somebody must
 */
record FieldStory(String what, Kind kind, String words, List<Choices.Choice> choices) {
  FieldStory(String what, Kind kind, String words) {
    this(what, kind, words, List.of());
  }

  FieldStory {
    requireNonNull(what, "what");
    requireNonNull(kind, "kind");
    requireNonNull(words, "words");
    choices = List.copyOf(choices);
  }

  /** What happens to it. */
  enum Kind {
    /** It goes on, at another place or in a wider type; nothing is lost. */
    EXACT,
    /** It goes on rightly, if something holds that the state does not tell. */
    ASSUMES,
    /** It knows nothing of the past. */
    STARTS,
    /** It goes on with another meaning, as was chosen. */
    CONTINUES,
    /** It begins again, as was chosen. */
    RESET,
    /** Somebody must choose. */
    DECIDE,
    /** Nobody wants it any longer. */
    GIVEN_UP
  }
}
