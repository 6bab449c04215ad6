package dev.kiln.host.app;

import dev.kiln.host.image.OutputPlace;
import dev.kiln.host.image.PngImage;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.Progress;
import dev.kiln.spi.tensor.Picture;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes pictures as they are finished, so that a stop loses none, and prints where they are. */
final class WrittenPictures implements Progress {
  private final OutputPlace place;
  private final ProgressBar bar;
  private final PrintStream out;
  private @Nullable Path first;

  WrittenPictures(OutputPlace place, ProgressBar bar, PrintStream out) {
    this.place = place;
    this.bar = bar;
    this.out = out;
  }

  @Override
  public void stage(String name, int index, int batches) {
    bar.stage(name, index, batches);
  }

  @Override
  public void step(int step, int steps) {
    bar.step(step, steps);
  }

  @Override
  public void image(int index, GeneratedImage image) {
    bar.image(index, image);
    PngImage png = new PngImage(image.width(), image.height(), image.rgb(), image.infotext());
    Path file = place.write(png, index, image.seed());
    first = first == null ? file : first;
    out.println(file);
  }

  /** Write what plugins gave out beside the first picture; nothing where there is none. */
  void beside(Map<String, Picture> pictures) {
    Path picture = first;
    if (picture != null) {
      pictures.forEach((name, given) -> out.println(OutputPlace.beside(picture, name, given)));
    }
  }
}
