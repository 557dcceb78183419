package dev.millrace.jinja.runtime;

import dev.millrace.jinja.ErrorKind;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.syntax.SourceText;
import dev.millrace.jinja.syntax.Statement.Target;
import dev.millrace.jinja.values.Iteration;
import dev.millrace.jinja.values.Namespace;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Undefined;
import java.util.Iterator;

/** A compiled target of an assignment. */
@FunctionalInterface
interface Assigner {
  /** Fills the target in the frame's current scope. */
  void assign(Frame frame, Object value);

  static Assigner compile(SourceText source, Target target) {
    Site site = new Site(source, target.offset());
    return switch (target) {
      case Target.NameTarget name -> {
        String text = name.name();
        yield (frame, value) -> frame.scope.set(text, value);
      }
      case Target.AttributeTarget attribute -> attribute(attribute, site);
      case Target.TupleTarget tuple -> {
        Assigner[] targets =
            tuple.targets().stream().map(inner -> compile(source, inner)).toArray(Assigner[]::new);
        yield (frame, value) -> {
          try {
            unpack(frame, targets, value);
          } catch (RuntimeException failure) {
            throw frame.state.failure(failure, site);
          }
        };
      }
    };
  }

  private static Assigner attribute(Target.AttributeTarget target, Site site) {
    String name = target.namespace();
    return (frame, value) -> {
      Object object = frame.scope.find(name);
      if (object instanceof Namespace namespace) {
        namespace.attributes().put(target.attribute(), value);
        return;
      }
      if (object == null && frame.state.undefined(name).isChainable()) {
        return;
      }
      throw object == null
          ? frame.state.failure(ErrorKind.UNDEFINED, "'" + name + "' is undefined", site)
          : frame.state.failure(
              ErrorKind.TYPE, "cannot assign attribute on non-namespace object", site);
    };
  }

  private static void unpack(Frame frame, Assigner[] targets, Object value) {
    if (value instanceof Undefined undefined && undefined.isChainable()) {
      for (Assigner target : targets) {
        target.assign(frame, value);
      }
      return;
    }
    Iterator<Object> elements = Iteration.iteratorOrNull(value);
    if (elements == null) {
      throw EvaluationException.type(
          "cannot unpack non-iterable " + Python.typeName(value) + " object");
    }
    Object[] values = new Object[targets.length];
    for (int i = 0; i < targets.length; i++) {
      if (!elements.hasNext()) {
        throw EvaluationException.type(
            "not enough values to unpack (expected " + targets.length + ", got " + i + ")");
      }
      values[i] = elements.next();
    }
    if (elements.hasNext()) {
      throw EvaluationException.type("too many values to unpack (expected " + targets.length + ")");
    }
    for (int i = 0; i < targets.length; i++) {
      targets[i].assign(frame, values[i]);
    }
  }
}
