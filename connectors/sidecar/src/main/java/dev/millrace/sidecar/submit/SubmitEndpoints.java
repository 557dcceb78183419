package dev.millrace.sidecar.submit;

import dev.millrace.sidecar.control.Endpoint;
import dev.millrace.sidecar.control.EndpointProvider;
import dev.millrace.sidecar.control.SidecarContext;
import dev.millrace.wire.SubmitRequest;
import dev.millrace.wire.Wire;
import java.util.List;

/** Brings {@code /v1/submit} to the control port. */
public final class SubmitEndpoints implements EndpointProvider {
  @Override
  public List<Endpoint<?, ?>> endpoints(SidecarContext context) {
    SubmitService submit = new SubmitService(context);
    return List.of(new Endpoint<>(Wire.SUBMIT, SubmitRequest.class, submit::submit));
  }
}
