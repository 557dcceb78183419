package dev.millrace.jinja.modules;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.JinjaObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What dbt calls {@code modules}: the parts of Python's library that templates may use. */
public final class PythonModules {
  private PythonModules() {}

  /** A new map with {@code datetime} and {@code re}. */
  public static Map<String, Object> all() {
    Map<String, Object> modules = new LinkedHashMap<>();
    modules.put("datetime", DateTimeModule.create());
    modules.put("re", RegexModule.create());
    return modules;
  }

  /** A module or a class: a name with members. */
  static class Members implements JinjaObject {
    private final String name;
    private final Map<String, Object> members = new LinkedHashMap<>();

    Members(String name) {
      this.name = name;
    }

    Members with(String member, Object value) {
      members.put(member, value);
      return this;
    }

    Members with(String member, Callable body) {
      members.put(member, Callable.named(member, body));
      return this;
    }

    @Override
    public @Nullable Object attribute(String member) {
      return members.get(member);
    }

    @Override
    public @Nullable Object item(Object key) {
      return key instanceof String member ? members.get(member) : null;
    }

    @Override
    public String str() {
      return "<module '" + name + "'>";
    }

    @Override
    public String typeName() {
      return "module";
    }
  }

  /** A class: calling it makes an object. */
  static final class ClassMembers extends Members implements Callable {
    private final String className;
    private final Callable constructor;

    ClassMembers(String className, Callable constructor) {
      super(className);
      this.className = className;
      this.constructor = constructor;
    }

    @Override
    public Object call(Arguments arguments) {
      return constructor.call(arguments);
    }

    @Override
    public String str() {
      return "<class '" + className + "'>";
    }

    @Override
    public String repr() {
      return str();
    }

    @Override
    public String name() {
      return className;
    }

    @Override
    public String typeName() {
      return "type";
    }
  }
}
