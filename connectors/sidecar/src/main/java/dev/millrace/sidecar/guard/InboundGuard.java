package dev.millrace.sidecar.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.wire.Wire;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.flink.shaded.netty4.io.netty.buffer.Unpooled;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelDuplexHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelFuture;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelFutureListener;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelPromise;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultFullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.FullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderNames;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderValues;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaders;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;
import org.apache.flink.shaded.netty4.io.netty.util.ReferenceCountUtil;

/**
 * Refuses a request at its head and closes the connection; lets no permission for web pages out.
 */
final class InboundGuard extends ChannelDuplexHandler {
  private final Guard guard;
  // Confined to the channel's event loop.
  private boolean refused;

  InboundGuard(Guard guard) {
    this.guard = guard;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (refused) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof HttpRequest request) {
      Optional<Refusal> refusal = check(context, request);
      if (refusal.isPresent()) {
        refused = true;
        ReferenceCountUtil.release(message);
        refuse(context, refusal.get());
        return;
      }
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof HttpResponse response) {
      // Flink sends one with every answer and has no setting for none.
      response.headers().remove(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN);
    }
    super.write(context, message, promise);
  }

  private Optional<Refusal> check(ChannelHandlerContext context, HttpRequest request) {
    if (!(context.channel().localAddress() instanceof InetSocketAddress local)) {
      return Optional.of(Refusal.HOST);
    }
    HttpHeaders headers = request.headers();
    return guard.check(
        local.getPort(),
        headers.getAll(HttpHeaderNames.HOST),
        headers.getAll(HttpHeaderNames.ORIGIN),
        headers.getAll(Wire.TOKEN_HEADER));
  }

  private static void refuse(ChannelHandlerContext context, Refusal refusal) {
    FullHttpResponse answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(refusal.status()),
            Unpooled.copiedBuffer(refusal.sentence() + "\n", UTF_8));
    answer
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .set(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    ChannelFuture unused = context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
  }
}
