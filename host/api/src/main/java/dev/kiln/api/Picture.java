package dev.kiln.api;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;

/** A picture, drawn or given. Immutable; safe from any thread. */
public interface Picture {
  /** In pixels. */
  int width();

  /** In pixels. */
  int height();

  /** A copy that belongs to the caller. */
  BufferedImage image();

  /** A PNG file with the {@link #infotext} where webUI writes it. The caller's own. */
  byte[] png();

  /** How it was drawn, as webUI writes it; empty where that is not known. */
  String infotext();

  /** The seed that it was drawn with. */
  OptionalLong seed();

  /** The file in base64, as requests carry it. */
  default String base64() {
    return Base64.getEncoder().encodeToString(png());
  }

  /**
   * Write the PNG file, whole or not at all. Folders that are missing are made.
   *
   * @param file is replaced where it is there
   * @throws IOException when it is a folder, or cannot be written
   */
  default void write(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new FileSystemException(target.toString(), null, "a folder; name a file in it");
    }
    Path folder = target.getParent();
    // Java 17 takes no link to a folder for one that is there.
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
    // Not a temporary file of Java's, which nobody but this user may read.
    Path part = folder.resolve(".kiln" + UUID.randomUUID() + ".png");
    try {
      Files.write(part, png());
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** One of pixels. */
  static Picture of(BufferedImage image) {
    Objects.requireNonNull(image, "image is null; give the pixels of a picture");
    return FilePicture.of(image);
  }

  /**
   * One of a file that ImageIO reads: PNG, JPEG, GIF, BMP, and WebP beside the engine.
   *
   * @throws KilnException when it is none
   */
  static Picture of(byte[] file) {
    Objects.requireNonNull(file, "file is null; give the bytes of a picture file");
    return new FilePicture(file, "", OptionalLong.empty());
  }

  /**
   * One that was drawn elsewhere.
   *
   * @param png its file
   */
  static Picture of(byte[] png, String infotext, long seed) {
    Objects.requireNonNull(png, "png is null; give the bytes of a picture file");
    Objects.requireNonNull(infotext, "infotext is null; give an empty one where there is none");
    return new FilePicture(png, infotext, OptionalLong.of(seed));
  }

  /**
   * One of a file.
   *
   * @throws KilnException when it is none
   */
  static Picture read(Path file) throws IOException {
    return of(Files.readAllBytes(file));
  }
}
