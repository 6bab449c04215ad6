package dev.kiln.spi.generate;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Tensor;

/** The rows of one evaluation, to be combined into one prediction per image. Reused. */
@ProvidedByHost
public interface CombineCall {
  StepView step();

  int images();

  int rows();

  /**
   * Rows lie image by image, the negative prompt's last; dropped rows are not among them, nor are
   * {@code BLIND} ones.
   */
  Row row(int index);

  /**
   * The guidance scale to combine at: the request's, or what an interceptor made of it. It means
   * nothing for an image whose negative prompt was not computed.
   */
  double scale();

  /** The prediction of each row, [rows, channels, height/8, width/8]. Read-only. */
  Tensor denoised();

  /** One prediction per image, [images, channels, height/8, width/8]. */
  Tensor combined();
}
