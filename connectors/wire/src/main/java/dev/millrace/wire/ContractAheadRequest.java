package dev.millrace.wire;

/**
 * A {@link Wire#STATE_CONTRACT} will be asked for soon, so what runs plans dry may start: {@link
 * Wire#STATE_CONTRACT_AHEAD}. It is answered at once.
 */
public record ContractAheadRequest() {}
