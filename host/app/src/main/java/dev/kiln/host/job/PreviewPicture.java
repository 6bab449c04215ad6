package dev.kiln.host.job;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A preview that is encoded as PNG when it is first requested; most never are. */
final class PreviewPicture {
  private final Picture picture;
  private byte @Nullable [] png;

  private PreviewPicture(Picture picture) {
    this.picture = picture;
  }

  /**
   * @param picture [3, height, width] in 0..1; copied
   */
  static PreviewPicture of(Tensor picture) {
    if (picture.rank() != 3 || picture.dim(0) != 3) {
      throw new IllegalArgumentException(
          "a preview is [3, height, width] in 0..1, found " + picture);
    }
    return new PreviewPicture(Picture.of(picture));
  }

  Picture picture() {
    return picture;
  }

  synchronized byte[] png() {
    if (png == null) {
      png = PictureCodec.png(picture);
    }
    return png;
  }
}
