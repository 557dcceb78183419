package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.trust.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Where the ledger of a project and target is. */
public sealed interface LedgerPlace {
  /**
   * A file of this machine.
   *
   * @param folder the platform data folder of this project and target; never the project folder
   */
  record Folder(Path folder) implements LedgerPlace {
    public Folder {
      requireNonNull(folder, "folder");
    }
  }

  /**
   * A database that several machines share; each project and target has a schema of its own in it.
   *
   * @param url of JDBC, without user and password
   */
  record Server(String url, Optional<String> user, Optional<Secret> password)
      implements LedgerPlace {
    private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");

    public Server {
      requireNonNull(url, "url");
      requireNonNull(user, "user");
      requireNonNull(password, "password");
    }

    /**
     * Reads an address as PostgreSQL's own tools write it, such as {@code
     * postgresql://user:password@host:5432/database?sslmode=require}, with or without {@code jdbc:}
     * before it.
     *
     * @throws MillraceException PROFILE_INVALID, never with the password
     */
    public static Server parse(String address) {
      String text = address.startsWith("jdbc:") ? address.substring(5) : address;
      URI uri;
      try {
        uri = new URI(text);
      } catch (URISyntaxException e) {
        // Its message quotes the text, and with it perhaps a password.
        throw invalid();
      }
      boolean known =
          uri.getScheme() != null && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT));
      if (!known || uri.getHost() == null || uri.getPath().length() < 2) {
        throw invalid();
      }
      Optional<String> user = Optional.empty();
      Optional<Secret> password = Optional.empty();
      if (uri.getRawUserInfo() != null) {
        String[] parts = uri.getRawUserInfo().split(":", 2);
        user = Optional.of(decoded(parts[0]));
        password = parts.length == 2 ? Optional.of(Secret.of(decoded(parts[1]))) : password;
      }
      List<String> options = new ArrayList<>();
      if (uri.getRawQuery() != null) {
        for (String option : uri.getRawQuery().split("&")) {
          if (option.startsWith("user=")) {
            user = Optional.of(decoded(option.substring(5)));
          } else if (option.startsWith("password=")) {
            password = Optional.of(Secret.of(decoded(option.substring(9))));
          } else {
            options.add(option);
          }
        }
      }
      return new Server(
          "jdbc:postgresql://"
              + uri.getHost()
              + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
              + uri.getRawPath()
              + (options.isEmpty() ? "" : "?" + String.join("&", options)),
          user,
          password);
    }

    private static String decoded(String text) {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static MillraceException invalid() {
      return new MillraceException(
          Problem.error(
                  ProblemCode.PROFILE_INVALID,
                  "The target's `ledger` is not the address of a PostgreSQL database")
              .remedy(
                  "Write postgresql://host:5432/database, with user and password from env_var()"));
    }
  }
}
