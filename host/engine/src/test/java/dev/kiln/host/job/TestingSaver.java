package dev.kiln.host.job;

import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.request.GeneratedImage;
import java.util.List;

/**
 * Keeps what it is to save.
 *
 * @param saved gets it; a later one of the same seed is not saved once more by {@link #saveOnce}
 */
public record TestingSaver(List<GeneratedImage> saved) implements PictureSaver {
  @Override
  public void save(GeneratedImage image, PictureEncoding encoding) {
    saved.add(image);
  }

  @Override
  public void saveOnce(GeneratedImage image, PictureEncoding encoding) {
    if (saved.stream().noneMatch(it -> it.seed() == image.seed())) {
      saved.add(image);
    }
  }
}
