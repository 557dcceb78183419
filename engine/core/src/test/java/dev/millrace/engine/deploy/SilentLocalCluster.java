package dev.millrace.engine.deploy;

import dev.millrace.engine.connect.LocalCluster;
import java.util.function.Consumer;

/** That a target has a local cluster, and no more. */
final class SilentLocalCluster implements LocalCluster {
  @Override
  public Status start(boolean withBroker, Consumer<String> progress) {
    throw new UnsupportedOperationException("nothing starts here");
  }

  @Override
  public void stop() {
    throw new UnsupportedOperationException("nothing runs here");
  }

  @Override
  public Status status() {
    throw new UnsupportedOperationException("nobody asks here");
  }
}
