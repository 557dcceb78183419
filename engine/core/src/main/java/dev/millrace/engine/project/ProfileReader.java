package dev.millrace.engine.project;

import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.TargetSpec;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.context.ProjectScope;
import dev.millrace.engine.project.yaml.YamlDocument;
import dev.millrace.engine.project.yaml.YamlReader;
import dev.millrace.engine.project.yaml.YamlValue.Entry;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds and reads {@code profiles.yml}; without one the target is the embedded default. */
final class ProfileReader {
  private static final String FILE = "profiles.yml";
  private static final String LOCAL = "local";
  private static final String FLINK = "flink";
  private static final String CONFLUENT = "confluent";
  private static final String CATALOG = "default_catalog";
  private static final int LOCAL_THREADS = 4;
  private static final Set<String> PRODUCTION = Set.of("prod", "production");
  private static final Set<String> OWN_KEYS =
      Set.of("type", "threads", "production", "default_table_options");

  private final LoadRequest request;
  private final Path projectRoot;
  private final String projectName;
  private final ProjectScope scope;
  private final Consumer<Problem> problems;
  private final YamlFields fields;

  ProfileReader(
      LoadRequest request,
      Path projectRoot,
      String projectName,
      ProjectScope scope,
      Consumer<Problem> problems) {
    this.request = request;
    this.projectRoot = projectRoot;
    this.projectName = projectName;
    this.scope = scope;
    this.problems = problems;
    this.fields = new YamlFields(problems);
  }

  /**
   * The chosen target.
   *
   * @param declared what the project file names as its profile
   */
  LoadedProfile read(Optional<String> declared) {
    String profile =
        request.profile().or(() -> variable("DBT_PROFILE")).or(() -> declared).orElse(projectName);
    Optional<String> wanted = request.target().or(() -> variable("DBT_TARGET"));
    Optional<Path> file = find();
    if (file.isEmpty()) {
      wanted
          .filter(name -> !name.equals(LOCAL))
          .ifPresent(
              name ->
                  report(
                      SourcePosition.of(FILE),
                      "There is no profiles.yml that could describe the target `" + name + "`",
                      "Write one beside dbt_project.yml or leave out --target to run locally"));
      return local(profile, LOCAL, Map.of(), Optional.empty());
    }
    return fromFile(file.get(), profile, wanted);
  }

  private LoadedProfile fromFile(Path file, String profile, Optional<String> wanted) {
    String path = ProjectPaths.display(projectRoot, file);
    Optional<String> text = ProjectPaths.read(file, path, problems);
    if (text.isEmpty()) {
      return local(profile, LOCAL, Map.of(), Optional.empty());
    }
    YamlDocument document = new YamlReader().read(text.get(), path);
    document.problems().forEach(problems);
    Entry entry = document.root().entries().get(profile);
    if (entry == null || !(entry.value() instanceof YamlMapping chosen)) {
      if (document.readable()) {
        noProfile(path, profile, document.root(), wanted);
      }
      return local(profile, LOCAL, Map.of(), Optional.empty());
    }
    YamlRenderer renderer = new YamlRenderer(scope, projectName, problems);
    String target = wanted.or(() -> renderer.text(chosen, "target")).orElse("default");
    YamlMapping outputs = fields.mapping(chosen, "outputs");
    if (!(outputs.get(target).orElse(null) instanceof YamlMapping output)) {
      if (target.equals(LOCAL)) {
        return local(profile, LOCAL, Map.of(), Optional.empty());
      }
      report(
          outputs.position(),
          "The profile `" + profile + "` has no target `" + target + "`",
          outputs.entries().isEmpty()
              ? "Add it under `outputs:`"
              : "Use one of " + String.join(", ", outputs.entries().keySet()) + ", or local");
      return local(profile, LOCAL, Map.of(), Optional.empty());
    }
    return output(profile, target, output, renderer);
  }

