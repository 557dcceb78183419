package dev.millrace.jinja.runtime;

import static java.util.Objects.requireNonNull;

/** Carries the value of {@code return} to the macro call; not an error, so it has no stack. */
final class ReturnSignal extends RuntimeException {
  private final transient Object value;
  private final transient Site site;

  ReturnSignal(Object value, Site site) {
    super(null, null, false, false);
    this.value = requireNonNull(value, "value");
    this.site = requireNonNull(site, "site");
  }

  Object value() {
    return value;
  }

  Site site() {
    return site;
  }
}
