package dev.kiln.plugin.upscaleronnx.extras;

import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A picture's file that the user named. */
record PictureFile(Path path) {
  static PictureFile of(String name) {
    try {
      return new PictureFile(Path.of(name));
    } catch (InvalidPathException e) {
      throw new BadRequest("\"" + name + "\" is no name of a file; name a picture", e);
    }
  }

  byte[] read() {
    if (!Files.isRegularFile(path)) {
      throw new BadRequest("there is no file " + path + "; name a picture");
    }
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new BadRequest(path + " cannot be read (" + e + "); see to its rights", e);
    }
  }

  /** {@code x-512x512.png} beside {@code x.jpg}. */
  PictureFile beside(String end) {
    String name = path.getFileName().toString();
    String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    return new PictureFile(path.resolveSibling(stem + "-" + end));
  }

  /** Pictures are written as PNG, whatever the name says. */
  PictureFile demandPng() {
    if (!path.toString().toLowerCase(java.util.Locale.ROOT).endsWith(".png")) {
      throw new BadRequest(
          "the output %s does not end in .png: pictures are written as PNG only".formatted(path));
    }
    return this;
  }
}
