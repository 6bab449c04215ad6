package dev.kiln.host.weights.file;

import java.nio.file.Path;

/** SHA-256 of files, hexadecimal, remembered while a file stays as it is. */
public interface FileHashes {
  String of(Path file);

  /** Take note of a hash that somebody computed anyway while writing the file. */
  void remember(Path file, String hash);
}
