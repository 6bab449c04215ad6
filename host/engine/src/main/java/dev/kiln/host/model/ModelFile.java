package dev.kiln.host.model;

import java.nio.file.Path;

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
  String shortName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  boolean isCalled(String wanted) {
    String plain = wanted.replaceFirst("(?i)\\.(safetensors|ckpt)$", "").replace('\\', '/');
    return name.equalsIgnoreCase(plain) || shortName().equalsIgnoreCase(plain);
  }
}
