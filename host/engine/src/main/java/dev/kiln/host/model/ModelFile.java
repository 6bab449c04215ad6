package dev.kiln.host.model;

import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;

/**
 * An entry of the models folder: a file, or a folder that is one model.
 *
 * @param name its path below the folder of models, without extension
 * @param architecture its architecture, in words
 * @param format its file format, in words
 * @param bytes on disk
 * @param hashed the file whose content names it
 * @param problem why it cannot be used; empty where it can
 */
public record ModelFile(
    String name,
    Path path,
    ModelKind kind,
    String architecture,
    String format,
    long bytes,
    Path hashed,
    String problem) {
  /** The last part of the name: what users say where it is enough. */
  public String shortName() {
    return shortName(name);
  }

  static String shortName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The same for two paths to one file; a link of another name is another model. */
  List<String> identity() {
    return List.of(real(path).toString(), shortName());
  }

  /** Without links; as it is where there is nothing. */
  static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException gone) {
      return path.toAbsolutePath().normalize();
    }
  }

  /** The file of a name: that of the whole name, else the first whose name ends so. */
  static Optional<ModelFile> called(List<ModelFile> files, String wanted) {
    String plain =
        plain(wanted.replaceFirst("(?i)\\.(safetensors|ckpt|gguf)$", "").replace('\\', '/'));
    return files.stream()
        .filter(file -> file.name.equalsIgnoreCase(plain))
        .findFirst()
        .or(() -> files.stream().filter(file -> file.endsWith(plain)).findFirst());
  }

  private boolean endsWith(String plain) {
    int at = name.length() - plain.length();
    return at > 0 && name.charAt(at - 1) == '/' && name.substring(at).equalsIgnoreCase(plain);
  }

  /**
   * A name as it is compared: accents are one character with their letter, as most systems and
   * people write them but not macOS; spaces around it are lost where people type it.
   */
  static String plain(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 0x80) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).strip();
      }
    }
    // The normalizer's tables take 30 ms in a new process.
    return name.strip();
  }
}
