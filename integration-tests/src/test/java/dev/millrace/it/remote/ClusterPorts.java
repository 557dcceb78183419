package dev.millrace.it.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports of one cluster; the stock main classes cannot tell which port they took, so we choose. */
record ClusterPorts(int rest, int rpc, int gateway, int zooKeeper) {
  static ClusterPorts free() {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        // All are held open until the last is found, so that no two are the same.
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      ClusterPorts ports =
          new ClusterPorts(
              sockets.get(0).getLocalPort(),
              sockets.get(1).getLocalPort(),
              sockets.get(2).getLocalPort(),
              sockets.get(3).getLocalPort());
      for (ServerSocket socket : sockets) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on loopback", e);
    }
  }
}
