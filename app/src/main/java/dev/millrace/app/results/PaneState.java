package dev.millrace.app.results;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How a pane stands.
 *
 * @param message what is being done, in the engine's words; often empty
 * @param failure why it failed; empty otherwise
 */
public record PaneState(Phase phase, Mode mode, String message, Optional<Throwable> failure) {
  static final PaneState IDLE = new PaneState(Phase.IDLE, Mode.SNAPSHOT, "", Optional.empty());

  public PaneState {
    requireNonNull(phase, "phase");
    requireNonNull(mode, "mode");
    requireNonNull(message, "message");
    requireNonNull(failure, "failure");
  }

  PaneState in(Phase other) {
    return new PaneState(other, mode, "", Optional.empty());
  }

  PaneState saying(String words) {
    return new PaneState(phase, mode, words, failure);
  }

  PaneState failed(Throwable why) {
    return new PaneState(Phase.FAILED, mode, "", Optional.of(why));
  }
}
