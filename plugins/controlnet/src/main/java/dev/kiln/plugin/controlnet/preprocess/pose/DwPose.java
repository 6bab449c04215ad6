package dev.kiln.plugin.controlnet.preprocess.pose;

import dev.kiln.plugin.controlnet.preprocess.AnnotatorFiles;
import dev.kiln.plugin.controlnet.preprocess.Colors;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.host.Networks;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;

/** Finds the people of a picture and their joints, with the two networks of DWPose. */
@Singleton
final class DwPose {
  private static final String PEOPLE = "yolox_l.onnx";
  private static final String JOINTS = "dw-ll_ucoco_384.onnx";

  private final AnnotatorFiles files;
  private final Networks networks;

  @Inject
  DwPose(AnnotatorFiles files, Networks networks) {
    this.files = files;
    this.networks = networks;
  }

  /**
   * The people of a picture, joints in its pixels.
   *
   * @param preprocessor that asks, to be named when a file is missing
   */
  Pose find(String preprocessor, Colors picture) {
    // Both are looked for before the first is loaded.
    Path people = files.named(preprocessor, PEOPLE, "DWPose");
    Path joints = files.named(preprocessor, JOINTS, "DWPose");
    List<PersonBox> boxes;
    try (NetworkRun network = networks.open(people)) {
      boxes = new YoloxDetector(network).find(picture);
    }
    if (boxes.isEmpty()) {
      return new Pose(List.of(), picture.width(), picture.height());
    }
    try (NetworkRun network = networks.open(joints)) {
      WholeBodyNetwork wholeBody = new WholeBodyNetwork(network);
      return new Pose(
          boxes.stream().map(box -> WholeBody.person(wholeBody.find(picture, box))).toList(),
          picture.width(),
          picture.height());
    }
  }
}
