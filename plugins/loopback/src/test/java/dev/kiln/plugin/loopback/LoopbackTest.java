package dev.kiln.plugin.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.PictureFile;
import dev.kiln.host.request.ImageFields;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.testkit.Outcome;
import dev.kiln.spi.testkit.TestingGeneration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What loops do to pictures of the tiny model, 64x64 pixels. */
class LoopbackTest {
  private static final int SIDE = 64;
  private static final LoopbackOptions TWO = new LoopbackOptions(2, 0.25, Curve.LINEAR, "None");

  private static Picture picture() {
    Picture picture = Picture.black(SIDE, SIDE);
    for (int i = 0; i < SIDE * SIDE; i++) {
      picture.set(i % SIDE, i / SIDE, 3 * (i % SIDE), 200, i / SIDE);
    }
    return picture;
  }

  /** White on the right. */
  private static Picture mask() {
    Picture mask = Picture.black(SIDE, SIDE);
    for (int i = 0; i < SIDE * SIDE; i++) {
      int level = i % SIDE < 32 ? 0 : 255;
      mask.set(i % SIDE, i / SIDE, level, level, level);
    }
    return mask;
  }

  private static PictureFile file(Picture picture) {
    return new PictureFile("picture", PictureCodec.png(picture));
  }

  static TestingGeneration onAPicture(TestingGeneration generation) {
    return on(generation, picture());
  }

  private static TestingGeneration on(TestingGeneration generation, Picture picture) {
    return generation.request(it -> it.with(ImageFields.INIT_IMAGES, List.of(file(picture))));
  }

  private static TestingGeneration generation(Picture picture) {
    return on(TestingGeneration.standard().request(request -> request.steps(4)), picture);
  }

  private static Picture drawn(TestingGeneration generation) {
    return generation.run().pictures().get(0);
  }

  /** With the seed of the next picture, and in the end the final strength. */
  @Test
  void aLoopDrawsWhatTheLastOneDrew() {
    Picture first = drawn(generation(picture()));
    Picture second =
        drawn(
            generation(first).request(it -> it.seed(2).with(ImageFields.DENOISING_STRENGTH, 0.25)));
    Outcome both = generation(picture()).plugin("loopback", new Loopback(), TWO).run();
    assertThat(both.pictures().get(0).rgba()).isEqualTo(second.rgba());
    // Four of four steps at strength 0.75, and two at 0.25.
    assertThat(both.evaluated()).hasSize(4 + 2);
    assertThat(both.infotext())
        .isEqualTo(
            Map.of(
                "Loops", "2",
                "Final denoising strength", "0.25",
                "Denoising curve", "Linear"));
  }

  /** The masked place begins with what the loop before drew there, not with noise. */
  @Test
  void allLoopsKeepWhatTheMaskLeavesBlack() {
    TestingGeneration masked =
        generation(picture())
            .request(
                it ->
                    it.with(ImageFields.MASK, Optional.of(file(mask())))
                        .with(ImageFields.MASK_BLUR_X, 0)
                        .with(ImageFields.MASK_BLUR_Y, 0));
    Picture once = drawn(masked);
    Picture looped = drawn(masked.plugin("loopback", new Loopback(), TWO));
    int changed = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        if (x < 32) {
          assertThat(looped.at(x, y, 0)).isEqualTo(picture().at(x, y, 0));
        } else if (looped.at(x, y, 0) != once.at(x, y, 0)) {
          changed++;
        }
      }
    }
    assertThat(changed).isPositive();
  }

  @Test
  void withoutAPictureItIsDrawnOnce() {
    TestingGeneration alone = TestingGeneration.standard().request(it -> it.steps(4));
    Outcome outcome = alone.plugin("loopback", new Loopback(), TWO).run();
    assertThat(outcome.warnings())
        .containsExactly("loopback: there is no picture to begin with, so none is drawn on again");
    assertThat(outcome.pictures().get(0).rgba()).isEqualTo(drawn(alone).rgba());
    assertThat(outcome.infotext()).isEmpty();
  }
}
