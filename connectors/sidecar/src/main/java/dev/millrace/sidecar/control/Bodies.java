package dev.millrace.sidecar.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON to records and back, as the wire wants it. */
final class Bodies {
  /** Calls that have nothing to say may send nothing. */
  private static final byte[] EMPTY = {'{', '}'};

  private final ObjectMapper mapper =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * Reads a request.
   *
   * @throws CallFailedException {@code invalid_request}; its message quotes nothing of the body,
   *     which may hold secrets
   */
  <Q> Q read(byte[] body, Class<Q> type) throws CallFailedException {
    Q request;
    try {
      request = mapper.readValue(body.length == 0 ? EMPTY : body, type);
    } catch (JsonProcessingException e) {
      // The parser's own message quotes the text around the fault.
      throw new CallFailedException(
          FailureKind.INVALID_REQUEST,
          "the body is not a " + type.getSimpleName() + " (line " + line(e) + ")");
    } catch (IOException e) {
      throw new CallFailedException(FailureKind.INVALID_REQUEST, "the body cannot be read", e);
    }
    Optional<String> missing =
        request == null ? Optional.of("body") : missing(request, type.getSimpleName());
    if (missing.isPresent()) {
      throw new CallFailedException(FailureKind.INVALID_REQUEST, missing.get() + " is missing");
    }
    return request;
  }

  byte[] write(Object answer) throws IOException {
    return mapper.writeValueAsBytes(answer);
  }

  private static int line(JsonProcessingException fault) {
    return fault.getLocation() == null ? 0 : fault.getLocation().getLineNr();
  }

  /** Lists and maps of the wire are never null: finds the first that is, with its path. */
  private static Optional<String> missing(@Nullable Object value, String path) {
    if (value instanceof Collection<?> many) {
      return many.stream()
          .map(one -> missing(one, path + "[]"))
          .flatMap(Optional::stream)
          .findFirst();
    }
    if (!(value instanceof Record)) {
      return Optional.empty();
    }
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      String here = path + "." + component.getName();
      Object inner = valueOf(component, value);
      boolean container =
          Collection.class.isAssignableFrom(component.getType())
              || Map.class.isAssignableFrom(component.getType());
      Optional<String> found =
          container && inner == null ? Optional.of(here) : missing(inner, here);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static @Nullable Object valueOf(RecordComponent component, Object owner) {
    try {
      return component.getAccessor().invoke(owner);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("not a record of the wire: " + owner.getClass(), e);
    }
  }
}
