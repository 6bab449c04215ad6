package dev.kiln.plugin.detailer.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.plugin.detailer.mask.Box;
import dev.kiln.plugin.detailer.mask.Detection;
import dev.kiln.plugin.detailer.mask.Mask;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The segmenter that ships with the default model as a detector. */
class SegmentDetectorTest {
  @TempDir private Path temp;
  private TestingDetectors testing;

  @BeforeEach
  void open() {
    testing = new TestingDetectors(temp).withShipped();
  }

  @AfterEach
  void close() {
    testing.close();
  }

  private List<Detection> found(String model, String classes, Picture picture) {
    Detectors detectors = testing.detectors();
    return detectors.find(detectors.choose("unit", model, classes, any -> {}), picture, 0.3);
  }

  /** {@code scenes_reference.py}: onnxruntime and OpenCV, whose specks are left out here. */
  @Test
  void twoPeopleAreTwoParts() {
    Picture two = TestingDetectors.picture(SegmentDetectorTest.class, "two");
    List<Detection> found = found("scenes:person", "", two);
    assertThat(found).hasSize(2);
    Mask expected =
        TestingDetectors.mask(
            TestingDetectors.picture(SegmentDetectorTest.class, "two-people"), 0, two.height());
    Mask both = found.get(0).mask().or(found.get(1).mask());
    int shared = 0;
    for (int i = 0; i < both.white().length; i++) {
      shared += both.white()[i] && expected.white()[i] ? 1 : 0;
    }
    double union = both.pixels() + expected.pixels() - shared;
    assertThat(shared / union).as("what both masks share").isGreaterThan(0.95);
    assertThat(found)
        .extracting(Detection::box)
        .allSatisfy(
            box -> {
              assertThat(box.confidence()).isBetween(0.5, 1.0);
              assertThat(box.kind()).isEqualTo(12);
              assertThat(box.bottom() - box.top()).isBetween(150.0, 175.0);
            })
        .anyMatch(box -> Math.abs(box.left() - 65) < 4 && Math.abs(box.right() - 135) < 4)
        .anyMatch(box -> Math.abs(box.left() - 268) < 4 && Math.abs(box.right() - 337) < 4);
  }

  @Test
  void classesMayStandBehindTheNameOrInTheirField() {
    Picture two = TestingDetectors.picture(SegmentDetectorTest.class, "two");
    List<Box> boxes = found("seg_ade20k_scenes:12", "", two).stream().map(Detection::box).toList();
    assertThat(found("seg_ade20k_scenes.onnx", "Person", two))
        .extracting(Detection::box)
        .isEqualTo(boxes);
    assertThat(found("scenes", "sky, person", two)).hasSizeGreaterThan(boxes.size());
    assertThat(found("scenes", "boat", two)).isEmpty();
  }

  private void demandRefusal(String model, String sentence) {
    assertThatThrownBy(() -> testing.detectors().choose("unit", model, "", any -> {}))
        .isInstanceOf(BadRequest.class)
        .hasMessage(sentence);
  }

  @Test
  void aClassIsNeededAndMustBeOne() {
    demandRefusal(
        "scenes",
        "unit: seg_ade20k_scenes.onnx knows many things; say which is looked for, as in seg_ade20k_scenes:person");
    assertThatThrownBy(() -> testing.detectors().choose("unit", "scenes:persom", "", any -> {}))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith(
            "unit: seg_ade20k_scenes.onnx has no class 'persom'; it has person, ")
        .hasMessageEndingWith(" and others");
  }

  @Test
  void anotherSegmenterSaysHowItWantsItsPictures() {
    SegmenterInput input =
        SegmenterInput.of(
            Map.of(
                "size", Map.of("width", 70, "height", 100),
                "image_mean", List.of(0.5, 0, 0),
                "image_std", List.of(0.5, 1, 2)));
    Picture white = Picture.black(10, 20);
    for (int i = 0; i < 200; i++) {
      white.set(i % 10, i / 10, 255, 255, 255);
    }
    assertThat(input.tensor(white, 0, 0).shape())
        .as("multiples of 32")
        .containsExactly(1, 3, 96, 64);
    assertThat(input.tensor(white, 40, 0).shape()).containsExactly(1, 3, 96, 40);
    float[] data = input.tensor(white, 1, 1).data();
    assertThat(data).containsExactly(1, 1, 0.5f);
  }
}
