package dev.millrace.jinja.runtime;

import dev.millrace.jinja.Callable;
import dev.millrace.jinja.JinjaObject;
import dev.millrace.jinja.methods.BoundMethod;
import dev.millrace.jinja.methods.Methods;
import dev.millrace.jinja.values.Arithmetic;
import dev.millrace.jinja.values.Namespace;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.PyTuple;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Sequences;
import dev.millrace.jinja.values.Slice;
import dev.millrace.jinja.values.Undefined;
import dev.millrace.jinja.values.Values;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code object.name} and {@code object[key]}. */
final class Attributes {
  private Attributes() {}

  /** Attribute first, then item, then undefined. */
  static Object attribute(RenderState state, Object object, String name) {
    if (object instanceof Undefined undefined) {
      return ofUndefined(undefined);
    }
    Object value = ownAttribute(object, name);
    if (value == null) {
      value = ownItem(object, name);
    }
    return value != null ? value : missing(state, object, name);
  }

  /** Item first, then attribute, then undefined. */
  static Object item(RenderState state, Object object, Object key) {
    if (object instanceof Undefined undefined) {
      return ofUndefined(undefined);
    }
    if (key instanceof Slice slice) {
      return slice(state, object, slice);
    }
    Object value = ownItem(object, key);
    if (value == null && key instanceof String name) {
      value = ownAttribute(object, name);
    }
    return value != null ? value : missing(state, object, key);
  }

  /** The attribute alone, as the filter {@code attr} has it; null when there is none. */
  static @Nullable Object ownAttribute(Object object, String name) {
    // Nothing of ours has such names, and a host's own are none of a template's business.
    if (name.startsWith("_")) {
      return null;
    }
    return switch (object) {
      case Namespace namespace -> namespace.attributes().get(name);
      case JinjaObject host -> {
        Object value = host.attribute(name);
        yield value == null ? null : Values.of(value);
      }
      case MacroFunction macro -> macro.attribute(name);
      default -> Methods.has(object, name) ? new BoundMethod(object, name) : null;
    };
  }

  private static @Nullable Object ownItem(Object object, Object key) {
    return switch (object) {
      case Map<?, ?> map -> {
        // Lists and dicts are no keys: Jinja2 answers such a look-up with undefined.
        if (key instanceof List<?> || key instanceof Map<?, ?>) {
          yield null;
        }
        Object value = map.get(key);
        yield value != null ? Values.of(value) : map.containsKey(key) ? None.NONE : null;
      }
      case JinjaObject host -> {
        Object value = host.item(key);
        yield value == null ? null : Values.of(value);
      }
      case String text -> ofSequence(object, key);
      case List<?> list -> ofSequence(object, key);
      case PyTuple tuple -> ofSequence(object, key);
      default -> null;
    };
  }

  private static Object slice(RenderState state, Object object, Slice slice) {
    if (object instanceof JinjaObject host) {
      Object value = host.item(slice);
      if (value != null) {
        return Values.of(value);
      }
    }
    return Sequences.slice(object, slice, state);
  }

  private static @Nullable Object ofSequence(Object sequence, Object key) {
    Long index = Arithmetic.index(key);
    return index == null ? null : Sequences.item(sequence, index);
  }

  private static Object ofUndefined(Undefined undefined) {
    if (undefined.isChainable()) {
      return undefined;
    }
    throw undefined.failure();
  }

  static Undefined missing(RenderState state, Object object, Object key) {
    String type = object == None.NONE ? "'None'" : "'" + typeName(object) + " object'";
    if (!(key instanceof String name)) {
      return state.undefined(type + " has no element " + Python.repr(key));
    }
    if (name.startsWith("__")) {
      return state.undefined(
          "access to attribute '" + name + "' of '" + typeName(object) + "' object is unsafe.");
    }
    return state.undefined(type + " has no attribute '" + name + "'");
  }

  private static String typeName(Object object) {
    return object instanceof Callable callable ? callable.typeName() : Python.typeName(object);
  }
}
