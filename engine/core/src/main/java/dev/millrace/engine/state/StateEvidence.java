package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import java.util.Optional;

/** What is known of the state that a job has, before it is stopped. */
public sealed interface StateEvidence {
  /** What a verdict rests on, in words. */
  String words();

  /** The job has not written any yet. */
  record NothingWritten() implements StateEvidence {
    @Override
    public String words() {
      return "both plans; the job has taken no checkpoint yet";
    }
  }

  /**
   * There is some, and it cannot be read from here.
   *
   * @param why one sentence
   */
  record Unreadable(String why) implements StateEvidence {
    public Unreadable {
      requireNonNull(why, "why");
    }

    @Override
    public String words() {
      return "both plans alone";
    }
  }

  /**
   * It was read.
   *
   * @param contract what the new plan wants; empty when the plan has not changed
   * @param words such as {@code metadata of checkpoint 12, 3 s old}
   */
  record Read(StateSnapshot snapshot, Optional<StateTools.Contract> contract, String words)
      implements StateEvidence {
    public Read {
      requireNonNull(snapshot, "snapshot");
      requireNonNull(contract, "contract");
      requireNonNull(words, "words");
    }
  }
}
