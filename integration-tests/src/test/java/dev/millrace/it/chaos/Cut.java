package dev.millrace.it.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A way to a server of this machine that can be cut: from then on nothing comes through, in either
 * direction, and nobody is told, as when a cable is pulled.
 */
final class Cut implements AutoCloseable {
  private final ServerSocket listener;
  private final int port;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean cut;

  private Cut(ServerSocket listener, int port) {
    this.listener = listener;
    this.port = port;
    Thread.ofVirtual().start(this::accept);
  }

  /** A way to the server of this URL. */
  static Cut before(String url) throws IOException {
    return new Cut(
        new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), URI.create(url).getPort());
  }

  /** The URL of this end. */
  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  void pull() {
    cut = true;
  }

  /** What hung in between is dropped; new connections come through again. */
  void mend() throws IOException {
    cut = false;
    drop();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket here = listener.accept();
        sockets.add(here);
        if (!cut) {
          forward(here);
        }
      } catch (IOException e) {
        // Our end was closed.
        return;
      }
    }
  }

  private void forward(Socket here) throws IOException {
    try {
      Socket there = new Socket(InetAddress.getLoopbackAddress(), port);
      sockets.add(there);
      Thread.ofVirtual().start(() -> copy(here, there));
      Thread.ofVirtual().start(() -> copy(there, here));
    } catch (ConnectException e) {
      // The server does not listen; whoever asks sees as much.
      here.close();
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] bytes = new byte[8192];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        if (!cut) {
          out.write(bytes, 0, count);
          out.flush();
        }
      }
    } catch (IOException e) {
      // The other side sees it too: both streams are closed.
      sockets.remove(from);
    }
  }

  private void drop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    drop();
  }
}
