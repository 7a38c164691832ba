package org.cotangent.cli.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The files that cases name: `{"file": …, "sha256": …}`, relative to the folder of the case's file or one above it.
///
/// @param from the case's file, or a folder
record DataFiles(Path from) {
  /// What is read does not exist.
  static final class MissingFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MissingFileException(String message) {
      super(message);
    }
  }

  /// The bytes of the file that `data` names. Throws a [MissingFileException] if there is none, and an [IllegalArgumentException] if
  /// its sum is not the one that is stated.
  byte[] read(JsonNode data) {
    String name = data.get("file").stringValue();
    try {
      byte[] bytes = Files.readAllBytes(find(name));
      if (data.has("sha256") && !data.get("sha256").stringValue().equals(sum(bytes))) {
        throw new IllegalArgumentException(
            name + " is not the file that the case means: its SHA-256 is " + sum(bytes));
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(name + " can't be read", e);
    }
  }

  private Path find(String name) {
    for (@Nullable Path at = from.toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve(name);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    throw new MissingFileException(name);
  }

  private static String sum(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
