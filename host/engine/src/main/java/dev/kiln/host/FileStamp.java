package dev.kiln.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What tells a file from another that takes its place: size and time, and where the system has
 * them, the file's number and when it was put there. Copying tools keep the time of the original.
 */
public final class FileStamp {
  private FileStamp() {}

  public static String of(Path file) {
    return "/" + file.toFile().length() + "/" + file.toFile().lastModified() + placed(file);
  }

  private static String placed(Path file) {
    try {
      Map<String, Object> found = Files.readAttributes(file, "unix:ctime,ino");
      return "/" + found.get("ctime") + "/" + found.get("ino");
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException untold) {
      return "";
    }
  }
}
