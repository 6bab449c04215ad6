package dev.kiln.host.app;

import dev.kiln.host.image.OutputPlace;
import dev.kiln.host.image.PngFile;
import dev.kiln.host.pipeline.GeneratedImage;
import java.util.function.Consumer;

/** Pictures that a client asked the server to save: {@code outputs/<seed>-<n>.png}. */
final class SavedPictures implements Consumer<GeneratedImage> {
  @Override
  public synchronized void accept(GeneratedImage image) {
    PngFile.write(
        OutputPlace.standard().file(image.seed(), 0, 1),
        image.width(),
        image.height(),
        image.rgb(),
        image.infotext());
  }
}
