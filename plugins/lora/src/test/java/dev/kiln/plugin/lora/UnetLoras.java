package dev.kiln.plugin.lora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.TestingUnet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Files that change all layers of a UNet of the tests. */
final class UnetLoras {
  private UnetLoras() {}

  private static List<LinearLayer> layers(TestingUnet unet) {
    List<LinearLayer> layers = new ArrayList<>();
    GraphPatcher spy =
        context ->
            Optional.of(
                new GraphPatch() {
                  @Override
                  public String fingerprint() {
                    return "spy";
                  }

                  @Override
                  public void apply(NetworkGraph network) {
                    layers.addAll(network.linears());
                  }
                });
    unet.with(spy, FakeNetwork.with());
    assertThat(layers).hasSizeGreaterThan(20).allMatch(layer -> !layer.path().isEmpty());
    return layers;
  }

  static Path lowRank(TestingUnet unet, Path file) {
    Random random = new Random(1);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (LinearLayer layer : layers(unet)) {
      String key = "lora_unet_" + ModuleNames.of(layer.path());
      boolean kernel = layer.shape().size() == 4;
      int in = (int) layer.inputs();
      int out = (int) layer.outputs();
      int side = kernel ? layer.shape().get(2).intValue() : 1;
      tensors.put(
          key + ".lora_up.weight",
          kernel
              ? Fixtures.random(random, 0.1, out, 2, 1, 1)
              : Fixtures.random(random, 0.1, out, 2));
      tensors.put(
          key + ".lora_down.weight",
          kernel
              ? Fixtures.random(random, 0.1, 2, in, side, side)
              : Fixtures.random(random, 0.1, 2, in));
    }
    return Fixtures.write(file, tensors);
  }

  static Path dense(TestingUnet unet, Path file) {
    Random random = new Random(2);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (LinearLayer layer : layers(unet)) {
      String key = "lora_unet_" + ModuleNames.of(layer.path());
      int out = (int) layer.outputs();
      tensors.put(key + ".weight", Fixtures.random(random, 0.1, out));
      tensors.put(key + ".on_input", Tensor.zeros(1));
    }
    return Fixtures.write(file, tensors);
  }
}
