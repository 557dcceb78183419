package dev.millrace.connector.flink.rest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One server that we call, with everything that is the same for each call. Thread-safe.
 *
 * <p>The address is asked for at first use and again after a refused connection or a refused token:
 * a process of ours that was started anew has another port and another token.
 */
public final class Endpoint {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int UNAVAILABLE = 503;

  private final HttpTransport transport;
  private final Json json;
  private final String name;
  private final String remedy;
  private final Supplier<Address> addresses;
  private final AtomicReference<@Nullable Address> known = new AtomicReference<>();

  /**
   * @param name as a user knows it, such as {@code SQL Gateway}
   * @param remedy what a user can do when it does not answer, as one imperative sentence
   * @param addresses where it is now
   */
  public Endpoint(
      HttpTransport transport, Json json, String name, String remedy, Supplier<Address> addresses) {
    this.transport = requireNonNull(transport, "transport");
    this.json = requireNonNull(json, "json");
    this.name = requireNonNull(name, "name");
    this.remedy = requireNonNull(remedy, "remedy");
    this.addresses = requireNonNull(addresses, "addresses");
  }

  public Json json() {
    return json;
  }

  public String name() {
    return name;
  }

  /**
   * Sends a request and gives back whatever was answered, also an error.
   *
   * @throws MillraceException CLUSTER_UNREACHABLE when no answer came
   * @throws CancellationException when this thread is interrupted
   */
  public Reply send(Request request) {
    Duration pause = FIRST_PAUSE;
    boolean asked = false;
    for (int attempt = 1; ; attempt++) {
      Address address = address();
      boolean mayRepeat = attempt < request.attempts();
      try {
        Reply reply = transport.send(address, request);
        boolean refused = reply.status() == UNAUTHORIZED || reply.status() == FORBIDDEN;
        if (refused && attempt == 1 && moved(address)) {
          continue;
        }
        if (reply.status() != UNAVAILABLE || !mayRepeat) {
          return reply;
        }
      } catch (ConnectException e) {
        // Nothing was sent, so even what must not be repeated may go to where it lives now. The
        // first attempt may have ended on a kept connection of a process that has ended since.
        if (!asked) {
          asked = true;
          if (moved(address)) {
            continue;
          }
        }
        if (!mayRepeat) {
          throw unreachable(address, e);
        }
      } catch (IOException e) {
        if (!mayRepeat) {
          throw unreachable(address, e);
        }
      }
      Pauses.sleep(pause);
      pause = pause.multipliedBy(4);
    }
  }

  /**
   * Sends a request whose answer must be a success in JSON.
   *
   * @throws MillraceException CLUSTER_UNREACHABLE, or CLUSTER_REFUSED with the cause that the
   *     server named
   */
  public JsonNode sendForJson(Request request) {
    Reply reply = send(request);
    if (!reply.isSuccess()) {
      throw refused(request, reply);
    }
    return parse(request, reply);
  }

  /** The body of an answer. */
  public JsonNode parse(Request request, Reply reply) {
    try {
      return json.parse(reply.body());
    } catch (JsonProcessingException e) {
      throw notFlink(request, e);
    }
  }

  /** What to throw for an answer that is an error. */
  public MillraceException refused(Request request, Reply reply) {
    return switch (reply.status()) {
      case UNAUTHORIZED, FORBIDDEN ->
          new MillraceException(
              Problem.error(
                      ProblemCode.CLUSTER_REFUSED,
                      "The " + name + " at " + address() + " refuses our credentials")
                  .remedy("Check the token, user name and headers of the target's profile"));
      case 301, 302, 303, 307, 308 ->
          new MillraceException(
              Problem.error(
                      ProblemCode.CLUSTER_REFUSED,
                      "The " + name + " at " + address() + " sends us elsewhere")
                  .remedy("Write the final URL into the profile; redirects are not followed"));
      default ->
          new MillraceException(
              Problem.error(
                  ProblemCode.CLUSTER_REFUSED,
                  "The "
                      + name
                      + " refused "
                      + request
                      + " with status "
                      + reply.status()
                      + ": "
                      + CauseChain.ofBody(json, reply.body()).rootCause()));
    };
  }

  /** What to throw for an answer that Flink would not give. */
  public MillraceException notFlink(Request request, @Nullable Throwable cause) {
    return new MillraceException(
        Problem.error(
                ProblemCode.CLUSTER_REFUSED,
                "What answers at " + address() + " is not a " + name + " (asked: " + request + ")")
            .remedy("Check the URL in the target's profile and any proxy on the way"),
        cause);
  }

  /** Name and URL; no header. */
  @Override
  public String toString() {
    Address address = known.get();
    return address == null ? name : name + " at " + address;
  }

  private Address address() {
    Address address = known.get();
    if (address == null) {
      address = addresses.get();
      known.set(address);
    }
    return address;
  }

  /** Whether it lives somewhere else than we thought. */
  private boolean moved(Address tried) {
    known.set(null);
    return !address().equals(tried);
  }

  private MillraceException unreachable(Address address, IOException e) {
    String why =
        switch (e) {
          case UnknownHostException unknown -> "there is no host of that name";
          case ConnectException refused -> "the connection was refused";
          case SSLException ssl -> "TLS failed: " + ssl.getMessage();
          case InterruptedIOException late -> "no answer came in time";
          default -> "the connection broke";
        };
    return new MillraceException(
        Problem.error(
                ProblemCode.CLUSTER_UNREACHABLE,
                "The " + name + " at " + address + " does not answer: " + why)
            .remedy(remedy),
        e);
  }
}
