package dev.kiln.host.job;

import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.request.GeneratedImage;

/** Writes pictures of jobs as files. Safe from any thread. */
public interface PictureSaver {
  /**
   * Write a picture as a new file.
   *
   * @throws dev.kiln.spi.BadRequest when it cannot be written
   */
  void save(GeneratedImage image, PictureEncoding encoding);

  /** The same for one that may lie there already: then it is left. */
  void saveOnce(GeneratedImage image, PictureEncoding encoding);
}
