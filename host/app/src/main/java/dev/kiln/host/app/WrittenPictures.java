package dev.kiln.host.app;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.http.ResultView;
import dev.kiln.host.image.OutputPlace;
import dev.kiln.host.image.PngImage;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes pictures into files, and prints where they are: a line each, or the result as JSON. */
final class WrittenPictures implements Delivery {
  private final OutputPlace place;
  private final Invocation invocation;
  private final boolean json;
  private final List<Path> files = new ArrayList<>();

  WrittenPictures(OutputPlace place, Invocation invocation, boolean json) {
    this.place = place;
    this.invocation = invocation;
    this.json = json;
  }

  @Override
  public void picture(int index, GeneratedImage image) {
    Path file =
        place.write(
            new PngImage(image.width(), image.height(), image.rgb(), image.infotext()),
            index,
            image.seed());
    if (!place.encoding().holds(image.infotext())) {
      invocation
          .err()
          .println("kiln: a JPEG has no room for the infotext of " + file + "; take PNG");
    }
    files.add(file);
    print(file);
  }

  private void print(Path file) {
    if (!json) {
      invocation.out().println(file);
    }
  }

  /** What plugins gave out lies beside the first picture. */
  @Override
  public void end(GenerationResult result) {
    List<Path> beside = new ArrayList<>();
    if (!files.isEmpty()) {
      result
          .pictures()
          .forEach((name, given) -> beside.add(OutputPlace.beside(files.get(0), name, given)));
    }
    beside.forEach(this::print);
    if (json) {
      ResultView view =
          new ResultView(
              result,
              "file",
              index -> files.get(index).toString(),
              index -> beside.get(index).toString());
      invocation.out().println(new JsonCodec().write(view.describe()));
    }
  }
}
