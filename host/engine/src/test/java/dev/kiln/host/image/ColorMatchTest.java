package dev.kiln.host.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.spi.tensor.Picture;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColorMatchTest {
  private static Picture noise(int seed, int least, int span) {
    Random random = new Random(seed);
    Picture picture = Picture.black(40, 30);
    for (int i = 0; i < 1200; i++) {
      picture.set(
          i % 40,
          i / 40,
          least + random.nextInt(span),
          random.nextInt(least + span),
          random.nextInt(span));
    }
    return picture;
  }

  private static double mean(Picture picture, int channel) {
    double sum = 0;
    for (int i = channel; i < picture.rgba().length; i += 4) {
      sum += picture.rgba()[i] & 0xff;
    }
    return sum * 4 / picture.rgba().length;
  }

  private static JsonNode goldens() throws IOException {
    return new ObjectMapper().readTree(ColorMatchTest.class.getResourceAsStream("colors.json"));
  }

  /** OpenCV's, to the bit. */
  @Test
  void labIsThatOfOpencv() throws IOException {
    JsonNode labs = goldens().get("labs");
    byte[] rgb = labs.get("rgb").binaryValue();
    byte[] lab = labs.get("lab").binaryValue();
    byte[] from = labs.get("from").binaryValue();
    byte[] to = labs.get("to").binaryValue();
    for (int i = 0; i < rgb.length; i += 3) {
      assertThat(Lab.of(color(rgb, i))).containsExactly(color(lab, i));
      assertThat(Lab.toRgb(color(from, i))).containsExactly(color(to, i));
    }
  }

  private static int[] color(byte[] all, int at) {
    return new int[] {all[at] & 0xff, all[at + 1] & 0xff, all[at + 2] & 0xff};
  }

  private static Picture picture(int width, int height, JsonNode rgb) throws IOException {
    Picture picture = Picture.black(width, height);
    byte[] bytes = rgb.binaryValue();
    for (int i = 0; i < width * height; i++) {
      int[] color = color(bytes, 3 * i);
      picture.set(i % width, i / width, color[0], color[1], color[2]);
    }
    return picture;
  }

  /** webUI's, but for a level here and there, where a sum of fractions is a whole number. */
  @Test
  void correctedPicturesAreThoseOfWebui() throws IOException {
    JsonNode corrections = goldens().get("corrections");
    assertThat(corrections).hasSize(3);
    for (JsonNode golden : corrections) {
      int width = golden.get("width").asInt();
      int height = golden.get("height").asInt();
      JsonNode other = golden.get("other");
      ColorMatch match =
          ColorMatch.to(picture(other.get(0).asInt(), other.get(1).asInt(), other.get(2)));
      byte[] found = match.applied(picture(width, height, golden.get("from"))).rgba();
      byte[] expected = picture(width, height, golden.get("to")).rgba();
      int different = 0;
      for (int i = 0; i < found.length; i++) {
        int difference = Math.abs((found[i] & 0xff) - (expected[i] & 0xff));
        assertThat(difference).isLessThanOrEqualTo(1);
        different += difference;
      }
      assertThat(different).isLessThan(found.length / 1000);
    }
  }

  @Test
  void aPictureInItsOwnColorsStaysItself() {
    Picture picture = noise(1, 60, 120);
    Picture same = ColorMatch.to(picture).applied(picture);
    for (int channel = 0; channel < 3; channel++) {
      assertThat(Math.abs(mean(same, channel) - mean(picture, channel))).isLessThan(1);
    }
  }

  @Test
  void colorsComeNearButBrightnessStays() {
    Picture reddish = noise(1, 150, 60);
    Picture dull = noise(2, 40, 60);
    Picture matched = ColorMatch.to(reddish).applied(dull);
    double before = mean(dull, 0) - mean(dull, 2);
    double wanted = mean(reddish, 0) - mean(reddish, 2);
    double after = mean(matched, 0) - mean(matched, 2);
    assertThat(Math.abs(after - wanted)).isLessThan(Math.abs(before - wanted));
    assertThat(luminosity(matched)).isBetween(luminosity(dull) - 2, luminosity(dull) + 2);
  }

  private static double luminosity(Picture picture) {
    return 0.299 * mean(picture, 0) + 0.587 * mean(picture, 1) + 0.114 * mean(picture, 2);
  }
}
