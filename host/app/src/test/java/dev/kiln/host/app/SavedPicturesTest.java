package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.image.OutputPlace;
import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.image.PictureEncoding.Format;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.spi.generate.Prompt.Written;
import dev.kiln.spi.tensor.Picture;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where pictures lie that are written. */
class SavedPicturesTest {
  private static final GeneratedImage IMAGE =
      new GeneratedImage(1, 1, new byte[3], 7, -1, new Written("a girl", ""), "a girl\nSteps: 20");

  @TempDir private Path folder;

  @Test
  void theServerSavesInTheFormatThatIsAsked() {
    SavedPictures pictures = new SavedPictures(folder);
    pictures.save(IMAGE, PictureEncoding.PNG);
    pictures.save(IMAGE, PictureEncoding.PNG);
    pictures.save(IMAGE, new PictureEncoding(Format.JPEG, 80));
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("7-1.png", "7-2.png", "7-1.jpg");
  }

  @Test
  void whatMayLieThereIsNotSavedTwice() {
    SavedPictures pictures = new SavedPictures(folder);
    GeneratedImage other =
        new GeneratedImage(1, 1, new byte[] {9, 9, 9}, 7, -1, IMAGE.written(), "");
    pictures.save(IMAGE, PictureEncoding.PNG);
    pictures.saveOnce(IMAGE, PictureEncoding.PNG);
    pictures.saveOnce(other, PictureEncoding.PNG);
    pictures.saveOnce(other, PictureEncoding.PNG);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("7-1.png", "7-2.png");
  }

  @Test
  void theCommandLinePrintsPicturesAndThoseBesideThem() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true);
    OutputPlace place = OutputPlace.file(folder.resolve("x.png"), 1);
    WrittenPictures pictures = new WrittenPictures(place, new ProgressBar(print, false), print);
    pictures.image(0, IMAGE);
    pictures.beside(Map.of("edges", Picture.black(1, 1)));
    assertThat(out.toString().lines())
        .containsExactly(
            folder.resolve("x.png").toString(), folder.resolve("x-edges.png").toString());
  }
}
