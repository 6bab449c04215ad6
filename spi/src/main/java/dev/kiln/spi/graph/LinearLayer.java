package dev.kiln.spi.graph;

import dev.kiln.spi.ProvidedByHost;
import java.util.List;
import java.util.Optional;

/**
 * A linear map with learned weights: a matrix product or a convolution.
 *
 * @param path the module it belongs to: {@code /mid_block/attentions.0/proj_in}; empty where the
 *     file does not say
 * @param weight the name of its weights in the file, which exporters may have made up
 * @param layout the order of its weights as {@link NetworkGraph#read} gives them
 * @param shape their sizes in that order
 * @param bias what is added, where there is one
 * @param product without the bias
 * @param output with the bias
 */
@ProvidedByHost
public record LinearLayer(
    String path,
    Value input,
    String weight,
    WeightLayout layout,
    List<Long> shape,
    Optional<Value> bias,
    Value product,
    Value output) {
  /** Whether it is a 1x1 convolution. */
  public boolean pointwise() {
    return layout == WeightLayout.KERNEL && shape.get(2) == 1 && shape.get(3) == 1;
  }

  /** How many channels it makes. */
  public long outputs() {
    return layout == WeightLayout.IN_OUT ? shape.get(1) : shape.get(0);
  }

  /** How many channels it reads, of one group where a convolution has several. */
  public long inputs() {
    return layout == WeightLayout.IN_OUT ? shape.get(0) : shape.get(1);
  }
}
