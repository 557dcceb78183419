package dev.millrace.it.ledger;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.ledger.DeploymentLock;
import dev.millrace.engine.ledger.JobOutput;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.LedgerPlace;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.problem.MillraceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process of its own that uses a ledger as a deployer does, told line by line what to do: {@code
 * acquire MICROS}, {@code begin}, {@code save}, {@code release}, {@code end}.
 */
final class LedgerUser {
  private static final String DEPLOYMENT = "totals-1";

  private final Ledger ledger;
  private @Nullable DeploymentLock lock;
  private @Nullable Operation operation;

  private LedgerUser(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * @param arguments a folder, or an address that begins with {@code postgresql:} in the
   *     environment variable LEDGER
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String address = System.getenv("LEDGER");
    LedgerPlace place =
        address == null
            ? new LedgerPlace.Folder(Path.of(arguments[0]))
            : LedgerPlace.Server.parse(address);
    try (Ledger ledger = Ledger.open(place, "shop", "dev", Clock.systemUTC());
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      LedgerUser user = new LedgerUser(ledger);
      ledger.register(DEPLOYMENT, "model.shop.totals", totals());
      System.out.println("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(user.answer(line));
      }
    }
  }

  /** What the job of a model is, as far as a ledger wants to know. */
  static JobSpec totals() {
    return new JobSpec(
        "shop.totals",
        List.of(
            new JobOutput(
                "model.shop.totals",
                "models/totals.sql",
                new RelationName("c", "d", "totals"),
                "SELECT 1",
                "INSERT INTO totals SELECT 1",
                List.of(),
                List.of(),
                ChangelogKind.INSERT_ONLY)),
        List.of(),
        "{}",
        "1-0",
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private String answer(String line) throws InterruptedException {
    String[] words = line.split(" ");
    try {
      switch (words[0]) {
        case "acquire" -> {
          Thread.sleep(0, Integer.parseInt(words[1]));
          lock = ledger.locks().acquire(List.of(DEPLOYMENT), "process " + pid(), "race");
        }
        case "begin" ->
            operation =
                held()
                    .operations()
                    .begin(
                        DEPLOYMENT,
                        Operation.Kind.CREATE,
                        "INTENDED",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        "process " + pid());
        case "save" ->
            held()
                .operations()
                .save(
                    requireNonNull(operation, "operation").change().state("PRECHECKED").done(),
                    "by process " + pid());
        case "release" -> {
          if (lock != null) {
            lock.close();
            lock = null;
          }
        }
        default -> throw new IllegalArgumentException(line);
      }
      return "yes";
    } catch (MillraceException e) {
      return e.problem().code().name();
    }
  }

  private Ledger held() {
    return ledger.held(requireNonNull(lock, "lock"));
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }
}
