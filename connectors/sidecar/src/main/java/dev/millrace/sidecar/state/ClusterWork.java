package dev.millrace.sidecar.state;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.wire.StateContractResponse.Mismatch;
import dev.millrace.wire.StateCountRequest;
import dev.millrace.wire.StateRequest;
import dev.millrace.wire.StateRewriteRequest;
import dev.millrace.wire.StateTidyRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.DeserializationFeature;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * What a machine of the cluster can be asked to do: the same as is done here. Requests and answers
 * are those of the wire, as JSON by the Jackson that every Flink has.
 */
enum ClusterWork {
  READ {
    @Override
    Object run(String request, Optional<SavepointFile> contract)
        throws IOException, CallFailedException {
      return StateWork.read(JSON.readValue(request, StateRequest.class));
    }
  },
  COUNT {
    @Override
    Object run(String request, Optional<SavepointFile> contract)
        throws IOException, CallFailedException {
      return StateWork.count(JSON.readValue(request, StateCountRequest.class));
    }
  },
  COMPARE {
    @Override
    Object run(String request, Optional<SavepointFile> contract)
        throws IOException, CallFailedException {
      SavepointFile stored = SavepointFile.load(JSON.readValue(request, StateRequest.class).path());
      return new Mismatches(Comparison.of(stored, contract.orElseThrow()));
    }
  },
  REWRITE {
    @Override
    Object run(String request, Optional<SavepointFile> contract)
        throws IOException, CallFailedException {
      return StateWork.rewrite(JSON.readValue(request, StateRewriteRequest.class), contract);
    }
  },
  TIDY {
    @Override
    Object run(String request, Optional<SavepointFile> contract)
        throws IOException, CallFailedException {
      return StateWork.tidy(JSON.readValue(request, StateTidyRequest.class));
    }
  };

  static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * Does it where it is called.
   *
   * @param request JSON of the wire
   * @param contract of the plan that a savepoint is compared with or changed for
   * @return the answer, to be written as JSON
   */
  abstract Object run(String request, Optional<SavepointFile> contract)
      throws IOException, CallFailedException;

  /** Answer of {@link #COMPARE}. */
  record Mismatches(List<Mismatch> each) {}

  /**
   * What comes back.
   *
   * @param failure name of a {@link dev.millrace.sidecar.control.FailureKind}; null when it was
   *     done
   * @param text the answer as JSON, or why it could not be done
   */
  record Answer(@Nullable String failure, String text) {}
}
