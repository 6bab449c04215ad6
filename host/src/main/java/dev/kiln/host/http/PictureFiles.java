package dev.kiln.host.http;

import dev.kiln.host.pipeline.GeneratedImage;

/** How pictures become files. Safe from any thread. */
public interface PictureFiles {
  /** A PNG with the picture's infotext in its {@code parameters} text. */
  byte[] png(GeneratedImage image);

  /** Write a picture into the output folder. */
  void save(GeneratedImage image);
}
