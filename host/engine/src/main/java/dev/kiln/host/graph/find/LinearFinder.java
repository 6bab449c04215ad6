package dev.kiln.host.graph.find;

import dev.kiln.host.graph.ModulePath;
import dev.kiln.host.graph.Node;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.graph.WeightLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds matrix products and convolutions with learned weights. */
public final class LinearFinder {
  private static final List<String> OPERATORS = List.of("MatMul", "FusedMatMul", "Gemm", "Conv");

  private final GraphIndex index;

  public LinearFinder(GraphIndex index) {
    this.index = index;
  }

  public List<LinearLayer> find() {
    return index.nodes().stream().map(this::layer).flatMap(Optional::stream).toList();
  }

  Optional<LinearLayer> layer(Node node) {
    if (!OPERATORS.contains(node.operator())) {
      return Optional.empty();
    }
    return ParameterChain.of(index, node.input(1))
        .filter(chain -> chain.shape().length == (node.is("Conv") ? 4 : 2))
        .map(chain -> layer(node, chain));
  }

  private LinearLayer layer(Node node, ParameterChain chain) {
    Value product = new Value(node.output());
    Optional<Value> inside =
        node.input(2).isEmpty() ? Optional.empty() : Optional.of(new Value(node.input(2)));
    Optional<Node> sum = inside.isPresent() ? Optional.empty() : bias(node);
    WeightLayout layout =
        node.is("Conv")
            ? WeightLayout.KERNEL
            : node.whole("transB", 0) == 0 ? WeightLayout.IN_OUT : WeightLayout.OUT_IN;
    return new LinearLayer(
        ModulePath.of(node.name()),
        new Value(node.input(0)),
        chain.weight().name(),
        layout,
        Arrays.stream(chain.shape()).boxed().toList(),
        sum.map(add -> new Value(add.input(add.input(0).equals(product.name()) ? 1 : 0)))
            .or(() -> inside),
        product,
        sum.map(add -> new Value(add.output())).orElse(product));
  }

  /** The sum with a parameter that follows a product. */
  private Optional<Node> bias(Node product) {
    return index
        .onlyReader(product.output())
        .filter(node -> node.is("Add"))
        .filter(
            node ->
                node.inputs().stream()
                    .filter(input -> !input.equals(product.output()))
                    .allMatch(this::isBias));
  }

  private boolean isBias(String value) {
    return ParameterChain.of(index, value)
        .filter(chain -> chain.weight().shape().length == 1)
        .isPresent();
  }
}
