package dev.millrace.sidecar.planner;

import dev.millrace.sidecar.control.Endpoint;
import dev.millrace.sidecar.control.EndpointProvider;
import dev.millrace.sidecar.control.SidecarContext;
import dev.millrace.wire.AnalyzeRequest;
import dev.millrace.wire.CheckRequest;
import dev.millrace.wire.CompileRequest;
import dev.millrace.wire.Wire;
import java.util.List;

/** Brings {@code /v1/analyze}, {@code /v1/check} and {@code /v1/compile} to the control port. */
public final class PlannerEndpoints implements EndpointProvider {
  @Override
  public List<Endpoint<?, ?>> endpoints(SidecarContext context) {
    PlannerService planner = new PlannerService();
    planner.prewarm();
    return List.of(
        Endpoint.forCaller(Wire.ANALYZE, AnalyzeRequest.class, planner::analyze),
        Endpoint.forCaller(Wire.CHECK, CheckRequest.class, planner::check),
        Endpoint.forCaller(Wire.COMPILE, CompileRequest.class, planner::compile));
  }
}
