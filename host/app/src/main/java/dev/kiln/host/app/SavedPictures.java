package dev.kiln.host.app;

import dev.kiln.host.image.OutputPlace;
import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.image.PngImage;
import dev.kiln.host.request.GeneratedImage;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/**
 * Pictures that a client asked the server to save: {@code <seed>-<n>.png} in a folder, or in
 * another format.
 */
record SavedPictures(Path folder) implements BiConsumer<GeneratedImage, PictureEncoding> {
  @Override
  public void accept(GeneratedImage image, PictureEncoding encoding) {
    OutputPlace.folder(folder, encoding)
        .write(
            new PngImage(image.width(), image.height(), image.rgb(), image.infotext()),
            0,
            image.seed());
  }
}
