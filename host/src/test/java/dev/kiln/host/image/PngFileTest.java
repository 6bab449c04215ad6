package dev.kiln.host.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngFileTest {
  @TempDir private Path temp;

  @Test
  void pixelsAndTextComeBack() throws IOException {
    byte[] rgb = {(byte) 255, 0, 0, 0, (byte) 128, 7};
    for (String text : new String[] {"a café\nSteps: 2", "日本 — kiln"}) {
      byte[] png = PngFile.encode(2, 1, rgb, text);
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
      assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(0xff0000);
      assertThat(image.getRGB(1, 0) & 0xffffff).isEqualTo(0x008007);
      assertThat(PngFile.parameters(png)).contains(text);
    }
  }

  @Test
  void damagedFilesHaveNoText() {
    byte[] png = PngFile.encode(1, 1, new byte[3], "text");
    for (int length = 0; length < png.length; length++) {
      assertThat(PngFile.parameters(java.util.Arrays.copyOf(png, length)))
          .satisfiesAnyOf(
              text -> assertThat(text).isEmpty(), text -> assertThat(text).contains("text"));
    }
  }

  @Test
  void fileIsThereWholeOrNotAtAll() throws IOException {
    Path file = temp.resolve("new/picture.png");
    PngFile.write(file, 1, 1, new byte[3], "text");
    assertThat(PngFile.parameters(Files.readAllBytes(file))).contains("text");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void placeThatCannotBeWrittenIsRefusedBeforehand() throws IOException {
    Path blocker = Files.writeString(temp.resolve("file"), "");
    Path wrong = blocker.resolve("picture.png");
    assertThatThrownBy(() -> OutputPlace.of(wrong).check())
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            wrong + " cannot be written: " + blocker + " is not a folder that you may write to");
    assertThatThrownBy(() -> OutputPlace.of(temp).check())
        .hasMessage(temp + " is a folder; name a file, for example " + temp.resolve("picture.png"));
    assertThatThrownBy(() -> OutputPlace.of(temp.resolve("x.jpg")).check())
        .hasMessage(temp.resolve("x.jpg") + " does not end in .png; Kiln writes PNG files");
  }

  @Test
  void checkingAPlaceLeavesNothingBehind() throws IOException {
    OutputPlace.of(temp.resolve("not/yet/there.png")).check();
    try (var files = Files.list(temp)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void batchNumbersTheFile() {
    OutputPlace place = OutputPlace.of(temp.resolve("x.png"));
    assertThat(place.file(1, 0, 1)).isEqualTo(temp.resolve("x.png"));
    assertThat(place.file(1, 1, 2)).isEqualTo(temp.resolve("x-2.png"));
  }

  @Test
  void infotextIsReadBack() {
    Map<String, String> keys =
        new TreeMap<>(
            Map.of("Steps", "20", "Sampler", "Euler a", "Size", "8x8", "Note", "a, \"b\": c"));
    String text = Infotext.write("a girl: x\nsecond line", "blurry", keys);
    assertThat(text)
        .isEqualTo(
            "a girl: x\nsecond line\nNegative prompt: blurry\n"
                + "Note: \"a, \\\"b\\\": c\", Sampler: Euler a, Size: 8x8, Steps: 20");
    assertThat(Infotext.parse(text))
        .isEqualTo(new Infotext("a girl: x\nsecond line", "blurry", keys));
  }
}
