package dev.kiln.host.app;

import dev.kiln.host.image.OutputPlace;
import dev.kiln.host.image.PngImage;
import dev.kiln.host.request.GeneratedImage;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Pictures that a client asked the server to save: {@code <seed>-<n>.png} in a folder. */
record SavedPictures(Path folder) implements Consumer<GeneratedImage> {
  @Override
  public void accept(GeneratedImage image) {
    OutputPlace.folder(folder)
        .write(
            new PngImage(image.width(), image.height(), image.rgb(), image.infotext()),
            0,
            image.seed());
  }
}
