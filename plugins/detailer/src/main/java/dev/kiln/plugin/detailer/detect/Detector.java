package dev.kiln.plugin.detailer.detect;

import dev.kiln.plugin.detailer.mask.Detection;
import dev.kiln.spi.tensor.Picture;
import java.util.List;

/** An open network that finds things. */
interface Detector {
  /**
   * What is in a picture, that first which is surest.
   *
   * @param confidence how sure the detector must be at least, 0..1
   */
  List<Detection> find(Picture picture, double confidence);
}
