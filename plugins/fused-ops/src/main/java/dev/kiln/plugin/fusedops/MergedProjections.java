package dev.kiln.plugin.fusedops;

import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The projections to queries, keys and values of one input as one product. */
final class MergedProjections implements Rewrite {
  @Override
  public void apply(NetworkGraph network) {
    for (AttentionSite site : network.attention()) {
      List<LinearLayer> layers =
          Stream.of(site.query(), site.key(), site.value())
              .flatMap(value -> layer(network, value).stream())
              .toList();
      if (layers.size() == 3 && alike(layers)) {
        merge(network, layers);
      }
    }
  }

  private static Optional<LinearLayer> layer(NetworkGraph network, Value output) {
    return network.linears().stream()
        .filter(layer -> layer.output().equals(output) && layer.shape().size() == 2)
        .findFirst();
  }

  private static boolean alike(List<LinearLayer> layers) {
    LinearLayer first = layers.get(0);
    return layers.stream().distinct().count() == 3
        && layers.stream()
            .allMatch(
                layer ->
                    layer.input().equals(first.input())
                        && layer.layout() == first.layout()
                        && layer.bias().isPresent() == first.bias().isPresent());
  }

  private static void merge(NetworkGraph network, List<LinearLayer> layers) {
    LinearLayer first = layers.get(0);
    GraphEditor graph = network.editor().at(first.path());
    Products products = new Products(graph, first.layout());
    Value weights =
        graph.concat(
            products.outputs(), layers.stream().map(network::weights).toArray(Value[]::new));
    Optional<Value> bias =
        first
            .bias()
            .map(
                any ->
                    graph.concat(
                        0,
                        layers.stream()
                            .map(layer -> layer.bias().orElseThrow())
                            .toArray(Value[]::new)));
    Value all = products.linear(first.input(), weights, bias);
    long start = 0;
    for (LinearLayer layer : layers) {
      long end = start + layer.outputs();
      network.replace(layer.output(), graph.slice(all, -1, start, end));
      start = end;
    }
  }
}
