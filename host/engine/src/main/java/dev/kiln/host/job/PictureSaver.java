package dev.kiln.host.job;

import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.request.GeneratedImage;

/** Writes pictures of jobs as files. Safe from any thread. */
public interface PictureSaver {
  /** Of a queue that nobody asks to save. */
  PictureSaver NONE =
      new PictureSaver() {
        @Override
        public void save(GeneratedImage image, PictureEncoding encoding) {}

        @Override
        public void saveOnce(GeneratedImage image, PictureEncoding encoding) {}
      };

  /**
   * Write a picture as a new file.
   *
   * @throws dev.kiln.spi.BadRequest when it cannot be written
   */
  void save(GeneratedImage image, PictureEncoding encoding);

  /** The same for one that may lie there already: then it is left. */
  void saveOnce(GeneratedImage image, PictureEncoding encoding);
}
