package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.SigmaTable;

/** A sampler of the host that does not simply take the end of a schedule to redraw a picture. */
interface PictureSampler {
  /**
   * @param schedule that of all steps
   * @param table the levels that the model was trained on
   */
  PassLevels redrawing(double[] schedule, PassLevels.Steps steps, SigmaTable table);
}
