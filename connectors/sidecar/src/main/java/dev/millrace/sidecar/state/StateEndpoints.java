package dev.millrace.sidecar.state;

import dev.millrace.sidecar.control.Endpoint;
import dev.millrace.sidecar.control.EndpointProvider;
import dev.millrace.sidecar.control.SidecarContext;
import dev.millrace.wire.ContractAheadRequest;
import dev.millrace.wire.PlanOperatorsRequest;
import dev.millrace.wire.StateContractRequest;
import dev.millrace.wire.StateCountRequest;
import dev.millrace.wire.StateNoteRequest;
import dev.millrace.wire.StateNotesRequest;
import dev.millrace.wire.StateRehearsalRequest;
import dev.millrace.wire.StateRequest;
import dev.millrace.wire.StateRewriteRequest;
import dev.millrace.wire.StateStorageRequest;
import dev.millrace.wire.StateTidyRequest;
import dev.millrace.wire.Wire;
import java.util.List;

/** Brings {@code /v1/state} and what lies below it to the control port. */
public final class StateEndpoints implements EndpointProvider {
  @Override
  public List<Endpoint<?, ?>> endpoints(SidecarContext context) {
    // What is found in a dry run is worth more than one life of a sidecar; its work folder is not.
    StateService state =
        new StateService(
            context.flinkConfiguration(), context.workFolder().resolveSibling("contracts"));
    return List.of(
        new Endpoint<>(Wire.STATE, StateRequest.class, state::read),
        new Endpoint<>(Wire.STATE_STORAGE, StateStorageRequest.class, state::reachBy),
        new Endpoint<>(Wire.STATE_REWRITE, StateRewriteRequest.class, state::rewrite),
        new Endpoint<>(Wire.STATE_TIDY, StateTidyRequest.class, state::tidy),
        new Endpoint<>(Wire.STATE_NOTE, StateNoteRequest.class, state::note),
        new Endpoint<>(Wire.STATE_NOTES, StateNotesRequest.class, state::notes),
        new Endpoint<>(Wire.STATE_REHEARSAL, StateRehearsalRequest.class, state::rehearse),
        new Endpoint<>(Wire.PLAN_OPERATORS, PlanOperatorsRequest.class, PlanOperators::of),
        new Endpoint<>(Wire.STATE_CONTRACT_AHEAD, ContractAheadRequest.class, state::expect),
        new Endpoint<>(Wire.STATE_CONTRACT, StateContractRequest.class, state::contract),
        Endpoint.forCaller(Wire.STATE_COUNT, StateCountRequest.class, state::count));
  }
}