  private void noProfile(String path, String profile, YamlMapping root, Optional<String> wanted) {
    String message = path + " has no profile `" + profile + "`";
    String names = String.join(", ", root.entries().keySet());
    boolean asked =
        request.profile().isPresent() || wanted.filter(n -> !n.equals(LOCAL)).isPresent();
    Problem problem =
        asked
            ? Problem.error(ProblemCode.PROFILE_INVALID, message)
            : Problem.warning(
                ProblemCode.PROFILE_INVALID, message + ", so the target is the local cluster");
    problems.accept(
        problem
            .at(SourcePosition.of(path))
            .remedy(names.isEmpty() ? "Add it" : "Add it, or name one of " + names));
  }

  private LoadedProfile output(
      String profile, String target, YamlMapping output, YamlRenderer renderer) {
    Map<String, Object> settings = renderer.mapping(output);
    String type = String.valueOf(settings.getOrDefault("type", FLINK));
    if (!type.equals(FLINK) && !type.equals(CONFLUENT)) {
      problems.accept(
          Problem.warning(
                  ProblemCode.PROFILE_INVALID,
                  "The target `"
                      + target
                      + "` is for "
                      + type
                      + ", which Millrace does not run, so the local cluster stands in")
              .at(output.position())
              .remedy("Add an output with `type: flink` to run it elsewhere"));
      return local(profile, target, settings, Optional.of(type));
    }
    ForeignProfile.told(type, target, output).ifPresent(problems);
    Map<String, Object> named = ForeignProfile.translated(type, settings);
    boolean production = flag(output, settings, "production").orElse(PRODUCTION.contains(target));
    Map<String, Object> rest = new LinkedHashMap<>(settings);
    OWN_KEYS.forEach(rest::remove);
    Target loaded =
        new Target(
            profile,
            target,
            new TargetSpec(projectKey(), target, type, rest),
            catalog(named),
            database(named, target, production),
            production,
            threads(output, settings),
            tableOptions(output, settings));
    return new LoadedProfile(
        loaded,
        values(loaded, settings, type),
        type.equals(FLINK) ? List.of(FLINK) : List.of(type, FLINK));
  }

  /** dbt calls Flink's catalog `database` and its database `schema`; Flink's own words work too. */
  private static String catalog(Map<String, Object> settings) {
    Object catalog = settings.get("catalog");
    if (catalog == null && settings.containsKey("schema")) {
      catalog = settings.get("database");
    }
    return catalog == null ? CATALOG : String.valueOf(catalog);
  }

  private String database(Map<String, Object> settings, String target, boolean production) {
    Object database = settings.get("schema");
    if (database == null) {
      database = settings.get("database");
    }
    return database == null ? defaultDatabase(target, production) : String.valueOf(database);
  }

  private String defaultDatabase(String target, boolean production) {
    return production ? projectName : target + "_" + projectName;
  }

  private int threads(YamlMapping output, Map<String, Object> settings) {
    return switch (settings.get("threads")) {
      case null -> 1;
      case Long threads when threads >= 1 && threads <= 1024 -> threads.intValue();
      case Object other -> {
        report(
            position(output, "threads"),
            "`threads` must be a number from 1 to 1024, not " + other,
            "Write a number such as 4");
        yield 1;
      }
    };
  }

  private Optional<Boolean> flag(YamlMapping output, Map<String, Object> settings, String key) {
    return switch (settings.get(key)) {
      case null -> Optional.empty();
      case Boolean flag -> Optional.of(flag);
      case Object other -> {
        report(
            position(output, key),
            "`" + key + "` must be true or false, not " + other,
            "Write true or false");
        yield Optional.empty();
      }
    };
  }

