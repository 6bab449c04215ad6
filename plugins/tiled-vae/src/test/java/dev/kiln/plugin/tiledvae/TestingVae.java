package dev.kiln.plugin.tiledvae;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightSource;
import dev.kiln.host.network.LayerOperators;
import dev.kiln.host.network.VaeConfig;
import dev.kiln.host.network.VaeDecoder;
import dev.kiln.host.network.VaeEncoder;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.GraphRunner.Input;
import dev.kiln.spi.testkit.TestingUnet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * An image codec of Stable Diffusion's shape with few channels and random weights.
 *
 * @param operators who writes its layers
 */
record TestingVae(NetworkKind kind, LayerOperators operators) {
  private static final VaeConfig CONFIG =
      new VaeConfig(3, 4, List.of(8, 16, 16, 16), 1, 4, true, true);

  Graph graph() {
    return kind == NetworkKind.VAE_DECODER
        ? new VaeDecoder(CONFIG).graph(new Weights(), operators)
        : new VaeEncoder(CONFIG).graph(new Weights(), operators);
  }

  TestingUnet network() {
    return TestingUnet.of(this::graph);
  }

  /** The network for latents of a size, in tiles. */
  TestingUnet tiled(TiledVaeOptions options, int height, int width) {
    return tiled(network(), kind, options, height, width);
  }

  /** Any codec for latents of a size, in tiles. */
  static TestingUnet tiled(
      TestingUnet network, NetworkKind kind, TiledVaeOptions options, int height, int width) {
    FakeNetwork context =
        FakeNetwork.with(options).kind(kind).shape(new NetworkShape(1, height, width, 77));
    return network.with(new TiledVae(), context);
  }

  /** What a codec makes of latents or a picture, always the same. */
  static float[] run(TestingUnet network, NetworkKind kind, int height, int width) {
    Input latents = GraphRunner.normal(1, 1, 4, height, width);
    Input picture = GraphRunner.normal(2, 1, 3, 8L * height, 8L * width);
    boolean decodes = kind == NetworkKind.VAE_DECODER;
    String input = network.graph().inputs().get(0).name();
    String output = network.graph().outputs().get(0).name();
    try (GraphRunner runner = network.open()) {
      return decodes
          ? runner.run(Map.of(input, latents), output, picture.shape())
          : runner.run(Map.of(input, picture), output, 1, 8, height, width);
    }
  }

  /** Uniform with the variance 1 / inputs; scales and shifts of norms about 1 and 0. */
  private static final class Weights implements WeightSource {
    @Override
    public Weight weight(String name, long... shape) {
      float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
      Random random = new Random(name.hashCode());
      long inputs = Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b);
      double limit = shape.length > 1 ? Math.sqrt(3.0 / inputs) : 0.3;
      double middle = shape.length == 1 && name.endsWith("weight") ? 1 : 0;
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (middle + (2 * random.nextDouble() - 1) * limit);
      }
      return Weight.floats(name, shape, values);
    }

    @Override
    public boolean has(String name) {
      return true;
    }
  }
}
