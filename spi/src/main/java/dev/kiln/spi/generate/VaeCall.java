package dev.kiln.spi.generate;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Tensor;

/** One picture on its way through the image codec. Valid during the call, never to be kept. */
@ProvidedByHost
public interface VaeCall {
  /** [channels, height/8, width/8], scaled as the denoising network sees them. */
  Tensor latents();

  /** [3, height, width], 0..1; the decoder's own goes a little beyond. */
  Tensor picture();

  /**
   * Run the rest of the chain, at its end the model's codec. It writes the result into the tensor
   * that comes out, which holds NaN before.
   *
   * @throws dev.kiln.spi.PluginProblem when this interceptor has proceeded before in this call
   */
  void proceed();
}
