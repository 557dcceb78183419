package dev.millrace.connector.flink.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of 127.0.0.1. */
final class FreePorts {
  private FreePorts() {}

  /**
   * @param first one
   * @param second another
   */
  record Pair(int first, int second) {}

  /** Two that are free now. */
  static Pair two() throws IOException {
    try (ServerSocket first = open(0);
        ServerSocket second = open(0)) {
      return new Pair(first.getLocalPort(), second.getLocalPort());
    }
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = open(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static ServerSocket open(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
