package dev.kiln.host.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.graph.Graph;
import dev.kiln.spi.host.NetworkProfiles.Layer;
import dev.kiln.spi.host.NetworkProfiles.LayerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ONNX Runtime 1.29 writes of its runs. */
class NodeEventTest {
  @TempDir private Path temp;

  private static String event(String name, String operator, int start, int micros, String shapes) {
    return """
        {"cat":"Node","name":"%s_kernel_time","ts":%d,"dur":%d,
         "args":{"op_name":"%s","parameter_size":"0",%s}}
        """
        .formatted(name, start, micros, operator, shapes);
  }

  private static String product(String name, int start, int micros) {
    return event(
        name,
        "MatMul",
        start,
        micros,
        "\"input_type_shape\":[{\"float\":[2,3,4]}],\"output_type_shape\":[{\"float\":[2,3,5]}]");
  }

  private List<NodeEvent> read(String... events) throws IOException {
    String all = "[" + String.join(",", events) + "]";
    return NodeEvent.read(Files.writeString(temp.resolve("run.json"), all));
  }

  /** The body's events lie within the loop's, which would count twice. */
  @Test
  void aLoopHasTheTimeOfItsBody() throws IOException {
    List<NodeEvent> events =
        read(
            product("inside", 12, 7),
            event("loop", "Loop", 10, 20, "\"output_type_shape\":[]"),
            product("behind", 30, 5));
    assertThat(events).extracting(NodeEvent::name).containsExactly("loop", "inside", "behind");
    assertThat(events).extracting(NodeEvent::micros).containsExactly(20L, 0L, 5L);
    assertThat(events).extracting(NodeEvent::operations).containsExactly(0.0, 240.0, 240.0);
  }

  @Test
  void theFirstRunIsLeftOut() throws IOException {
    List<NodeEvent> events =
        read(product("a", 0, 1000), product("a", 2000, 20), product("a", 3000, 40));
    assertThat(Layers.of(events, 3, new LayerKinds(new Graph("empty"))))
        .containsExactly(new Layer("a", "MatMul", LayerKind.LINEAR, 3e-5, 240));
  }

  @ParameterizedTest
  @CsvSource({
    "Conv, CONVOLUTION",
    "FusedConv, CONVOLUTION",
    "ReorderInput, CONVOLUTION",
    "MultiHeadAttention, ATTENTION",
    "SkipLayerNormalization, NORM",
    "FusedMatMul, LINEAR",
    "FusedGemm, LINEAR",
    "Gelu, REST",
  })
  void fusedOperatorsHaveAKindWithoutTheGraph(String operator, LayerKind kind) throws IOException {
    String shape = "\"input_type_shape\":[{\"float\":[2,4]}]";
    NodeEvent event = read(event("new", operator, 0, 1, shape)).get(0);
    assertThat(new LayerKinds(new Graph("empty")).of(event)).isEqualTo(kind);
  }
}
