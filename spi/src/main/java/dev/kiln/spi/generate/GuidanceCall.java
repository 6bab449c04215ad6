package dev.kiln.spi.generate;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Tensor;

/** The rows of one evaluation, to be combined into one prediction per image. Reused. */
@ProvidedByHost
public interface GuidanceCall {
  StepView step();

  int images();

  int rows();

  Row row(int index);

  /** The classifier-free guidance scale of the request. */
  double scale();

  /** The prediction of each row, [rows, channels, height/8, width/8]. */
  Tensor denoised();

  /** To be filled: [images, channels, height/8, width/8]. */
  Tensor combined();
}
