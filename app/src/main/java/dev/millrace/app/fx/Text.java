package dev.millrace.app.fx;

import static java.util.Objects.requireNonNull;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Texts of one package, from the file {@code text.properties} beside it.
 *
 * <p>A key that is not there is a fault of ours and throws {@link
 * java.util.MissingResourceException}.
 */
public final class Text {
  private final ResourceBundle bundle;

  private Text(ResourceBundle bundle) {
    this.bundle = requireNonNull(bundle, "bundle");
  }

  /** The texts beside a class. */
  public static Text beside(Class<?> type) {
    return new Text(ResourceBundle.getBundle(type.getPackageName() + ".text", type.getModule()));
  }

  /** A text without parameters. */
  public String get(String key) {
    return bundle.getString(key);
  }

  /** A text with parameters, in {@link MessageFormat}'s writing. */
  public String get(String key, @Nullable Object... values) {
    return new MessageFormat(bundle.getString(key), bundle.getLocale()).format(values);
  }
}
