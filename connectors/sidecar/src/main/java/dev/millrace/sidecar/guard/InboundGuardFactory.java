package dev.millrace.sidecar.guard;

import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.io.network.netty.InboundChannelHandlerFactory;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;
import org.apache.flink.util.ConfigurationException;

/** Puts the guard before the JobManager's REST and the SQL Gateway; found by Flink itself. */
public final class InboundGuardFactory implements InboundChannelHandlerFactory {
  @Override
  public int priority() {
    return Integer.MAX_VALUE;
  }

  /**
   * Without a token file nobody could be let in, so the endpoint does not open: Flink closes a
   * connection whose handler cannot be made.
   */
  @Override
  public Optional<ChannelHandler> createHandler(
      Configuration configuration, Map<String, String> responseHeaders)
      throws ConfigurationException {
    String token =
        GuardOptions.token(configuration)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "an endpoint without " + GuardOptions.TOKEN_FILE.key() + " stays shut"));
    return Optional.of(new InboundGuardInstaller(new Guard(token)));
  }
}
