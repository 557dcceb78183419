package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Hands events of several threads to a consumer one after another. */
final class Events implements Consumer<DeployEvent> {
  private final Consumer<DeployEvent> consumer;
  private final ReentrantLock turn = new ReentrantLock();

  Events(Consumer<DeployEvent> consumer) {
    this.consumer = requireNonNull(consumer, "consumer");
  }

  @Override
  public void accept(DeployEvent event) {
    turn.lock();
    try {
      consumer.accept(event);
    } finally {
      turn.unlock();
    }
  }
}
