package dev.kiln.host.job;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A preview that is encoded as PNG when it is first requested; most never are. */
public final class PreviewPicture {
  private final int number;
  private final Picture picture;
  private byte @Nullable [] png;

  private PreviewPicture(int number, Picture picture) {
    this.number = number;
    this.picture = picture;
  }

  /**
   * @param number among those of its job
   * @param picture [3, height, width] in 0..1; copied
   */
  static PreviewPicture of(int number, Tensor picture) {
    if (picture.rank() != 3 || picture.dim(0) != 3) {
      throw new IllegalArgumentException(
          "a preview is [3, height, width] in 0..1, found " + picture);
    }
    return new PreviewPicture(number, Picture.of(picture));
  }

  /** Its number among those of its job, from 1. */
  public int number() {
    return number;
  }

  /** Small, and opaque. */
  public Picture picture() {
    return picture;
  }

  public synchronized byte[] png() {
    if (png == null) {
      png = PictureCodec.png(picture);
    }
    return png;
  }

  /** As the page of a browser shows it. */
  public String dataUri() {
    return "data:image/png;base64," + base64();
  }

  public String base64() {
    return Base64.getEncoder().encodeToString(png());
  }
}
