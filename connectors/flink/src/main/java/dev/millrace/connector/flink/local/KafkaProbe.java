package dev.millrace.connector.flink.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;

/**
 * Asks whoever listens on a port which Kafka cluster it is: one Metadata request about no topic.
 *
 * <p>An open port says nothing: another program may have taken it, and a broker opens it before it
 * serves. The client library would do, but it is large and retries for minutes.
 */
final class KafkaProbe {
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final short METADATA = 3;

  /** The oldest that Kafka 4 serves and that names the cluster; its encoding is the plain one. */
  private static final short VERSION = 4;

  private static final int CORRELATION = 1;
  private static final int MAX_ANSWER = 64 * 1024;

  private KafkaProbe() {}

  /** The id of the cluster whose broker serves this port of 127.0.0.1; empty when none does. */
  static Optional<String> clusterId(int port) {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
          TIMEOUT_MILLIS);
      ask(new DataOutputStream(socket.getOutputStream()));
      return answer(new DataInputStream(socket.getInputStream()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void ask(DataOutputStream out) throws IOException {
    // Key, version, correlation, no client id, an empty list of topics, no creation of topics.
    out.writeInt(2 + 2 + 4 + 2 + 4 + 1);
    out.writeShort(METADATA);
    out.writeShort(VERSION);
    out.writeInt(CORRELATION);
    out.writeShort(-1);
    out.writeInt(0);
    out.writeBoolean(false);
    out.flush();
  }

  private static Optional<String> answer(DataInputStream in) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > MAX_ANSWER || in.readInt() != CORRELATION) {
      return Optional.empty();
    }
    in.readInt(); // throttle time
    int brokers = in.readInt();
    if (brokers < 1) {
      return Optional.empty();
    }
    for (int i = 0; i < brokers; i++) {
      in.readInt(); // id
      text(in); // host
      in.readInt(); // port
      text(in); // rack
    }
    return text(in);
  }

  private static Optional<String> text(DataInputStream in) throws IOException {
    short length = in.readShort();
    return length < 0 ? Optional.empty() : Optional.of(new String(in.readNBytes(length), UTF_8));
  }
}
