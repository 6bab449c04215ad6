package dev.kiln.spi.testkit;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.graph.recipe.ConvolutionCandidate;
import dev.kiln.host.graph.recipe.ConvolutionPlan;
import dev.kiln.host.graph.recipe.GraphRecipe;
import dev.kiln.spi.graph.ConvolutionSite;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.hook.ConvolutionOptimizer;
import dev.kiln.spi.index.Offers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives an optimizer every convolution that it supports, whatever it expects to gain there. */
final class EveryConvolution {
  private EveryConvolution() {}

  /**
   * @param graph is only read
   */
  static ConvolutionPlan plan(ConvolutionOptimizer optimizer, Graph graph, FakeNetwork network) {
    Offers offers = optimizer.getClass().getAnnotation(Offers.class);
    String name = offers == null ? "tested" : offers.value()[0];
    Map<String, Map<String, Double>> seconds = new HashMap<>();
    Map<String, Double> fast = Map.of(GraphRecipe.UNTOUCHED, 1.0, name, 0.01);
    Optional<NetworkShape> shape = optimizer.dependsOnShape() ? network.shape() : Optional.empty();
    for (ConvolutionSite site : sites(graph, network, shape)) {
      seconds.put(ConvolutionPlan.key(site.shape()), fast);
    }
    ConvolutionCandidate candidate =
        new ConvolutionCandidate(name, TestingUnet.part(optimizer, network));
    return new ConvolutionPlan(List.of(candidate), seconds);
  }

  static List<ConvolutionSite> sites(Graph graph, FakeNetwork network) {
    return sites(graph, network, network.shape());
  }

  private static List<ConvolutionSite> sites(
      Graph graph, FakeNetwork network, Optional<NetworkShape> shape) {
    return new GraphEdit(graph, network.kind(), shape).convolutions();
  }
}
