package dev.millrace.sidecar.planner;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.wire.AnalyzeRequest;
import dev.millrace.wire.AnalyzeResponse;
import dev.millrace.wire.CheckRequest;
import dev.millrace.wire.CheckResponse;
import dev.millrace.wire.CompileRequest;
import dev.millrace.wire.CompileResponse;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code /v1/analyze}, {@code /v1/check} and {@code /v1/compile}. Several threads may call
 * it.
 */
public final class PlannerService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PlannerService.class);

  /** A whole project is compiled at its first deployment, and each statement by itself. */
  private static final int COMPILERS = 2;

  private final ObjectMapper json = new ObjectMapper();
  private final PlannerLane analysis;
  private final PlannerLane compilation;

  /** Of its own, so that nobody who types waits for a whole project to be analyzed. */
  private final PlannerLane checking;

  /** Down to operators takes long enough to be felt by who types on meanwhile. */
  private final PlannerLane planning;

  /** Used on the lane of analyses alone. */
  private final LastAnalyses analyses = new LastAnalyses();

  private final RelationChecker checker;
  private final RelationChecker plans;
  private volatile boolean called;

  public PlannerService() {
    this(Thread.NORM_PRIORITY);
  }

  /**
   * @param priority of its threads
   */
  PlannerService(int priority) {
    this.analysis = new PlannerLane("planner-analysis", priority);
    this.compilation = new PlannerLane("planner-compilation", priority, COMPILERS);
    this.checking = new PlannerLane("planner-checking", priority);
    this.planning = new PlannerLane("planner-planning", priority);
    this.checker = new RelationChecker(json);
    this.plans = new RelationChecker(json);
  }

  /**
   * Type-checks a whole project, each relation against those before it.
   *
   * @throws CallFailedException SQL_INVALID when a statement of the setup fails
   */
  public AnalyzeResponse analyze(AnalyzeRequest request) throws Exception {
    called = true;
    return analysis.call(
        abandoned -> {
          AnalyzeResponse known = analyses.of(request);
          if (known != null) {
            return known;
          }
          LOG.info("analyzes {} relations", request.relations().size());
          try (PlannerEnvironment environment =
              PlannerEnvironment.createForPlans(new AnalysisTableFactory(), Map.of())) {
            PlanCompiler.declareAll(environment, request.setup());
            AnalyzeResponse answer =
                new ProjectAnalyzer(environment, json).analyze(request, abandoned);
            if (abandoned.getAsBoolean()) {
              LOG.info("gave up after {} relations", answer.relations().size());
            } else {
              analyses.keep(request, answer);
            }
            return answer;
          } catch (IllegalArgumentException e) {
            throw new CallFailedException(
                FailureKind.INVALID_REQUEST, String.valueOf(e.getMessage()));
          }
        });
  }

  /** Type-checks relations that are being edited; what has not changed is remembered. */
  public CheckResponse check(CheckRequest request) throws Exception {
    called = true;
    boolean checks = request.planned().isEmpty();
    return (checks ? checking : planning)
        .call(
            abandoned -> {
              try {
                return (checks ? checker : plans).check(request, abandoned);
              } catch (IllegalArgumentException e) {
                throw new CallFailedException(
                    FailureKind.INVALID_REQUEST, String.valueOf(e.getMessage()));
              }
            });
  }

  /**
   * Compiles one INSERT; placeholders stay as they are.
   *
   * @throws CallFailedException SQL_INVALID when it does not compile
   */
  public CompileResponse compile(CompileRequest request) throws Exception {
    called = true;
    return new CompileResponse(compilation.call(abandoned -> PlanCompiler.compile(request)));
  }

  /**
   * Starts to warm the planner of this JVM in the background; it ends with the first call of this
   * service at the latest.
   */
  public void prewarm() {
    Thread thread = new Thread(new Prewarming(() -> called), "planner-prewarming");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    analysis.close();
    compilation.close();
    checking.close();
    planning.close();
  }
}
