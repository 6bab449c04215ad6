package dev.kiln.host.tuning;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.model.ModelSource;
import dev.kiln.host.model.NetworkFiles;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.ConvolutionShape;
import dev.kiln.spi.graph.ConvolutionSite;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The convolutions of a model's UNet, of both halves of its image codec, and of its ControlNets, at
 * one size.
 */
final class ConvolutionSites {
  /** Below it nothing can be gained that anyone would notice. */
  private static final long FEW_MULTIPLICATIONS = 10_000_000;

  private ConvolutionSites() {}

  /**
   * How often each shape occurs; those come first in which the most is computed.
   *
   * @param controlNets that go with the model: of their shapes those that it has not, once
   */
  static Map<ConvolutionShape, Long> of(
      ModelSource model, List<NetworkFiles> controlNets, int width, int height) {
    NetworkShape shape = SessionPlans.guided(width, height);
    Map<ConvolutionShape, Long> found = new LinkedHashMap<>();
    for (NetworkKind kind :
        List.of(NetworkKind.UNET, NetworkKind.VAE_DECODER, NetworkKind.VAE_ENCODER)) {
      graph(model, kind)
          .ifPresent(
              graph -> shapes(graph, kind, shape).forEach(one -> found.merge(one, 1L, Long::sum)));
    }
    for (NetworkFiles network : controlNets) {
      shapes(network.graph(NetworkKind.CONTROLNET), NetworkKind.CONTROLNET, shape)
          .forEach(one -> found.putIfAbsent(one, 1L));
    }
    Map<ConvolutionShape, Long> sorted = new LinkedHashMap<>();
    found.entrySet().stream()
        .sorted(
            Comparator.comparingDouble(
                it -> -(double) it.getValue() * it.getKey().multiplications()))
        .forEach(it -> sorted.put(it.getKey(), it.getValue()));
    return sorted;
  }

  private static Stream<ConvolutionShape> shapes(
      Graph graph, NetworkKind kind, NetworkShape shape) {
    return new GraphEdit(graph, kind, Optional.of(shape))
        .convolutions().stream().map(ConvolutionSite::shape).filter(ConvolutionSites::counts);
  }

  /** Exports for text alone have no encoder. */
  private static Optional<Graph> graph(ModelSource model, NetworkKind kind) {
    try {
      return Optional.of(model.graph(kind));
    } catch (BadRequest e) {
      if (kind == NetworkKind.VAE_ENCODER) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A kernel of one pixel is a product already, and a stride leaves most of the rest out. */
  private static boolean counts(ConvolutionShape shape) {
    return shape.height() > 0
        && shape.width() > 0
        && shape.window().kernel().stream().anyMatch(side -> side > 1)
        && shape.window().strides().stream().allMatch(stride -> stride == 1)
        && shape.multiplications() >= FEW_MULTIPLICATIONS;
  }
}
