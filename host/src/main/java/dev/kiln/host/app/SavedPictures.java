package dev.kiln.host.app;

import dev.kiln.host.http.PictureFiles;
import dev.kiln.host.image.OutputPlace;
import dev.kiln.host.image.PngFile;
import dev.kiln.host.pipeline.GeneratedImage;

/** Pictures of the server as PNG. */
final class SavedPictures implements PictureFiles {
  @Override
  public byte[] png(GeneratedImage image) {
    return PngFile.encode(image.width(), image.height(), image.rgb(), image.infotext());
  }

  @Override
  public synchronized void save(GeneratedImage image) {
    PngFile.write(
        OutputPlace.standard().file(image.seed(), 0, 1),
        image.width(),
        image.height(),
        image.rgb(),
        image.infotext());
  }
}
