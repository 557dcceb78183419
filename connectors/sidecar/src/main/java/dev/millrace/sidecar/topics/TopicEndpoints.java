package dev.millrace.sidecar.topics;

import dev.millrace.sidecar.control.Endpoint;
import dev.millrace.sidecar.control.EndpointProvider;
import dev.millrace.sidecar.control.SidecarContext;
import dev.millrace.wire.TopicsRequest;
import dev.millrace.wire.Wire;
import java.util.List;

/** Brings {@code /v1/topics} to the control port. */
public final class TopicEndpoints implements EndpointProvider {
  @Override
  public List<Endpoint<?, ?>> endpoints(SidecarContext context) {
    TopicService topics = new TopicService();
    return List.of(new Endpoint<>(Wire.TOPICS, TopicsRequest.class, topics::handle));
  }
}
