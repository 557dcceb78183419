package dev.millrace.it.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.connector.flink.local.LocalFolders;
import dev.millrace.connector.flink.local.RunningSidecar;
import dev.millrace.connector.flink.local.SidecarProcess;
import dev.millrace.connector.flink.local.SidecarRole;
import dev.millrace.connector.flink.local.SidecarSettings;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts and ends of sidecars; most in the role of a planner, which starts soonest. */
class SidecarLifecycleTest {
  @TempDir Path data;

  private LocalInstallation installation;

  @BeforeEach
  void install() {
    installation = LocalInstallation.in(data);
  }

  @AfterEach
  void stopWhatRuns() {
    installation.sidecar().stop();
  }

  @Test
  void aSecondCallerFindsTheFirstOnesSidecar() {
    List<String> said = new ArrayList<>();
    try (SidecarProcess first = installation.sidecar();
        SidecarProcess second = installation.sidecar()) {
      RunningSidecar started = first.ensure(SidecarRole.PLANNER, sentence -> {});
      assertThat(second.ensure(SidecarRole.PLANNER, said::add)).isEqualTo(started);
      assertThat(said).isEmpty();
    }
  }

  @Test
  void twoCallersAtOnceEndUpWithOneSidecar() throws Exception {
    try (ExecutorService callers = Executors.newFixedThreadPool(2);
        SidecarProcess first = installation.sidecar();
        SidecarProcess second = installation.sidecar()) {
      Future<RunningSidecar> one =
          callers.submit(() -> first.ensure(SidecarRole.PLANNER, sentence -> {}));
      Future<RunningSidecar> other =
          callers.submit(() -> second.ensure(SidecarRole.PLANNER, sentence -> {}));
      assertThat(one.get()).isEqualTo(other.get());
    }
  }

  @Test
  void itOutlivesTheCallerThatStartedIt() {
    try (SidecarProcess first = installation.sidecar()) {
      first.ensure(SidecarRole.PLANNER, sentence -> {});
    }
    assertThat(installation.sidecar().find()).isPresent();
  }

  @Test
  void oneForAClusterReplacesOneForThePlanner() throws Exception {
    try (SidecarProcess process = installation.sidecar()) {
      RunningSidecar planner = process.ensure(SidecarRole.PLANNER, sentence -> {});
      assertThat(planner.jobManager()).isEmpty();
      RunningSidecar cluster = process.ensure(SidecarRole.CLUSTER, sentence -> {});
      assertThat(cluster.jobManager()).isPresent();
      assertThat(end(planner)).isTrue();
      assertThat(process.ensure(SidecarRole.PLANNER, sentence -> {})).isEqualTo(cluster);
    }
  }

  @Test
  void afterItWasKilledTheNextCallStartsAnotherAndWipesWhatWasLeft() throws Exception {
    try (SidecarProcess process = installation.sidecar()) {
      RunningSidecar killed = process.ensure(SidecarRole.PLANNER, sentence -> {});
      kill(killed);
      Path leftOver = installation.folders().sidecar().resolve("work/io/left-over.jar");
      Path state = TestFiles.write(installation.folders().checkpoints(), "job/chk-1");
      Files.writeString(leftOver, "24 MB of it");
      assertThat(process.find()).isEmpty();

      RunningSidecar next = process.ensure(SidecarRole.PLANNER, sentence -> {});

      assertThat(next.ready().pid()).isNotEqualTo(killed.ready().pid());
      assertThat(next.ready().token()).isNotEqualTo(killed.ready().token());
      assertThat(leftOver).doesNotExist();
      assertThat(state).exists();
    }
  }

  @Test
  void nothingIsFoundAfterItWasStopped() throws Exception {
    try (SidecarProcess process = installation.sidecar()) {
      RunningSidecar running = process.ensure(SidecarRole.PLANNER, sentence -> {});
      installation.sidecar().stop();
      assertThat(process.find()).isEmpty();
      assertThat(end(running)).isTrue();
    }
  }

  @Test
  void stoppingWhatDoesNotRunIsNoError() {
    installation.sidecar().stop();
    assertThat(installation.sidecar().find()).isEmpty();
  }

  @Test
  void itEndsByItselfWhenNobodyHoldsIt() throws Exception {
    SidecarSettings brief =
        new SidecarSettings(installation.settings().javaHome(), 512, Duration.ofSeconds(3), 1);
    RunningSidecar running;
    try (SidecarProcess process = new SidecarProcess(installation.folders(), brief)) {
      running = process.ensure(SidecarRole.PLANNER, sentence -> {});
    }
    assertThat(end(running)).isTrue();
    assertThat(installation.sidecar().find()).isEmpty();
  }

  @Test
  void aStartThatFailsNamesTheCauseAndTheLog() {
    SidecarSettings tooMuch =
        new SidecarSettings(
            installation.settings().javaHome(), 100_000_000, Duration.ofMinutes(1), 1);
    try (SidecarProcess process = new SidecarProcess(installation.folders(), tooMuch)) {
      assertThatThrownBy(() -> process.ensure(SidecarRole.PLANNER, sentence -> {}))
          .isInstanceOfSatisfying(
              MillraceException.class,
              e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.LOCAL_START_FAILED))
          .hasMessageContaining("ended while it started")
          .hasMessageContaining("sidecar.log");
    }
  }

  @Test
  void aFolderWithoutJavaIsRefusedWithARemedy() {
    SidecarSettings none =
        new SidecarSettings(data.resolve("no-java"), 512, Duration.ofMinutes(1), 1);
    try (SidecarProcess process = new SidecarProcess(installation.folders(), none)) {
      assertThatThrownBy(() -> process.ensure(SidecarRole.PLANNER, sentence -> {}))
          .isInstanceOf(MillraceException.class)
          .hasMessageContaining("There is no Java runtime")
          .hasMessageContaining("MILLRACE_SIDECAR_JAVA_HOME");
    }
  }

  @Test
  void anInstallationWithoutJarsIsRefusedWithARemedy() {
    LocalFolders empty =
        new LocalFolders(installation.folders().data(), data.resolve("not-installed"));
    try (SidecarProcess process = new SidecarProcess(empty, installation.settings())) {
      assertThatThrownBy(() -> process.ensure(SidecarRole.PLANNER, sentence -> {}))
          .isInstanceOf(MillraceException.class)
          .hasMessageContaining("lacks the jars of the sidecar");
    }
  }

  private static void kill(RunningSidecar sidecar) throws Exception {
    ProcessHandle.of(sidecar.ready().pid()).orElseThrow().destroyForcibly();
    assertThat(end(sidecar)).isTrue();
  }

  private static boolean end(RunningSidecar sidecar) throws Exception {
    return ProcessHandle.of(sidecar.ready().pid())
        .map(process -> process.onExit().orTimeout(60, TimeUnit.SECONDS))
        .map(exit -> exit.handle((process, timeout) -> timeout == null).join())
        .orElse(true);
  }
}
