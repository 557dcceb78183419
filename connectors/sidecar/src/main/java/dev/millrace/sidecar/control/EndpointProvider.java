package dev.millrace.sidecar.control;

import java.util.List;

/**
 * Brings a feature's endpoints to the control port; found by {@link java.util.ServiceLoader}, so it
 * needs a public constructor without arguments.
 */
public interface EndpointProvider {
  /**
   * Called once, when cluster and gateway run and before the ready file is written: it must be
   * quick, and slow work belongs to the first call or to a thread of the provider's own.
   *
   * @throws RuntimeException ends the start of the sidecar
   */
  List<Endpoint<?, ?>> endpoints(SidecarContext context);
}
