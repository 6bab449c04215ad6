package dev.kiln.plugin.controlnet.preprocess.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.plugin.controlnet.preprocess.Colors;
import dev.kiln.plugin.controlnet.preprocess.Png;
import dev.kiln.plugin.controlnet.preprocess.ScaledPicture;
import dev.kiln.plugin.controlnet.preprocess.TestingAnnotators;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.tensor.Picture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * DWPose's steps on small networks with the inputs and outputs of its own, against numpy and
 * OpenCV: {@code dwpose_reference.py} beside the files.
 */
class DwPoseTest {
  private static final Picture PHOTO = Png.read(DwPoseTest.class, "photo");
  private static final int SIDE = 240;

  @TempDir private Path temp;
  private TestingAnnotators annotators;

  @BeforeEach
  void open() {
    annotators = new TestingAnnotators(temp);
  }

  @AfterEach
  void close() {
    annotators.close();
  }

  private PoseMaps maps() {
    return new PoseMaps(new DwPose(annotators.files(), annotators.networks()));
  }

  private void putBoth() {
    annotators
        .with(DwPoseTest.class, "yolox_l.onnx", "yolox_l.onnx")
        .with(DwPoseTest.class, "dw-ll_ucoco_384.onnx", "openpose/dw-ll_ucoco_384.onnx");
  }

  private static JsonNode expected() throws IOException {
    try (InputStream in = DwPoseTest.class.getResourceAsStream("dwpose.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  @Test
  void findsThePeopleAndJointsThatNumpyFinds() throws IOException {
    putBoth();
    Colors photo = new Colors(ScaledPicture.of(PHOTO, SIDE).unpadded());
    Pose pose = new DwPose(annotators.files(), annotators.networks()).find("openpose", photo);
    JsonNode people = expected().path("people");
    // One that is another's shadow, one that is a car are not among them.
    assertThat(pose.people()).hasSize(people.size()).hasSize(4);
    for (int i = 0; i < people.size(); i++) {
      Person found = pose.people().get(i);
      check(found.body(), people.get(i).path("body"));
      check(found.face().subList(0, 68), people.get(i).path("face"));
      assertThat(found.face().subList(68, 70))
          .isEqualTo(List.of(found.body().get(14), found.body().get(15)));
      check(found.rightHand(), people.get(i).path("right"));
      assertThat(found.leftHand()).isEmpty();
    }
    Joint nose = pose.people().get(0).body().get(0);
    // Where the red line crosses the green one.
    assertThat(nose.x()).isCloseTo(113, within(1.0));
    assertThat(nose.y()).isCloseTo(71, within(1.0));
  }

  /** Half a pixel of the network's picture is 0.2 to 0.3 pixels of the photo. */
  private static void check(List<Joint> found, JsonNode expected) {
    assertThat(found).hasSize(expected.size());
    for (int i = 0; i < found.size(); i++) {
      JsonNode point = expected.get(i);
      assertThat(found.get(i).seen()).isEqualTo(point.get(2).asDouble() >= 0.3);
      if (found.get(i).seen()) {
        assertThat(found.get(i).x()).isCloseTo(point.get(0).asDouble(), within(1e-3));
        assertThat(found.get(i).y()).isCloseTo(point.get(1).asDouble(), within(1e-3));
      }
    }
  }

  @Test
  void jsonIsSharesOfTheMapAndDrawnAgainItIsTheMap() {
    putBoth();
    Preprocessed made = maps().map("openpose_full", WantedParts.ALL, call(PHOTO));
    assertThat(made.pose()).containsEntry("canvas_width", 320).containsEntry("canvas_height", 240);
    Map<?, ?> first = (Map<?, ?>) ((List<?>) made.pose().get("people")).get(0);
    assertThat((List<?>) first.get("pose_keypoints_2d"))
        .hasSize(54)
        .allSatisfy(number -> assertThat((Double) number).isBetween(0.0, 1.0));
    Picture again = PoseDrawing.of(PoseJson.read("pose", made.pose()), WantedParts.ALL);
    // Limbs to joints outside of the picture are in the map alone.
    assertThat(Png.differing(again, made.map(), 0)).isLessThan(0.1);
  }

  @Test
  void faceAloneHasNoHands() {
    putBoth();
    Preprocessed made =
        maps().map("openpose_faceonly", new WantedParts(false, false, true), call(PHOTO));
    Map<?, ?> first = (Map<?, ?>) ((List<?>) made.pose().get("people")).get(0);
    assertThat(first.get("hand_right_keypoints_2d")).isNull();
    assertThat((List<?>) first.get("face_keypoints_2d")).hasSize(210);
  }

  private static PreprocessorCall call(Picture picture) {
    return new PreprocessorCall(picture, null, SIDE, 0, 0);
  }

  @Test
  void missingFileIsNamedWithItsPlace() {
    annotators.with(DwPoseTest.class, "yolox_l.onnx", "yolox_l.onnx");
    assertThatThrownBy(() -> maps().map("dw_openpose_full", WantedParts.ALL, call(PHOTO)))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "the preprocessor dw_openpose_full needs the file dw-ll_ucoco_384.onnx of DWPose, which"
                + " is not there: put it into "
                + temp.resolve("models").resolve("annotator"));
  }

  @Test
  void networkOfAnotherKindIsRefused() {
    annotators
        .with(DwPoseTest.class, "yolox_l.onnx", "dw-ll_ucoco_384.onnx")
        .with(DwPoseTest.class, "yolox_l.onnx", "yolox_l.onnx");
    assertThatThrownBy(() -> maps().map("openpose", WantedParts.ALL, call(PHOTO)))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "the network that finds joints gives [Tensor[1, 8400, 85]], expected [1, 133, 1280] and"
                + " [1, 133, 1280]: it is not DWPose's");
    annotators.with(DwPoseTest.class, "dw-ll_ucoco_384.onnx", "yolox_l.onnx");
    assertThatThrownBy(() -> maps().map("openpose", WantedParts.ALL, call(PHOTO)))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "the network that finds people gives Tensor[1, 133, 576], expected [1, 2268, 85]: it is"
                + " no YOLOX");
  }
}
