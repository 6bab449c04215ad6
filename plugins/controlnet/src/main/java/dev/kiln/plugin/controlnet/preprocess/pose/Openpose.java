package dev.kiln.plugin.controlnet.preprocess.pose;

import dev.kiln.plugin.controlnet.preprocess.Priority;
import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.index.OffersPreprocessor;
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
  @OffersPreprocessor(name = "openpose", tags = "OpenPose")
  public static final class Body implements ControlPreprocessor {
    private final PoseMaps maps;

    @Inject
    Body(PoseMaps maps) {
      this.maps = maps;
    }

    @Override
    public Preprocessed process(PreprocessorCall call) {
      return maps.map("openpose", new WantedParts(true, false, false), call);
    }
  }

  /** Body and face. */
  @Extension
  @Singleton
  @OffersPreprocessor(name = "openpose_face", tags = "OpenPose")
  public static final class Face implements ControlPreprocessor {
    private final PoseMaps maps;

    @Inject
    Face(PoseMaps maps) {
      this.maps = maps;
    }

    @Override
    public Preprocessed process(PreprocessorCall call) {
      return maps.map("openpose_face", new WantedParts(true, false, true), call);
    }
  }

  /** The face alone. */
  @Extension
  @Singleton
  @OffersPreprocessor(name = "openpose_faceonly", tags = "OpenPose")
  public static final class FaceOnly implements ControlPreprocessor {
    private final PoseMaps maps;

    @Inject
    FaceOnly(PoseMaps maps) {
      this.maps = maps;
    }

    @Override
    public Preprocessed process(PreprocessorCall call) {
      return maps.map("openpose_faceonly", new WantedParts(false, false, true), call);
    }
  }

  /** Body and hands. */
  @Extension
  @Singleton
  @OffersPreprocessor(name = "openpose_hand", tags = "OpenPose")
  public static final class Hands implements ControlPreprocessor {
    private final PoseMaps maps;

    @Inject
    Hands(PoseMaps maps) {
      this.maps = maps;
    }

    @Override
    public Preprocessed process(PreprocessorCall call) {
      return maps.map("openpose_hand", new WantedParts(true, true, false), call);
    }
  }

  /** Body, hands and face. */
  @Extension
  @Singleton
  @OffersPreprocessor(name = "openpose_full", tags = "OpenPose", priority = Priority.FIRST)
  public static final class Full implements ControlPreprocessor {
    private final PoseMaps maps;

    @Inject
    Full(PoseMaps maps) {
      this.maps = maps;
    }

    @Override
    public Preprocessed process(PreprocessorCall call) {
      return maps.map("openpose_full", WantedParts.ALL, call);
    }
  }

  /** Body, hands and face, by the name that webUI gives to DWPose. */
  @Extension
  @Singleton
  @OffersPreprocessor(name = "dw_openpose_full", tags = "OpenPose")
  public static final class DwFull implements ControlPreprocessor {
    private final PoseMaps maps;

    @Inject
    DwFull(PoseMaps maps) {
      this.maps = maps;
    }

    @Override
    public Preprocessed process(PreprocessorCall call) {
      return maps.map("dw_openpose_full", WantedParts.ALL, call);
    }
  }
}
