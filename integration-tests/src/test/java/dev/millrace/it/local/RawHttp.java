package dev.millrace.it.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;

/** Requests written by hand: no client library sends a wrong Host or a foreign Origin. */
final class RawHttp {
  private static final int TIMEOUT_MILLIS = 30_000;

  private RawHttp() {}

  /**
   * Sends a request and reads the answer until the connection is closed.
   *
   * @param headers whole lines, {@code Host} among them
   */
  static Answer send(String method, URI address, List<String> headers, String body)
      throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), address.getPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      StringBuilder request = new StringBuilder();
      request.append(method).append(' ').append(address.getPath()).append(" HTTP/1.1\r\n");
      headers.forEach(header -> request.append(header).append("\r\n"));
      request.append("Connection: close\r\nContent-Type: application/json\r\n");
      request.append("Content-Length: ").append(body.getBytes(UTF_8).length).append("\r\n\r\n");
      request.append(body);
      socket.getOutputStream().write(request.toString().getBytes(UTF_8));
      socket.getOutputStream().flush();
      return new Answer(new String(socket.getInputStream().readAllBytes(), UTF_8));
    }
  }

  static String ownHost(URI address) {
    return "Host: 127.0.0.1:" + address.getPort();
  }

  /** An answer as it came over the wire. */
  record Answer(String text) {
    int status() {
      return Integer.parseInt(text.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }

    String body() {
      return text.substring(text.indexOf("\r\n\r\n") + 4);
    }
  }
}
