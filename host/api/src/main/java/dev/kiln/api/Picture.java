package dev.kiln.api;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.OptionalLong;

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
   * Write the PNG file, whole or not at all.
   *
   * @param file is replaced where it is there
   */
  default void write(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Path part = Files.createTempFile(target.getParent(), ".kiln", ".png");
    try {
      Files.write(part, png());
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** One of pixels. */
  static Picture of(BufferedImage image) {
    return FilePicture.of(image);
  }

  /**
   * One of a file that ImageIO reads: PNG, JPEG, GIF, BMP, and WebP beside the engine.
   *
   * @throws KilnException when it is none
   */
  static Picture of(byte[] file) {
    return new FilePicture(file, "", OptionalLong.empty());
  }

  /**
   * One that was drawn elsewhere.
   *
   * @param png its file
   */
  static Picture of(byte[] png, String infotext, long seed) {
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
