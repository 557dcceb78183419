package dev.millrace.connector.flink.rest;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.trust.Secret;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where an endpoint is and what each request to it carries.
 *
 * @param base without a trailing slash, user information, query or fragment
 * @param headers sent with every request; their values reach no text
 */
public record Address(URI base, Map<String, Secret> headers) {
  public Address {
    requireNonNull(base, "base");
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** The URL alone. */
  @Override
  public String toString() {
    return base.toString();
  }
}
