package dev.kiln.plugin.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.GraphPort.Dimension;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.TestingUnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A layer as exporters write it, and as Kiln does where it builds a network from its weights. */
class ProductKindsTest {
  private static final int INPUTS = 128;
  private static final int OUTPUTS = 20;

  private static Graph graph(String operator, boolean turned, int axes) {
    return graph(operator, turned, axes, GraphRunner.normal(1, INPUTS, OUTPUTS).values());
  }

  private static Graph graph(String operator, boolean turned, int axes, float... weights) {
    Graph graph = new Graph("product");
    graph.operatorSets().put("", 17L);
    List<Dimension> dimensions = new ArrayList<>(List.of(Dimension.free("batch")));
    for (int axis = 2; axis < axes; axis++) {
      dimensions.add(Dimension.free("tokens"));
    }
    dimensions.add(Dimension.of(INPUTS));
    graph.inputs().add(new GraphPort("x", ElementType.FLOAT, dimensions));
    long[] shape = turned ? new long[] {OUTPUTS, INPUTS} : new long[] {INPUTS, OUTPUTS};
    NodeWriter layer = NodeWriter.of(graph).at("/block/to_q");
    Value weight = layer.weight(Weight.floats("weight", shape, weights));
    Attributes attributes = turned ? Attributes.of("transB", 1) : Attributes.NONE;
    Value[] inputs = {new Value("x"), weight};
    if (operator.equals("Gemm")) {
      float[] bias = GraphRunner.normal(2, OUTPUTS).values();
      inputs =
          new Value[] {
            inputs[0], weight, layer.weight(Weight.floats("bias", new long[] {OUTPUTS}, bias))
          };
    }
    layer.output("y", layer.op(operator, attributes, inputs));
    graph.outputs().add(GraphPort.unshaped("y", ElementType.FLOAT));
    return graph;
  }

  private static float[] run(TestingUnet network, int axes) {
    long[] shape = axes == 2 ? new long[] {6, INPUTS} : new long[] {2, 3, INPUTS};
    long[] made = axes == 2 ? new long[] {6, OUTPUTS} : new long[] {2, 3, OUTPUTS};
    try (GraphRunner runner = network.open()) {
      return runner.run(Map.of("x", GraphRunner.normal(3, shape)), "y", made);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MatMul, false, 3, MatMulIntegerToFloat",
    "MatMul, false, 2, MatMulNBits",
    "com.microsoft.FusedMatMul, true, 3, MatMulIntegerToFloat",
    "Gemm, false, 2, MatMulNBits",
    "Gemm, true, 2, MatMulNBits"
  })
  void isQuantized(String operator, boolean turned, int axes, String computed) {
    TestingUnet before = TestingUnet.of(() -> graph(operator, turned, axes));
    for (Arithmetic compute : Arithmetic.values()) {
      FakeNetwork network =
          FakeNetwork.with(new QuantizeOptions(KeptWeights.INT8, compute, 0.1))
              .shape(new NetworkShape(2, 16, 16, 77));
      TestingUnet after = before.with(new Quantize(), network);
      String wanted = compute.whole() ? computed : "MatMulNBits";
      assertThat(after.count(wanted)).isEqualTo(1);
      assertThat(GraphRunner.difference(run(after, axes), run(before, axes))).isBetween(1e-6, 0.02);
    }
  }

  /**
   * Weights of which every 37th is twenty times as large, in 4 bits: rotated, they are exact
   * enough.
   */
  @Test
  void outliersAreSpread() {
    float[] weights = GraphRunner.normal(1, INPUTS, OUTPUTS).values();
    for (int i = 0; i < weights.length; i += 37) {
      weights[i] *= 20;
    }
    TestingUnet before = TestingUnet.of(() -> graph("MatMul", false, 3, weights));
    QuantizeOptions options = new QuantizeOptions(KeptWeights.INT4, Arithmetic.FLOAT32, 0.1);
    TestingUnet after = before.with(new Quantize(), FakeNetwork.with(options));
    assertThat(after.count("MatMul")).as("products with the matrix").isEqualTo(1);
    assertThat(after.graph().weights().values())
        .extracting(weight -> weight.size() * weight.type().bytes())
        .contains(INPUTS * OUTPUTS / 2L);
    assertThat(GraphRunner.difference(run(after, 3), run(before, 3))).isBetween(1e-6, 0.2);
  }
}
