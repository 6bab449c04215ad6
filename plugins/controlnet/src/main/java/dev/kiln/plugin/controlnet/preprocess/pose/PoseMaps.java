package dev.kiln.plugin.controlnet.preprocess.pose;

import dev.kiln.plugin.controlnet.preprocess.Colors;
import dev.kiln.plugin.controlnet.preprocess.ScaledPicture;
import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Finds people and draws the parts of them that are wanted. */
@Singleton
public final class PoseMaps {
  private final DwPose people;

  @Inject
  PoseMaps(DwPose people) {
    this.people = people;
  }

  /**
   * @param preprocessor that asks
   */
  Preprocessed map(String preprocessor, WantedParts parts, PreprocessorCall call) {
    Colors picture = new Colors(ScaledPicture.of(call.picture(), call.resolution()).unpadded());
    Pose pose = people.find(preprocessor, picture).with(parts);
    return new Preprocessed(PoseDrawing.of(pose, parts), PoseJson.write(pose.asShares()));
  }
}
