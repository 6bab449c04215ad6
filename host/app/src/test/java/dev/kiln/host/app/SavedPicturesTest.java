package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.image.OutputPlace;
import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.image.PictureEncoding.Format;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.spi.generate.Prompt.Written;
import dev.kiln.spi.tensor.Picture;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
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
    OutputPlace place = OutputPlace.file(folder.resolve("x.png"), 1, 80);
    Invocation invocation = new Invocation(InputStream.nullInputStream(), print, print, Map.of());
    WrittenPictures pictures = new WrittenPictures(place, invocation, false);
    pictures.picture(0, IMAGE);
    pictures.end(
        new GenerationResult(
            GenerationRequest.of("").build(),
            "",
            "",
            List.of(IMAGE),
            Map.of(),
            List.of(),
            "",
            Map.of("edges", Picture.black(1, 1))));
    assertThat(out.toString().lines())
        .containsExactly(
            folder.resolve("x.png").toString(), folder.resolve("x-edges.png").toString());
  }
}
