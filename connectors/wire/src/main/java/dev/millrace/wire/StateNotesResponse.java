package dev.millrace.wire;

import java.util.List;
import java.util.Map;

/**
 * Notes beside savepoints.
 *
 * @param notes of savepoints that are still there
 * @param unreadable a sentence for each note that cannot be read
 */
public record StateNotesResponse(List<Note> notes, List<String> unreadable) {

  /**
   * The note beside one savepoint.
   *
   * @param path folder of the savepoint
   * @param note as it was given to {@link StateNoteRequest}
   */
  public record Note(String path, Map<String, String> note) {}
}
