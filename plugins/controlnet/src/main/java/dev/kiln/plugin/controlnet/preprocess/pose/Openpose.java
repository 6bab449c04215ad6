package dev.kiln.plugin.controlnet.preprocess.pose;

import dev.kiln.plugin.controlnet.preprocess.Priority;
import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.control.PreprocessorInfo;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/**
 * Poses of people. webUI's names differ in the parts that they draw; here DWPose's networks find
 * them for all.
 */
final class Openpose {
  private Openpose() {}

  /** The body alone. */
  @Extension
  @Singleton
  @Offers("openpose")
  public static final class Body implements ControlPreprocessor {
    private final PoseMaps maps;

    @Inject
    Body(PoseMaps maps) {
      this.maps = maps;
    }

    @Override
    public PreprocessorInfo info() {
      return PreprocessorInfo.of("openpose", "OpenPose");
    }

    @Override
    public Preprocessed process(PreprocessorCall call) {
      return maps.map("openpose", new WantedParts(true, false, false), call);
    }
  }

  /** Body and face. */
  @Extension
  @Singleton
  @Offers("openpose_face")
  public static final class Face implements ControlPreprocessor {
    private final PoseMaps maps;

    @Inject
    Face(PoseMaps maps) {
      this.maps = maps;
    }

    @Override
    public PreprocessorInfo info() {
      return PreprocessorInfo.of("openpose_face", "OpenPose");
    }

    @Override
    public Preprocessed process(PreprocessorCall call) {
      return maps.map("openpose_face", new WantedParts(true, false, true), call);
    }
  }

  /** The face alone. */
  @Extension
  @Singleton
  @Offers("openpose_faceonly")
  public static final class FaceOnly implements ControlPreprocessor {
    private final PoseMaps maps;

    @Inject
    FaceOnly(PoseMaps maps) {
      this.maps = maps;
    }

    @Override
    public PreprocessorInfo info() {
      return PreprocessorInfo.of("openpose_faceonly", "OpenPose");
    }

    @Override
    public Preprocessed process(PreprocessorCall call) {
      return maps.map("openpose_faceonly", new WantedParts(false, false, true), call);
    }
  }

  /** Body and hands. */
  @Extension
  @Singleton
  @Offers("openpose_hand")
  public static final class Hands implements ControlPreprocessor {
    private final PoseMaps maps;

    @Inject
    Hands(PoseMaps maps) {
      this.maps = maps;
    }

    @Override
    public PreprocessorInfo info() {
      return PreprocessorInfo.of("openpose_hand", "OpenPose");
    }

    @Override
    public Preprocessed process(PreprocessorCall call) {
      return maps.map("openpose_hand", new WantedParts(true, true, false), call);
    }
  }

  /** Body, hands and face. */
  @Extension
  @Singleton
  @Offers("openpose_full")
  public static final class Full implements ControlPreprocessor {
    private final PoseMaps maps;

    @Inject
    Full(PoseMaps maps) {
      this.maps = maps;
    }

    @Override
    public PreprocessorInfo info() {
      return PreprocessorInfo.of("openpose_full", "OpenPose").withPriority(Priority.FIRST);
    }

    @Override
    public Preprocessed process(PreprocessorCall call) {
      return maps.map("openpose_full", WantedParts.ALL, call);
    }
  }

  /** Body, hands and face, by the name that webUI gives to DWPose. */
  @Extension
  @Singleton
  @Offers("dw_openpose_full")
  public static final class DwFull implements ControlPreprocessor {
    private final PoseMaps maps;

    @Inject
    DwFull(PoseMaps maps) {
      this.maps = maps;
    }

    @Override
    public PreprocessorInfo info() {
      return PreprocessorInfo.of("dw_openpose_full", "OpenPose");
    }

    @Override
    public Preprocessed process(PreprocessorCall call) {
      return maps.map("dw_openpose_full", WantedParts.ALL, call);
    }
  }
}
