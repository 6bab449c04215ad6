package dev.kiln.host.network;

import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.tensor.Tensor;

/**
 * The noise level as a vector: sines and cosines of the time at geometric frequencies, through two
 * layers.
 */
record TimeEmbedding(UnetConfig config) {
  private static final double LONGEST_PERIOD = 10_000;

  /**
   * @param timestep a scalar
   * @return [1, timeWidth], before its activation
   */
  Value write(ModuleWriter module, Value timestep) {
    int channels = config.levels().get(0).channels();
    int width = config.timeWidth();
    GraphEditor graph = module.at("time_proj").graph();
    Value angles = graph.mul(graph.reshape(timestep, 1, 1), graph.constant(frequencies()));
    Value sines = graph.op("Sin", angles);
    Value cosines = graph.op("Cos", angles);
    Value waves =
        config.cosineFirst() ? graph.concat(1, cosines, sines) : graph.concat(1, sines, cosines);
    ModuleWriter embedding = module.at("time_embedding");
    Value hidden = embedding.at("linear_1").gemm(waves, channels, width);
    hidden = module.operators().silu(embedding.at("act"), hidden);
    return embedding.at("linear_2").gemm(hidden, width, width);
  }

  /** exp(-ln(10000) · i / (half - shift)), [1, half]. */
  private Tensor frequencies() {
    int half = config.levels().get(0).channels() / 2;
    Tensor frequencies = Tensor.zeros(1, half);
    for (int i = 0; i < half; i++) {
      frequencies.data()[i] =
          (float) Math.exp(-Math.log(LONGEST_PERIOD) * i / (half - config.frequencyShift()));
    }
    return frequencies;
  }
}
