package dev.kiln.host.app;

import dev.kiln.host.image.OutputPlace;
import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.image.PngImage;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.spi.event.PictureSaved;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Pictures that a client asked the server to save: {@code <seed>-<n>.png} in a folder, or in
 * another format.
 */
final class SavedPictures implements BiConsumer<GeneratedImage, PictureEncoding> {
  private final Path folder;
  private final Consumer<PictureSaved> told;

  /**
   * @param told of each picture that was written
   */
  SavedPictures(Path folder, Consumer<PictureSaved> told) {
    this.folder = folder;
    this.told = told;
  }

  @Override
  public void accept(GeneratedImage image, PictureEncoding encoding) {
    Path file =
        OutputPlace.folder(folder, encoding)
            .write(
                new PngImage(image.width(), image.height(), image.rgb(), image.infotext()),
                0,
                image.seed());
    told.accept(new PictureSaved(file.toAbsolutePath(), image.infotext()));
  }
}
