package dev.millrace.sidecar.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;

/**
 * The metadata of a checkpoint or savepoint, loaded.
 *
 * @param file the metadata file
 * @param folder what relative paths in it start from
 * @param millis when the file was written
 */
record SavepointFile(Path file, Path folder, long millis, CheckpointMetadata metadata) {
  SavepointFile {
    requireNonNull(file, "file");
    requireNonNull(folder, "folder");
    requireNonNull(metadata, "metadata");
  }

  /**
   * Loads it.
   *
   * @param path the folder, or a metadata file of any name
   * @throws CallFailedException STATE_UNREADABLE with one sentence for a person
   */
  static SavepointFile load(String path) throws CallFailedException {
    Path given = parse(path);
    try {
      FileSystem files = given.getFileSystem();
      FileStatus status = files.getFileStatus(given);
      Path file =
          status.isDir()
              ? new Path(given, AbstractFsCheckpointStorageAccess.METADATA_FILE_NAME)
              : given;
      FileStatus metadata = status.isDir() ? metadataIn(files, given, file) : status;
      Path folder = file.getParent().makeQualified(files);
      try (DataInputStream in = new DataInputStream(files.open(file))) {
        return new SavepointFile(
            file.makeQualified(files),
            folder,
            metadata.getModificationTime(),
            Checkpoints.loadCheckpointMetadata(
                in, SavepointFile.class.getClassLoader(), folder.toString()));
      }
    } catch (FileNotFoundException e) {
      throw unreadable("There is no checkpoint or savepoint at " + path);
    } catch (UnsupportedFileSystemSchemeException e) {
      throw unreadable(
          path
              + " cannot be read from here: no file system for "
              + given.toUri().getScheme()
              + ": is on the class path of the state tools");
    } catch (IOException | RuntimeException e) {
      throw unreadable(
          "The metadata of " + path + " cannot be read; it is cut off, damaged or no savepoint");
    }
  }

  private static FileStatus metadataIn(FileSystem files, Path folder, Path file)
      throws IOException, CallFailedException {
    try {
      return files.getFileStatus(file);
    } catch (FileNotFoundException e) {
      throw unreadable(
          "The folder "
              + folder
              + " has no "
              + file.getName()
              + ": what was written there was never completed, or is no checkpoint");
    }
  }

  private static Path parse(String path) throws CallFailedException {
    try {
      return new Path(path);
    } catch (IllegalArgumentException e) {
      throw unreadable("Not the path of a checkpoint or savepoint: " + path);
    }
  }

  static CallFailedException unreadable(String message) {
    return new CallFailedException(FailureKind.STATE_UNREADABLE, message);
  }
}
