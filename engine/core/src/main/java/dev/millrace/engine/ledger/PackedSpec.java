package dev.millrace.engine.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A specification as short text that a job carries with it: a few kilobytes, placeholders for
 * secrets. A ledger that is lost is made again from it.
 */
final class PackedSpec {
  /** More than this would burden every look at the job. */
  private static final int MAX_CHARS = 512 * 1024;

  /** A hostile job must not fill our memory. */
  private static final int MAX_BYTES = 64 * 1024 * 1024;

  private PackedSpec() {}

  /** The text; empty when it would be too long. */
  static Optional<String> pack(JobSpec spec) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(SpecJson.write(spec).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(packed.toByteArray());
    return text.length() > MAX_CHARS ? Optional.empty() : Optional.of(text);
  }

  /** The specification; empty for text that is none, or of a version we do not know. */
  static Optional<JobSpec> unpack(String text) {
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getUrlDecoder().decode(text)))) {
      byte[] json = in.readNBytes(MAX_BYTES + 1);
      return json.length > MAX_BYTES
          ? Optional.empty()
          : Optional.of(SpecJson.read(new String(json, StandardCharsets.UTF_8)));
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      return Optional.empty();
    }
  }
}