  private Connector.DefaultTableOptions tableOptions(
      YamlMapping output, Map<String, Object> settings) {
    Map<String, String> append = new LinkedHashMap<>();
    Map<String, String> keyed = new LinkedHashMap<>();
    switch (settings.get("default_table_options")) {
      case null -> {}
      case Map<?, ?> options -> {
        options.forEach(
            (key, value) -> {
              if (!(value instanceof Map<?, ?>)) {
                append.put(String.valueOf(key), String.valueOf(value));
                keyed.put(String.valueOf(key), String.valueOf(value));
              }
            });
        putAll(append, options.get("append"));
        putAll(keyed, options.get("keyed"));
        options.forEach(
            (key, value) -> {
              if (value instanceof Map<?, ?> && !Set.of("append", "keyed").contains(key)) {
                report(
                    position(output, "default_table_options"),
                    "`default_table_options` knows the blocks `append` and `keyed`, not `"
                        + key
                        + "`",
                    "Write the options directly or in one of the two");
              }
            });
      }
      case Object other ->
          report(
              position(output, "default_table_options"),
              "`default_table_options` must be a mapping of table options",
              "Write `connector: ...` and the other options below it");
    }
    return new Connector.DefaultTableOptions(append, keyed);
  }

  private static void putAll(Map<String, String> options, @Nullable Object more) {
    if (more instanceof Map<?, ?> map) {
      map.forEach((key, value) -> options.put(String.valueOf(key), String.valueOf(value)));
    }
  }

  private LoadedProfile local(
      String profile, String name, Map<String, Object> settings, Optional<String> declaredType) {
    Target target =
        new Target(
            profile,
            name,
            new TargetSpec(projectKey(), name, FLINK, Map.of()),
            CATALOG,
            defaultDatabase(name, false),
            false,
            LOCAL_THREADS,
            new Connector.DefaultTableOptions(Map.of(), Map.of()));
    List<String> types = declaredType.map(type -> List.of(FLINK, type)).orElse(List.of(FLINK));
    return new LoadedProfile(target, values(target, settings, FLINK), types);
  }

  private static Map<String, Object> values(
      Target target, Map<String, Object> settings, String type) {
    Map<String, Object> values = new LinkedHashMap<>(settings);
    values.put("name", target.name());
    values.put("target_name", target.name());
    values.put("profile_name", target.profile());
    values.put("type", type);
    values.put("threads", (long) target.threads());
    values.put("database", target.catalog());
    values.put("schema", target.database());
    values.put("production", target.production());
    return values;
  }

  private String projectKey() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((projectRoot + "\n" + projectName).getBytes(StandardCharsets.UTF_8));
      return projectName + "-" + HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private Optional<Path> find() {
    Optional<Path> file = find(request, projectRoot);
    Optional<Path> named = named(request);
    if (file.isEmpty() && named.isPresent()) {
      report(
          SourcePosition.of(FILE),
          "There is no profiles.yml in " + named.get(),
          "Correct --profiles-dir or DBT_PROFILES_DIR");
    }
    return file;
  }

  /** The file by dbt's rules; empty when it is not where it must be. */
  static Optional<Path> find(LoadRequest request, Path projectRoot) {
    Optional<Path> named = named(request);
    List<Path> folders =
        named.isPresent()
            ? List.of(named.get())
            : List.of(
                request.workingDirectory(), projectRoot, request.homeDirectory().resolve(".dbt"));
    return folders.stream()
        .map(folder -> folder.resolve(FILE))
        .filter(ProjectPaths::isFile)
        .findFirst();
  }

  private static Optional<Path> named(LoadRequest request) {
    return request
        .profilesDirectory()
        .or(
            () ->
                Optional.ofNullable(request.environment().get("DBT_PROFILES_DIR"))
                    .filter(value -> !value.isBlank())
                    .map(request.workingDirectory()::resolve));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(request.environment().get(name)).filter(value -> !value.isBlank());
  }

  private static SourcePosition position(YamlMapping output, String key) {
    Entry entry = output.entries().get(key);
    return Objects.requireNonNullElse(
        entry == null ? null : entry.value().position(), output.position());
  }

  private void report(SourcePosition position, String message, String remedy) {
    problems.accept(
        Problem.error(ProblemCode.PROFILE_INVALID, message).at(position).remedy(remedy));
  }
}
