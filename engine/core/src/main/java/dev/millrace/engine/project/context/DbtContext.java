package dev.millrace.engine.project.context;

import static java.util.Objects.requireNonNull;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.Callable;
import dev.millrace.jinja.MacroDefinition;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The context of one render: the names a template of a package sees, found when they are looked up.
 * Used by one thread.
 *
 * <p>A name means, in this order: a macro (the package's own, the project's, an internal one), a
 * package with macros, a value of the node, one of dbt's functions.
 */
public final class DbtContext extends AbstractMap<String, Object> {
  private final ProjectScope scope;
  private final String packageName;
  private final Phase phase;
  private final NodeActions actions;
  private final Map<String, Object> values;
  private final DbtFunctions functions;
  private final IdentityHashMap<MacroDefinition, Callable> bound = new IdentityHashMap<>();
  private final Map<String, String> environmentReads = new LinkedHashMap<>();
  private final Set<String> calledMacros = new LinkedHashSet<>();
  private int depth;
  private boolean secretKey;

  /** What a render is for. */
  public enum Phase {
    /** Effects count: unknown names are silent, missing variables are nothing. */
    PARSE,
    /** The text counts: whatever is unknown fails. */
    EXECUTE
  }

  /**
   * @param packageName the package the template belongs to
   * @param actions what calls do to the node
   * @param values the node's own names, such as {@code this}
   */
  public DbtContext(
      ProjectScope scope,
      String packageName,
      Phase phase,
      NodeActions actions,
      Map<String, Object> values) {
    this.scope = requireNonNull(scope, "scope");
    this.packageName = requireNonNull(packageName, "packageName");
    this.phase = requireNonNull(phase, "phase");
    this.actions = requireNonNull(actions, "actions");
    this.values = new HashMap<>(values);
    this.functions = new DbtFunctions(this);
  }

  public ProjectScope scope() {
    return scope;
  }

  public String packageName() {
    return packageName;
  }

  public boolean isExecuting() {
    return phase == Phase.EXECUTE;
  }

  NodeActions actions() {
    return actions;
  }

  /** Whether what is rendered stands under a key that names a secret. */
  boolean isSecretKey() {
    return secretKey;
  }

  /** Says whether what is rendered next stands under a key that names a secret. */
  public void secretKey(boolean secret) {
    secretKey = secret;
  }

  /** Remembers a value that came from the environment, so that it can be hidden later. */
  void readEnvironment(String name, String value) {
    environmentReads.put(name, value);
  }

  Map<String, String> environmentReads() {
    return Collections.unmodifiableMap(environmentReads);
  }

  /** The macro as this context calls it. */
  public Callable bind(MacroDefinition macro) {
    Callable before = bound.get(macro);
    if (before != null) {
      return before;
    }
    Callable callable = new TrackedMacro(macro.bind(this), scope.macros().uniqueId(macro));
    bound.put(macro, callable);
    return callable;
  }

  /** Unique ids of the macros called by the template itself, not by other macros, in order. */
  public Set<String> calledMacros() {
    return Collections.unmodifiableSet(calledMacros);
  }

  /** The macro that a bare name means here. */
  public Optional<MacroDefinition> macro(String name) {
    return scope.macros().find(packageName, name);
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    if (!(key instanceof String name)) {
      return null;
    }
    Optional<MacroDefinition> macro = macro(name);
    if (macro.isPresent()) {
      return bind(macro.get());
    }
    Object value = values.get(name);
    if (value == null) {
      value = functions.get(name);
    }
    if (value == null && scope.macros().packageNames().contains(name)) {
      value = new PackageMacros(name);
    }
    return value;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  /** The names of the node and of dbt's functions; macros are found by name only. */
  @Override
  public Set<Entry<String, Object>> entrySet() {
    Set<Entry<String, Object>> entries = new LinkedHashSet<>();
    for (String name : DbtFunctions.NAMES) {
      Object value = get(name);
      if (value != null) {
        entries.add(Map.entry(name, value));
      }
    }
    values.forEach((name, value) -> entries.add(Map.entry(name, value)));
    return Collections.unmodifiableSet(entries);
  }

  /** A macro that notes its calls: dbt keeps those a node makes itself, not what they lead to. */
  private final class TrackedMacro implements Callable {
    private final Callable macro;
    private final Optional<String> uniqueId;

    private TrackedMacro(Callable macro, Optional<String> uniqueId) {
      this.macro = macro;
      this.uniqueId = uniqueId;
    }

    @Override
    public Object call(Arguments arguments) {
      if (depth == 0) {
        uniqueId.ifPresent(calledMacros::add);
      }
      depth++;
      try {
        return macro.call(arguments);
      } finally {
        depth--;
      }
    }

    @Override
    public String name() {
      return macro.name();
    }

    @Override
    public String repr() {
      return macro.repr();
    }

    @Override
    public String typeName() {
      return macro.typeName();
    }
  }

  /** {@code package.macro}; a map, since names that begin with an underscore are allowed here. */
  private final class PackageMacros extends AbstractMap<String, Object> {
    private final Map<String, MacroDefinition> macros;
    private final boolean builtins;

    private PackageMacros(String name) {
      this.macros = name.equals("dbt") ? internal() : scope.macros().inPackage(name);
      // A project's own ref() finds the original as builtins.ref or dbt.ref.
      this.builtins = name.equals("dbt");
    }

    /** dbt's own macros together with those of the adapter, which win. */
    private Map<String, MacroDefinition> internal() {
      Map<String, MacroDefinition> all = new HashMap<>();
      for (String internal : scope.macros().internalPackages().reversed()) {
        all.putAll(scope.macros().inPackage(internal));
      }
      return all;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
      MacroDefinition macro = macros.get(key);
      if (macro != null) {
        return bind(macro);
      }
      return builtins && key instanceof String name ? functions.get(name) : null;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return get(key) != null;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      Set<Entry<String, Object>> entries = new LinkedHashSet<>();
      macros.forEach((name, macro) -> entries.add(Map.entry(name, bind(macro))));
      return entries;
    }
  }
}
