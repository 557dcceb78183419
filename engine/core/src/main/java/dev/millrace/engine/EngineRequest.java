package dev.millrace.engine;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.project.LoadRequest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an engine is opened with.
 *
 * @param load the project and its target
 * @param installation the folder Millrace is installed in, with {@code sidecar/} and {@code
 *     broker/}
 * @param threads models deployed at the same time; empty for the target's own number
 * @param targetPath where compiled SQL is written; empty for {@code target} in the project folder
 * @param actor who deploys, for the ledger
 */
public record EngineRequest(
    LoadRequest load,
    Path installation,
    DataFolders dataFolders,
    OptionalInt threads,
    Optional<Path> targetPath,
    String actor) {
  public EngineRequest {
    requireNonNull(load, "load");
    requireNonNull(installation, "installation");
    requireNonNull(dataFolders, "dataFolders");
    requireNonNull(threads, "threads");
    requireNonNull(targetPath, "targetPath");
    requireNonNull(actor, "actor");
  }
}
