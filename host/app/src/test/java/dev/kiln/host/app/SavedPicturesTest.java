package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.image.OutputPlace;
import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.image.PictureEncoding.Format;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.spi.event.PictureSaved;
import dev.kiln.spi.generate.Prompt.Written;
import dev.kiln.spi.tensor.Picture;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever writes a picture tells of it, with the file as it lies there. */
class SavedPicturesTest {
  private static final GeneratedImage IMAGE =
      new GeneratedImage(1, 1, new byte[3], 7, -1, new Written("a girl", ""), "a girl\nSteps: 20");

  @TempDir private Path folder;
  private final List<PictureSaved> told = new ArrayList<>();

  private void saved(PictureSaved event) {
    assertThat(event.path()).isAbsolute().isRegularFile();
    told.add(event);
  }

  @Test
  void theServerTellsOfEachPictureThatItSaves() {
    SavedPictures pictures = new SavedPictures(folder, this::saved);
    pictures.accept(IMAGE, PictureEncoding.PNG);
    pictures.accept(IMAGE, PictureEncoding.PNG);
    pictures.accept(IMAGE, new PictureEncoding(Format.JPEG, 80));
    assertThat(told)
        .containsExactly(
            new PictureSaved(folder.resolve("7-1.png"), IMAGE.infotext()),
            new PictureSaved(folder.resolve("7-2.png"), IMAGE.infotext()),
            new PictureSaved(folder.resolve("7-1.jpg"), IMAGE.infotext()));
  }

  @Test
  void theCommandLineTellsOfPicturesAndOfThoseBesideThem() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true);
    OutputPlace place = OutputPlace.file(folder.resolve("x.png"), 1);
    WrittenPictures pictures =
        new WrittenPictures(place, new ProgressBar(print, false), print, this::saved);
    pictures.image(0, IMAGE);
    pictures.beside(Map.of("edges", Picture.black(1, 1)));
    assertThat(told)
        .containsExactly(
            new PictureSaved(folder.resolve("x.png"), IMAGE.infotext()),
            new PictureSaved(folder.resolve("x-edges.png"), ""));
    assertThat(out.toString().lines())
        .containsExactly(
            folder.resolve("x.png").toString(), folder.resolve("x-edges.png").toString());
  }
}
