package dev.kiln.host.graph.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.GraphPort.Dimension;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightValues;
import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.onnx.SessionWishes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransformedWeightsTest {
  private static final OrtRuntime RUNTIME = OrtRuntime.open();
  private static final int CHANNELS = 200;

  @TempDir Path temp;

  /** A graph with kernels of ones in a file, and an input of [1, 200, 2]. */
  private Graph graph() throws IOException {
    float[] ones = new float[CHANNELS * CHANNELS * 9];
    Arrays.fill(ones, 1);
    Path file = Files.write(temp.resolve("weights"), WeightValues.bytes(ElementType.FLOAT, ones));
    Graph graph = new Graph("transformed");
    graph.operatorSets().put("", 17L);
    graph
        .inputs()
        .add(
            new GraphPort(
                "x",
                ElementType.FLOAT,
                List.of(Dimension.of(1), Dimension.of(CHANNELS), Dimension.of(2))));
    graph.add(
        new Weight(
            "w",
            ElementType.FLOAT,
            new long[] {CHANNELS, CHANNELS, 3, 3},
            new Weight.InFile(file, 0, Files.size(file))));
    graph.outputs().add(GraphPort.unshaped("y", ElementType.FLOAT));
    return graph;
  }

  /** Two planes: threes, and ones. */
  private static Value planes(GraphEditor editor) {
    return editor.transformed(
        new Value("w"),
        "threes",
        2,
        (kernels, planes) -> {
          Arrays.fill(planes, 1);
          Arrays.fill(planes, 0, CHANNELS, kernels[0] + kernels[1] + kernels[2]);
        });
  }

  private static float[] run(Graph graph, SessionWishes wishes) {
    float[] input = new float[2 * CHANNELS];
    Arrays.fill(input, 1);
    float[] result = new float[2 * CHANNELS * 2];
    long[] shape = {2, CHANNELS, 2};
    try (InferenceSession network =
            InferenceSession.open(RUNTIME, Path.of("transformed"), graph, wishes);
        RunControl control = new RunControl(RUNTIME);
        Binding binding =
            network.bind(Map.of("x", new long[] {1, CHANNELS, 2}), Map.of("y", shape))) {
      binding.write("x", 0, input, 0, input.length);
      binding.run(control);
      binding.read("y", 0, result, 0, result.length);
    }
    return result;
  }

  /** [2, 200, 200] times [1, 200, 2]: 600 in the first plane, 200 in the second. */
  private static void isRight(float[] result) {
    assertThat(result[0]).isEqualTo(600);
    assertThat(result[result.length - 1]).isEqualTo(200);
  }

  @Test
  void theRuntimeReadsThemWhereTheyAre() throws IOException {
    Graph graph = graph();
    GraphEdit edit = new GraphEdit(graph, NetworkKind.UNET, Optional.empty());
    Value planes = planes(edit.editor());
    assertThat(planes(edit.editor())).as("the same form, once").isEqualTo(planes);
    give(graph, edit.editor(), edit.editor().matmul(planes, new Value("x")));
    edit.finish();
    assertThat(graph.weights()).containsOnlyKeys(planes.name());
    assertThat(graph.weights().get(planes.name()).data()).isInstanceOf(Weight.Live.class);
    isRight(run(graph, new SessionWishes()));
  }

  /** A product's own operator reads them; any other is given a copy, as it is computed before. */
  @Test
  void whatIsNoProductGetsACopy() throws IOException {
    Graph graph = graph();
    GraphEdit edit = new GraphEdit(graph, NetworkKind.UNET, Optional.empty());
    GraphEditor editor = edit.editor();
    Value planes = planes(editor);
    give(graph, editor, editor.matmul(editor.mul(planes, 1), new Value("x")));
    edit.finish();
    assertThat(graph.weights().get(planes.name()).data()).isInstanceOf(Weight.InMemory.class);
    isRight(run(graph, new SessionWishes()));
  }

  private static void give(Graph graph, GraphEditor editor, Value value) {
    ((NodeWriter) editor).output("y", value);
  }

  @Test
  void whatIsNoParameterIsRefused() throws IOException {
    GraphEditor editor = NodeWriter.of(graph());
    assertThatThrownBy(() -> editor.transformed(new Value("x"), "any", 1, (kernels, planes) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'x' is no parameter of a convolution");
  }
}
