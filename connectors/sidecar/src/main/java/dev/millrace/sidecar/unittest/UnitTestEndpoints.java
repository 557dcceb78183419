package dev.millrace.sidecar.unittest;

import dev.millrace.sidecar.control.Endpoint;
import dev.millrace.sidecar.control.EndpointProvider;
import dev.millrace.sidecar.control.SidecarContext;
import dev.millrace.wire.UnitTestRequest;
import dev.millrace.wire.Wire;
import java.util.List;

/** Brings {@code /v1/unit-test} to the control port. */
public final class UnitTestEndpoints implements EndpointProvider {
  @Override
  public List<Endpoint<?, ?>> endpoints(SidecarContext context) {
    UnitTestService tests = new UnitTestService(context.flinkConfiguration());
    return List.of(new Endpoint<>(Wire.UNIT_TEST, UnitTestRequest.class, tests::run));
  }
}
