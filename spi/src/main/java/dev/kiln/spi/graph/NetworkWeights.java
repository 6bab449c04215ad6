package dev.kiln.spi.graph;

import dev.kiln.spi.ProvidedByHost;
import java.util.List;

/**
 * The learned numbers of a network. For the thread that got it, until the call returns that lent
 * it.
 */
@ProvidedByHost
public interface NetworkWeights {
  /** Every matrix product and convolution with learned weights. */
  List<LinearLayer> linears();

  /** Every bias, and every scale of a norm. */
  List<Parameter> parameters();

  /** A layer's weights in its own layout, widened to float32. */
  float[] read(LinearLayer layer);

  /**
   * Give a layer other weights. Others that share them in the file keep the old ones.
   *
   * @param weights in the layer's own layout
   */
  void write(LinearLayer layer, float[] weights);

  /**
   * Read, change and write the weights of many layers, piece by piece and on all processors: faster
   * than {@link #read} and {@link #write} where a change needs no more than the rows it changes.
   */
  void rewrite(List<LinearLayer> layers, WeightEdit edit);

  /** The numbers of a vector, widened to float32. */
  float[] read(Parameter parameter);

  /** Give a vector other numbers. Others that share them in the file keep the old ones. */
  void write(Parameter parameter, float[] values);

  /**
   * Warn the user about this change, for example that parts of a file did not fit. The host keeps
   * the warning with the session and gives it once in each request that uses the session, whether
   * the patch was applied for that request or for an earlier one.
   *
   * @param message one sentence that names the file or plugin that it is about
   */
  void warn(String message);
}
