package dev.millrace.sidecar.guard;

import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerAdapter;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelPipeline;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpServerCodec;

/**
 * Moves the guard to the front of the pipeline.
 *
 * <p>Flink adds a factory's handler behind the one that stores uploaded files and the one that
 * collects a body of up to 100 MB. There a refusal would come after a stranger has filled disk and
 * heap, so the guard itself goes right behind the HTTP codec.
 */
final class InboundGuardInstaller extends ChannelHandlerAdapter {
  private final Guard guard;

  InboundGuardInstaller(Guard guard) {
    this.guard = guard;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ChannelPipeline pipeline = context.pipeline();
    ChannelHandlerContext codec = pipeline.context(HttpServerCodec.class);
    pipeline.addAfter(codec.name(), InboundGuard.class.getName(), new InboundGuard(guard));
    pipeline.remove(this);
  }
}
