package dev.kiln.plugin.detailer.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.host.JsonCodec;
import dev.kiln.plugin.detailer.mask.Box;
import dev.kiln.plugin.detailer.mask.Detection;
import dev.kiln.plugin.detailer.mask.Mask;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every layout of YOLO against ultralytics' formulas, {@code reference.py} beside the networks. */
class YoloDetectorTest {
  private static final Picture PICTURE = Picture.black(96, 48);
  private static final double SURE = 0.3;

  @TempDir private Path temp;
  private TestingDetectors testing;

  @BeforeEach
  void open() {
    testing = new TestingDetectors(temp);
  }

  @AfterEach
  void close() {
    testing.close();
  }

  private List<Detection> found(String name, String classes, double confidence) {
    Detectors detectors = testing.with(name).detectors();
    return detectors.find(detectors.choose("unit", name, classes, any -> {}), PICTURE, confidence);
  }

  private static List<List<Number>> expected(String name) {
    String text =
        new String(
            TestingDetectors.resource(YoloDetectorTest.class, "boxes.json"),
            StandardCharsets.UTF_8);
    @SuppressWarnings("unchecked")
    List<List<Number>> boxes =
        (List<List<Number>>) new JsonCodec().object("boxes.json", text).get(name);
    return boxes;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yolov8",
        "yolov8-rows",
        "yolov5",
        "yolov5-one",
        "yolov8-seg",
        "end2end",
        "end2end-seg"
      })
  void boxesAreThoseOfTheFormulas(String name) {
    List<Detection> found = found(name, "", SURE);
    List<List<Number>> expected = expected(name);
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      Box box = found.get(i).box();
      double[] numbers = {box.left(), box.top(), box.right(), box.bottom(), box.confidence()};
      for (int j = 0; j < numbers.length; j++) {
        assertThat(numbers[j])
            .as("number %d of box %d", j, i)
            .isCloseTo(expected.get(i).get(j).doubleValue(), within(1e-4));
      }
      assertThat(box.kind()).isEqualTo(expected.get(i).get(5).intValue());
    }
  }

  @Test
  void boxesBecomeTheRectanglesThatPillowDraws() {
    List<Detection> found = found("yolov8", "", SURE);
    Picture expected = TestingDetectors.picture(YoloDetectorTest.class, "rectangles");
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).mask().white())
          .as("box %d", i)
          .isEqualTo(TestingDetectors.mask(expected, i, PICTURE.height()).white());
    }
  }

  /** Float32 against float64: a pixel whose sum is nearly zero may differ. */
  @ParameterizedTest
  @ValueSource(strings = {"yolov8-seg", "end2end-seg"})
  void masksAreThoseOfTheFormulas(String name) {
    List<Detection> found = found(name, "", SURE);
    Picture expected = TestingDetectors.picture(YoloDetectorTest.class, name);
    int white = 0;
    for (int i = 0; i < found.size(); i++) {
      Mask mask = found.get(i).mask();
      Mask wanted = TestingDetectors.mask(expected, i, PICTURE.height());
      int different = 0;
      for (int pixel = 0; pixel < mask.white().length; pixel++) {
        different += mask.white()[pixel] == wanted.white()[pixel] ? 0 : 1;
      }
      assertThat(different).as("mask %d", i).isLessThanOrEqualTo(3);
      white += mask.pixels();
    }
    assertThat(white).as("pixels of all masks").isGreaterThan(500);
  }

  @Test
  void onlyWhatIsSureIsFound() {
    assertThat(found("yolov8", "", 0.9))
        .isNotEmpty()
        .allMatch(it -> it.box().confidence() > 0.9)
        .hasSizeLessThan(expected("yolov8").size());
    assertThat(found("yolov8", "", 1)).isEmpty();
  }

  @Test
  void classesAreChosenByTheNamesInTheFileOrByNumber() {
    long hands = expected("yolov8").stream().filter(it -> it.get(5).intValue() == 1).count();
    assertThat(hands).isPositive();
    assertThat(found("yolov8", "Hand", SURE)).hasSize((int) hands);
    assertThat(found("yolov8", "1", SURE)).hasSize((int) hands);
    assertThat(found("yolov8", " it's a person, face ", SURE))
        .hasSize(expected("yolov8").size() - (int) hands);
    assertThat(found("yolov8-rows", "1", SURE)).as("without names").hasSize((int) hands);
  }

  private void demandRefusal(String model, String classes, String sentence) {
    assertThatThrownBy(() -> testing.detectors().choose("unit", model, classes, any -> {}))
        .isInstanceOf(BadRequest.class)
        .hasMessage(sentence);
  }

  @Test
  void aClassThatIsNotThereIsToldWithThoseThatAre() {
    testing.with("yolov8").with("yolov5");
    demandRefusal(
        "yolov8",
        "hant",
        "unit: yolov8.onnx has no class 'hant'; it has hand, face, it's a person");
    demandRefusal(
        "yolov8:7", "", "unit: yolov8.onnx has no class '7'; it has face, hand, it's a person");
    demandRefusal(
        "yolov5",
        "hand",
        "unit: yolov5.onnx does not say what its classes are called, so 'hand' is none; write numbers, the first is 0");
  }

  @Test
  void whatIsNoDetectorIsRefusedWithWhatItTakesOrGives() {
    testing
        .copied("default/vae_decoder/model.onnx", "detector/decoder.onnx")
        .copied("default/vae_encoder/model.onnx", "detector/encoder.onnx")
        .put("detector/broken.onnx", "no network".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> testing.detectors().choose("unit", "decoder", "", any -> {}))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("unit: decoder.onnx is no detector: it takes [Port[")
        .hasMessageContaining(
            "expected a picture [1, 3, height, width] that becomes boxes of YOLO");
    assertThatThrownBy(() -> testing.detectors().choose("unit", "broken", "", any -> {}))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("broken.onnx cannot be opened as an ONNX network");
    // An encoder looks like a segmenter until it runs: latents are as classes.
    assertThatThrownBy(() -> testing.detectors().choose("unit", "encoder", "", any -> {}))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("unit: encoder.onnx");
  }
}
