package dev.millrace.sidecar.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.wire.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.io.network.netty.InboundChannelHandlerFactory;
import org.apache.flink.runtime.io.network.netty.OutboundChannelHandlerFactory;
import org.apache.flink.shaded.netty4.io.netty.buffer.Unpooled;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.embedded.EmbeddedChannel;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultFullHttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;
import org.apache.flink.util.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardFactoriesTest {
  @TempDir Path folder;

  @Test
  void flinkFindsBothFactories() {
    assertThat(ServiceLoader.load(InboundChannelHandlerFactory.class))
        .hasAtLeastOneElementOfType(InboundGuardFactory.class);
    assertThat(ServiceLoader.load(OutboundChannelHandlerFactory.class))
        .hasAtLeastOneElementOfType(OutboundTokenFactory.class);
  }

  @Test
  void anEndpointWithoutATokenFileStaysShut() {
    assertThatThrownBy(() -> new InboundGuardFactory().createHandler(new Configuration(), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("stays shut");
  }

  @Test
  void anEndpointWithAnUnreadableTokenFileStaysShut() {
    Configuration configuration = new Configuration();
    configuration.set(GuardOptions.TOKEN_FILE, folder.resolve("missing").toString());
    assertThatThrownBy(() -> new InboundGuardFactory().createHandler(configuration, Map.of()))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void callsToOtherClustersGetNoHandler() throws Exception {
    assertThat(new OutboundTokenFactory().createHandler(new Configuration())).isEmpty();
  }

  @Test
  void theTokenIsNotSentToAnAddressThatIsNotOurs() throws Exception {
    Path file = folder.resolve("token");
    Files.writeString(file, "secret");
    Configuration configuration = new Configuration();
    configuration.set(GuardOptions.TOKEN_FILE, file.toString());
    ChannelHandler handler = new OutboundTokenFactory().createHandler(configuration).orElseThrow();
    EmbeddedChannel elsewhere = new EmbeddedChannel(handler);
    elsewhere.writeOutbound(
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.GET, "/", Unpooled.EMPTY_BUFFER));
    HttpRequest sent = elsewhere.readOutbound();
    assertThat(sent.headers().contains(Wire.TOKEN_HEADER)).isFalse();
  }

  @Test
  void tokenFilesAreReadableByTheirOwnerOnly() throws Exception {
    Path file = folder.resolve("token");
    Tokens.writePrivately(file, new byte[] {'x'});
    assertThat(
            java.nio.file.attribute.PosixFilePermissions.toString(
                Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
