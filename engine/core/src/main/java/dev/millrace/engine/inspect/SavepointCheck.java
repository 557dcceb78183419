package dev.millrace.engine.inspect;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a savepoint can be gone back to.
 *
 * @param model whose it is, where that is known
 * @param snapshot empty when its metadata cannot be read
 * @param files how many were looked up
 * @param missing those that are not there or not whole
 * @param unreadable what cannot be read of it, in sentences
 * @param strangers operators in it that the plan it was written by does not have; restoring it
 *     would be refused
 */
public record SavepointCheck(
    String path,
    Optional<String> model,
    Optional<StateSnapshot> snapshot,
    int files,
    List<StateTools.MissingFile> missing,
    List<String> unreadable,
    List<String> strangers) {
  public SavepointCheck {
    requireNonNull(path, "path");
    requireNonNull(model, "model");
    requireNonNull(snapshot, "snapshot");
    missing = List.copyOf(missing);
    unreadable = List.copyOf(unreadable);
    strangers = List.copyOf(strangers);
  }

  /** Whether a job can be started from it. */
  public boolean isUsable() {
    return snapshot.isPresent() && missing.isEmpty() && unreadable.isEmpty() && strangers.isEmpty();
  }

  /** What is wrong with it, in sentences; empty when it is usable. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>(unreadable);
    missing.forEach(file -> faults.add(file.path() + ": " + file.reason()));
    strangers.forEach(
        stranger -> faults.add("No operator of the plan that it was written by owns " + stranger));
    return faults;
  }
}
