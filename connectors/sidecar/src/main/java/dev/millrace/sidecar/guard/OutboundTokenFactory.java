package dev.millrace.sidecar.guard;

import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.io.network.netty.OutboundChannelHandlerFactory;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;
import org.apache.flink.util.ConfigurationException;

/**
 * Lets Flink's own REST client into the sidecar's JobManager; found by Flink itself.
 *
 * <p>The configuration of a remote cluster names no token file, so nothing is added to calls that
 * leave this machine.
 */
public final class OutboundTokenFactory implements OutboundChannelHandlerFactory {
  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Optional<ChannelHandler> createHandler(Configuration configuration)
      throws ConfigurationException {
    int port = configuration.get(RestOptions.PORT);
    return GuardOptions.token(configuration).map(token -> new OutboundToken(token, port));
  }
}
