package dev.millrace.sidecar.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** The checks every request to the sidecar passes before anything reads its body. Immutable. */
public final class Guard {
  private final byte[] token;

  /**
   * @param token what a request has to bring in {@link dev.millrace.wire.Wire#TOKEN_HEADER}
   */
  public Guard(String token) {
    if (token.isBlank()) {
      throw new IllegalArgumentException("a blank token would let everybody in");
    }
    this.token = token.getBytes(UTF_8);
  }

  /**
   * Checks a request.
   *
   * @param localPort the port the request came in on
   * @param hosts all values of its Host header; the same holds for origins and tokens
   * @return why it is refused; empty when it may pass
   */
  public Optional<Refusal> check(
      int localPort, List<String> hosts, List<String> origins, List<String> tokens) {
    Optional<Refusal> foreign = checkOrigin(localPort, hosts, origins);
    if (foreign.isPresent()) {
      return foreign;
    }
    if (tokens.size() != 1 || !MessageDigest.isEqual(tokens.get(0).getBytes(UTF_8), token)) {
      return Optional.of(Refusal.TOKEN);
    }
    return Optional.empty();
  }

  /** The checks on Host and Origin alone, for an endpoint that is told its token another way. */
  public static Optional<Refusal> checkOrigin(
      int localPort, List<String> hosts, List<String> origins) {
    // A page that rebinds its own name to 127.0.0.1 still sends that name as the host.
    if (hosts.size() != 1
        || !(hosts.get(0).equals("127.0.0.1:" + localPort)
            || hosts.get(0).equals("localhost:" + localPort))) {
      return Optional.of(Refusal.HOST);
    }
    // Only browsers send an origin, and no page is ours.
    return origins.isEmpty() ? Optional.empty() : Optional.of(Refusal.ORIGIN);
  }
}
