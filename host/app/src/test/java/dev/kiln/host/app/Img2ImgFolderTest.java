package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.app.TestingCommandLine.Result;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.PngImage;
import dev.kiln.spi.tensor.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kiln img2img} with a folder, and the default model. */
class Img2ImgFolderTest {
  @TempDir private Path temp;
  private TestingCommandLine line;
  private Path in;
  private Path out;

  @BeforeEach
  void line() throws IOException {
    line = new TestingCommandLine(temp);
    in = Files.createDirectory(temp.resolve("in"));
    out = temp.resolve("out");
  }

  private static void picture(Path folder, String name, int width, int level) throws IOException {
    Picture picture = Picture.black(width, 64);
    for (int i = 0; i < width * 64; i++) {
      picture.set(i % width, i / width, level, level, level);
    }
    Files.write(folder.resolve(name), PictureCodec.png(picture));
  }

  private Result run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("img2img", in.toString(), "a girl", "--steps=1"));
    all.addAll(List.of(arguments));
    return line.run(all.toArray(String[]::new));
  }

  private static String infotext(Path file) throws IOException {
    return PngImage.parameters(file.toString(), Files.readAllBytes(file)).orElseThrow();
  }

  private List<String> written() throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      return files.map(it -> it.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void eachPictureIsDrawnInTheOrderOfTheirNames() throws IOException {
    picture(in, "b.png", 64, 90);
    picture(in, "a.JPG", 72, 30);
    picture(in, "c.png", 64, 10);
    // Two of one name but for the ending, and what is no picture.
    Files.copy(in.resolve("b.png"), in.resolve("b.bmp"));
    Files.writeString(in.resolve("notes.txt"), "x");
    Result result = run("-o", out.toString());
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out().lines())
        .containsExactlyElementsOf(
            Stream.of("a.png", "b.bmp.png", "b.png.png", "c.png")
                .map(it -> out.resolve(it).toString())
                .toList());
    assertThat(infotext(out.resolve("a.png"))).contains("Size: 72x64");
    String seed = infotext(out.resolve("a.png")).replaceAll("(?s).*(Seed: \\d+).*", "$1");
    assertThat(infotext(out.resolve("c.png"))).contains(seed);
  }

  @Test
  void severalOfEachAreNumberedAndWhatCannotBeReadIsLeftOut() throws IOException {
    picture(in, "b.png", 64, 90);
    Files.writeString(in.resolve("a.png"), "x");
    Result result = run("-o", out.toString(), "--count=2", "--seed=5");
    assertThat(result.exit()).isZero();
    assertThat(result.err())
        .contains("kiln: " + in.resolve("a.png") + " is no picture that Kiln reads; ")
        .contains("; it was left out\n");
    assertThat(written()).containsExactly("b-1.png", "b-2.png");
    assertThat(infotext(out.resolve("b-2.png"))).contains("Seed: 6");
  }

  @Test
  void masksHaveTheirNames() throws IOException {
    Path masks = Files.createDirectory(temp.resolve("masks"));
    picture(in, "a.png", 64, 90);
    picture(in, "b.png", 64, 30);
    picture(in, "c.png", 64, 40);
    picture(masks, "a.png", 64, 0);
    picture(masks, "b.png", 64, 255);
    Result result = run("-o", out.toString(), "--mask", masks.toString());
    assertThat(result.err())
        .contains(
            "kiln: there is no mask for %s in %s; it was left out\n"
                .formatted(in.resolve("c.png"), masks));
    assertThat(written()).containsExactly("a.png", "b.png");
    // Under a black mask all is kept.
    Picture kept = new PictureCodec().read("a", Files.readAllBytes(out.resolve("a.png")));
    assertThat(kept.rgba())
        .isEqualTo(new PictureCodec().read("a", Files.readAllBytes(in.resolve("a.png"))).rgba());
  }

  @Test
  void foldersThatDoNotDoAreRefused() throws IOException {
    line.refused(
        run(), in + " has no pictures; name a folder with PNG, JPEG, WebP, BMP or GIF files");
    picture(in, "a.png", 64, 90);
    line.refused(
        run("-o", in.toString()),
        "the pictures in %s would be replaced by what is drawn of them; name another folder with -o"
            .formatted(in));
    line.refused(
        run("-o", "x.png"),
        "%s is a folder, so -o names a folder for what is drawn of its pictures, not x.png"
            .formatted(in));
  }
}
