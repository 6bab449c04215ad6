package dev.kiln.plugin.controlnet.preprocess.pose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.plugin.controlnet.preprocess.Png;
import dev.kiln.spi.tensor.Picture;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drawings against OpenCV's of the same JSON: {@code reference.py} beside the files. */
class PoseDrawingTest {
  private static Object json(String name) throws IOException {
    try (InputStream in = PoseDrawingTest.class.getResourceAsStream(name + ".json")) {
      return new ObjectMapper().readValue(in, Object.class);
    }
  }

  /** Shares of the canvas with hands and a face; pixels, a part of them outside. */
  @ParameterizedTest
  @ValueSource(strings = {"pose", "pixels"})
  void drawsPixelForPixelAsOpencv(String name) throws IOException {
    Picture drawn = PoseDrawing.of(PoseJson.read("pose", json(name)), WantedParts.ALL);
    // A hue between two whole numbers may be rounded the other way.
    assertThat(Png.difference(drawn, Png.read(getClass(), name))).isLessThanOrEqualTo(1);
  }

  /** The farthest corner of a hundred people, each with 38 lines to it, on the largest canvas. */
  @Test
  void linesToFarAwayTakeNoLongerThanTheCanvasIsLarge() {
    List<Joint> body = new ArrayList<>(Collections.nCopies(Person.BODY, new Joint(10, 10)));
    List<Joint> hand = new ArrayList<>(Collections.nCopies(Person.HAND, new Joint(10, 10)));
    for (int i = 0; i < Person.BODY; i += 2) {
      body.set(i, new Joint(1e5, -1e5));
      hand.set(i, new Joint(1e5, 1e5));
    }
    Person person = new Person(body, hand, hand, List.of());
    Pose pose = new Pose(Collections.nCopies(100, person), 64, 64);
    Picture drawn = PoseDrawing.of(pose, WantedParts.ALL);
    // The hands' lines lead down the diagonal.
    assertThat(drawn.at(40, 40, 0) + drawn.at(40, 40, 1) + drawn.at(40, 40, 2)).isPositive();
    assertThat(drawn.at(60, 20, 0) + drawn.at(60, 20, 1) + drawn.at(60, 20, 2)).isZero();
  }

  @Test
  void partsThatNobodyAskedForAreNotDrawn() throws IOException {
    Pose pose = PoseJson.read("pose", json("pose"));
    Picture face = PoseDrawing.of(pose, new WantedParts(false, false, true));
    int bright = 0;
    for (int i = 0; i < face.rgba().length; i += 4) {
      assertThat(face.rgba()[i]).isEqualTo(face.rgba()[i + 1]).isEqualTo(face.rgba()[i + 2]);
      bright += face.rgba()[i] == -1 ? 1 : 0;
    }
    assertThat(bright).isGreaterThan(500);
  }

  @Test
  void writtenAndReadAgainItIsTheSamePose() throws IOException {
    Pose pose = PoseJson.read("pose", json("pose"));
    Map<String, Object> written = PoseJson.write(pose);
    assertThat(PoseJson.read("again", written)).isEqualTo(pose);
    assertThat(written).containsEntry("canvas_width", 384).containsEntry("canvas_height", 320);
    Map<?, ?> second = (Map<?, ?>) ((List<?>) written.get("people")).get(1);
    assertThat(second.get("face_keypoints_2d")).isNull();
    assertThat(((List<?>) second.get("pose_keypoints_2d")).subList(12, 15))
        .isEqualTo(List.of(0.0, 0.0, 0.0));
  }
}
