package dev.millrace.connector.flink.connect;

import static java.util.Objects.requireNonNull;

import dev.millrace.connector.flink.connect.TargetSettings.SubmitChoice;
import dev.millrace.engine.connect.Capabilities;
import dev.millrace.engine.connect.Capabilities.StateStorage;
import dev.millrace.engine.connect.Capabilities.SubmitPath;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Decides from what answers which way jobs take and what cannot be promised there.
 *
 * <p>A URL that stands in the profile must answer: to fall back to weaker promises because of an
 * outage would be a change nobody asked for.
 */
final class CapabilityProbe {
  private final TargetSettings settings;
  private final Questions questions;

  CapabilityProbe(TargetSettings settings, Questions questions) {
    this.settings = requireNonNull(settings, "settings");
    this.questions = requireNonNull(questions, "questions");
  }

  /**
   * What is asked, and only when its answer decides something.
   *
   * @param sidecarVersion Flink's version in our sidecar
   * @param jobManagerVersion Flink's version in the remote JobManager
   * @param gatewayVersion Flink's version in the remote gateway
   * @param takesJobIds whether the gateway lets us choose a job's id; starts a query to find out
   */
  record Questions(
      Supplier<String> sidecarVersion,
      Supplier<String> jobManagerVersion,
      Supplier<String> gatewayVersion,
      BooleanSupplier takesJobIds) {
    Questions {
      requireNonNull(sidecarVersion, "sidecarVersion");
      requireNonNull(jobManagerVersion, "jobManagerVersion");
      requireNonNull(gatewayVersion, "gatewayVersion");
      requireNonNull(takesJobIds, "takesJobIds");
    }
  }

  /**
   * @throws MillraceException CLUSTER_UNREACHABLE, or NOT_SUPPORTED when there is no way for a job
   */
  Capabilities probe() {
    String planner = questions.sidecarVersion().get();
    if (settings.isEmbedded()) {
      return embedded(planner);
    }
    Optional<String> cluster =
        settings.jobManager().map(url -> questions.jobManagerVersion().get());
    Optional<String> gateway = settings.gateway().map(url -> questions.gatewayVersion().get());
    String version = cluster.or(() -> gateway).orElse(planner);
    boolean sameMinor = minor(version).equals(minor(planner));
    return switch (path(sameMinor, version, planner)) {
      case COMPILED_PLAN -> compiledPlan(version, planner, sameMinor);
      case PLAIN_INSERT -> plainInsert(version, planner, sameMinor);
    };
  }

  private Capabilities embedded(String version) {
    boolean plain = settings.submit().equals(Optional.of(SubmitChoice.PLAIN_INSERT));
    return new Capabilities(
        plain ? SubmitPath.PLAIN_INSERT : SubmitPath.COMPILED_PLAN,
        StateStorage.LOCAL,
        Optional.of(version),
        true,
        true,
        plain ? List.of(ownOperatorIds()) : List.of());
  }

  private SubmitPath path(boolean sameMinor, String version, String planner) {
    if (settings.submit().isPresent()) {
      return switch (settings.submit().get()) {
        case COMPILED_PLAN -> SubmitPath.COMPILED_PLAN;
        case PLAIN_INSERT -> SubmitPath.PLAIN_INSERT;
      };
    }
    if (settings.jobManager().isPresent() && sameMinor && !settings.hasCredentials()) {
      return SubmitPath.COMPILED_PLAN;
    }
    if (settings.gateway().isPresent()) {
      return SubmitPath.PLAIN_INSERT;
    }
    throw new MillraceException(
        Problem.error(
                ProblemCode.NOT_SUPPORTED,
                sameMinor
                    ? "The JobManager asks for credentials, which Flink's own client cannot send,"
                        + " so no compiled plan can be submitted to it"
                    : "The cluster runs Flink "
                        + version
                        + ", and compiled plans of Flink "
                        + planner
                        + " do not run there")
            .remedy("Add `gateway: http://...` to the target's profile"));
  }

  private Capabilities compiledPlan(String version, String planner, boolean sameMinor) {
    List<String> limits = new ArrayList<>();
    if (!isReadByTheCluster(sameMinor)) {
      limits.add(unreadableState());
    }
    if (!sameMinor) {
      limits.add(
          "The profile wants compiled plans of Flink "
              + planner
              + " on a cluster of Flink "
              + version
              + ", which may refuse or misread them");
    }
    if (settings.gateway().isEmpty()) {
      limits.add("Queries cannot be run: the profile has no `gateway`");
    }
    return new Capabilities(
        SubmitPath.COMPILED_PLAN, storage(sameMinor), Optional.of(version), true, true, limits);
  }

  private Capabilities plainInsert(String version, String planner, boolean sameMinor) {
    boolean takesJobIds = questions.takesJobIds().getAsBoolean();
    boolean jobManager = settings.jobManager().isPresent();
    List<String> limits = new ArrayList<>();
    limits.add(ownOperatorIds());
    if (!isReadByTheCluster(sameMinor)) {
      limits.add(unreadableState());
    }
    if (!sameMinor) {
      limits.add(
          "Statements are checked with Flink "
              + planner
              + " and run on Flink "
              + version
              + ", so one can pass the check and fail there");
    }
    if (!takesJobIds) {
      limits.add(
          "The gateway does not take job ids from us: when the answer to a submission is lost, the"
              + " job has to be found by its name");
    }
    if (!jobManager) {
      limits.add(
          "Without the JobManager's URL tasks, checkpoints, restores and causes of failures are not"
              + " known: a job counts as running when the gateway says so");
      limits.add(
          "The path of a savepoint is known only as long as the gateway remembers the stop that"
              + " wrote it");
      limits.add("Savepoints and checkpoints cannot be asked for while a job runs on");
      limits.add(
          "The parameters of jobs cannot be read, so a lost ledger cannot be rebuilt from the"
              + " cluster");
      limits.add("Metrics cannot be polled");
    }
    return new Capabilities(
        SubmitPath.PLAIN_INSERT,
        storage(sameMinor),
        Optional.of(version),
        takesJobIds,
        jobManager,
        limits);
  }

  private static String ownOperatorIds() {
    return "Operators get Flink's own ids: state carries over only while the topology of the query"
        + " stays the same, and a change of meaning can go unnoticed";
  }

  private StateStorage storage(boolean sameMinor) {
    return isReadByTheCluster(sameMinor) ? StateStorage.CLUSTER : StateStorage.NONE;
  }

  /** Whether a job of ours may read there what cannot be read from here. */
  private boolean isReadByTheCluster(boolean sameMinor) {
    return sameMinor && settings.jobManager().isPresent() && !settings.hasCredentials();
  }

  private static String unreadableState() {
    return "The cluster cannot be asked to read checkpoints, so where they cannot be read from"
        + " here, what state a job has is not looked at before it is stopped";
  }

  private static String minor(String version) {
    String[] parts = version.split("[.-]");
    return parts.length < 2 ? version : parts[0] + "." + parts[1];
  }
}
