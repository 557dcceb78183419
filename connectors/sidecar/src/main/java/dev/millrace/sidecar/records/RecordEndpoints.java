package dev.millrace.sidecar.records;

import dev.millrace.sidecar.control.Endpoint;
import dev.millrace.sidecar.control.EndpointProvider;
import dev.millrace.sidecar.control.SidecarContext;
import dev.millrace.wire.RecordsCopyRequest;
import dev.millrace.wire.RecordsRequest;
import dev.millrace.wire.Wire;
import java.util.List;

/** Brings {@code /v1/records} and {@code /v1/records/copy} to the control port. */
public final class RecordEndpoints implements EndpointProvider {
  @Override
  public List<Endpoint<?, ?>> endpoints(SidecarContext context) {
    return List.of(
        new Endpoint<>(Wire.RECORDS, RecordsRequest.class, new RecordSearch()::search),
        new Endpoint<>(Wire.RECORDS_COPY, RecordsCopyRequest.class, new RecordCopier()::copy));
  }
}
