package dev.millrace.jinja;

import static java.util.Objects.requireNonNull;

/** A callable with a name. */
record NamedCallable(String name, Callable body) implements Callable {
  NamedCallable {
    requireNonNull(name, "name");
    requireNonNull(body, "body");
  }

  @Override
  public Object call(Arguments arguments) {
    return body.call(arguments);
  }
}
