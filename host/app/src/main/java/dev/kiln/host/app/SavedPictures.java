package dev.kiln.host.app;

import dev.kiln.host.image.OutputPlace;
import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.image.PngImage;
import dev.kiln.host.job.PictureSaver;
import dev.kiln.host.request.GeneratedImage;
import java.nio.file.Path;

/**
 * Pictures that a client asked the server to save: {@code <seed>-<n>.png} in a folder, or in
 * another format.
 */
record SavedPictures(Path folder) implements PictureSaver {
  /** Where webUI has them too. */
  static final PictureSaver OUTPUTS = new SavedPictures(Path.of("outputs"));

  @Override
  public void save(GeneratedImage image, PictureEncoding encoding) {
    write(OutputPlace.folder(folder, encoding), image);
  }

  @Override
  public void saveOnce(GeneratedImage image, PictureEncoding encoding) {
    write(OutputPlace.folderOfDistinct(folder, encoding), image);
  }

  private static void write(OutputPlace place, GeneratedImage image) {
    place.write(
        new PngImage(image.width(), image.height(), image.rgb(), image.infotext()),
        0,
        image.seed());
  }
}
