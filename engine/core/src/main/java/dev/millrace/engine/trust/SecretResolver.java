package dev.millrace.engine.trust;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Where the values behind {@code ${secret:NAME}} come from: the environment of the process. */
public final class SecretResolver {
  private static final String PREFIX = "DBT_ENV_SECRET";
  private static final Pattern SECRET_KEY =
      Pattern.compile(
          "(password|passwd|passphrase|secret|token|credential|authorization|sasl[.]jaas[.]config"
              + "|(api|access|private|account|shared|encryption)[._-]?key)");

  private final Map<String, String> environment;

  public SecretResolver(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** A value for every name a placeholder can have here. */
  public Bindings bindings() {
    Map<String, Secret> values = new HashMap<>();
    environment.forEach((name, value) -> values.put("secret:" + name, Secret.of(value)));
    return new Bindings(values);
  }

  /** Whether a variable of this name holds a secret by dbt's convention. */
  public static boolean isSecretVariable(String name) {
    return name.startsWith(PREFIX);
  }

  /** Whether what stands under this key of a configuration is a secret by its name. */
  public static boolean isSecretKey(String key) {
    return SECRET_KEY.matcher(key.toLowerCase(Locale.ROOT)).find();
  }
}
