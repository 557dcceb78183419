package dev.millrace.sidecar.guard;

import dev.millrace.wire.Wire;
import java.net.InetSocketAddress;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelOutboundHandlerAdapter;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelPromise;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;

/** Adds the token to requests to the sidecar's own JobManager, and to no others. */
final class OutboundToken extends ChannelOutboundHandlerAdapter {
  private final String token;
  private final int port;

  OutboundToken(String token, int port) {
    this.token = token;
    this.port = port;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof HttpRequest request
        && context.channel().remoteAddress() instanceof InetSocketAddress remote
        && remote.getAddress().isLoopbackAddress()
        && remote.getPort() == port) {
      request.headers().set(Wire.TOKEN_HEADER, token);
    }
    super.write(context, message, promise);
  }
}
