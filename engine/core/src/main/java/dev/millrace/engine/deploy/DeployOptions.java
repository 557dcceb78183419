package dev.millrace.engine.deploy;

/**
 * What a run may do.
 *
 * @param allowUnknownState upgrade although a change touches a stateful operator and nobody can say
 *     what becomes of its state
 * @param threads models deployed at the same time
 */
public record DeployOptions(boolean allowUnknownState, int threads) {
  public DeployOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("a run needs at least one thread");
    }
  }
}
