package dev.millrace.jinja.methods;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.values.Python;

/**
 * A method taken from its object without being called, as in {@code {% set add = names.append %}}.
 */
public record BoundMethod(Object receiver, String name) implements Callable {
  @Override
  public Object call(Arguments arguments) {
    return Methods.call(receiver, name, arguments);
  }

  @Override
  public String repr() {
    return "<built-in method "
        + name
        + " of "
        + Python.typeName(receiver)
        + String.format(" object at 0x7f%010x>", System.identityHashCode(receiver));
  }

  @Override
  public String typeName() {
    return "builtin_function_or_method";
  }
}
