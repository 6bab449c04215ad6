package dev.kiln.host.graph.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Networks;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightValues;
import dev.kiln.host.graph.format.OnnxReader;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A vector that is the table's own row of a token is that token. */
class TokenVectorsTest {
  private static final int TOKENS = 77;
  private static final int AT = 30;
  private static final int TOKEN = 41;
  private static final int WIDTH = 8;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text-eager-17.onnx",
        "text-sdpa-17.onnx",
        "text-dynamo-20.onnx",
        "text-dynamo-23.onnx"
      })
  void everyExportersTableIsFound(String name) {
    float[] vectors = new float[TOKENS * WIDTH];
    float[] mask = new float[TOKENS];
    Graph plain = OnnxReader.read(Networks.fixture(name));
    System.arraycopy(table(plain), TOKEN * WIDTH, vectors, AT * WIDTH, WIDTH);
    float[] without = run(plain, ids(0), vectors, mask);
    float[] token = run(plain, ids(TOKEN), vectors, mask);
    Graph widened = OnnxReader.read(Networks.fixture(name));
    TokenVectors.addTo(widened);
    assertThat(TokenVectors.isIn(widened)).isTrue();
    assertThat(run(widened, ids(0), vectors, mask)).containsExactly(without);
    mask[AT] = 1;
    assertThat(run(widened, ids(0), vectors, mask)).containsExactly(token);
    assertThat(token).isNotEqualTo(without);
  }

  @Test
  void aNetworkWithoutATableOfTokensStaysAsItIs() {
    Graph graph = OnnxReader.read(Networks.fixture("swin.onnx"));
    int nodes = graph.nodes().size();
    TokenVectors.addTo(graph);
    assertThat(TokenVectors.isIn(graph)).isFalse();
    assertThat(graph.nodes()).hasSize(nodes);
  }

  private static float[] table(Graph graph) {
    Weight table =
        graph.weights().values().stream()
            .filter(weight -> weight.name().endsWith("token_embedding.weight"))
            .findFirst()
            .orElseThrow();
    return WeightValues.floats(table);
  }

  private static float[] ids(int there) {
    float[] ids = new float[TOKENS];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i == AT ? there : i * 7 % 58;
    }
    return ids;
  }

  private static float[] run(Graph graph, float[] ids, float[] vectors, float[] mask) {
    Map<String, float[]> values =
        Map.of("input_ids", ids, TokenVectors.VECTORS, vectors, TokenVectors.MASK, mask);
    Map<String, long[]> shapes =
        TokenVectors.isIn(graph)
            ? Map.of(
                "input_ids",
                new long[] {1, TOKENS},
                TokenVectors.VECTORS,
                new long[] {1, TOKENS, WIDTH},
                TokenVectors.MASK,
                new long[] {1, TOKENS, 1})
            : Map.of("input_ids", new long[] {1, TOKENS});
    return Networks.run(graph, values, shapes, 1, TOKENS, WIDTH);
  }
}
