package dev.kiln.host.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.GraphPort.Dimension;
import dev.kiln.host.graph.format.OnnxWriter;
import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.OnePlugin;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.host.AttentionLab.NetworkTrial;
import dev.kiln.spi.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An attention of two heads over its own input, in a file. */
class FileSubjectTest {
  private static final int WIDTH = 4;

  @TempDir Path temp;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    Graph graph = new Graph("attention");
    graph.operatorSets().put("", 17L);
    NodeWriter writer = NodeWriter.of(graph);
    List<Dimension> free =
        List.of(Dimension.free("rows"), Dimension.free("tokens"), Dimension.of(WIDTH));
    Value x = writer.define(new GraphPort("x", ElementType.FLOAT, free));
    Value heads = writer.splitHeads(x, 2);
    Value weights = writer.softmax(writer.scores(heads, heads, 0.5f, Value.NONE));
    Value mixed = writer.transpose(writer.matmul(weights, heads), 0, 2, 1, 3);
    graph.outputs().add(GraphPort.unshaped("y", ElementType.FLOAT));
    writer.output("y", writer.reshape(mixed, 0, 0, WIDTH));
    file = Files.write(temp.resolve("attention.onnx"), OnnxWriter.write(graph, temp));
  }

  @Test
  void givesWhatTheNetworkGivesAndTellsOptimizersItsTokens() {
    float[] values = {1, 0, 2, 0, 0, 1, 0, 2, 1, 1, 1, 1};
    Wrong wrong = new Wrong();
    List<NetworkTrial> trials = measure(wrong, Map.of("x", Tensor.of(values, 1, 3, WIDTH)));
    assertThat(wrong.tokens).isEqualTo(3);
    assertThat(trials.get(0).trial().sites()).isEqualTo("0/0 sites");
    float[] output = trials.get(0).output().orElseThrow().data();
    // Softmax of (1, 0, 1) / 2 for the first token and head, by hand.
    double half = Math.exp(0.5);
    assertThat((double) output[0]).isCloseTo(2 * half / (2 * half + 1), within(1e-6));
    assertThat(trials.get(1).trial().sites()).isEqualTo("1/1 sites");
    assertThat(trials.get(1).output().orElseThrow().data()).containsExactly(values);
    assertThat(trials.get(1).trial().difference()).isPositive();
  }

  @Test
  void oneThatCannotBeRunGivesNothing() {
    NetworkTrial trial =
        measure(new Wrong(), Map.of("x", Tensor.zeros(1, 3, WIDTH)), "gone").get(0);
    assertThat(trial.output()).isEmpty();
    assertThat(trial.trial().reason())
        .isEqualTo("unknown attention optimizer \"gone\"; there are: wrong, none and automatic");
  }

  @Test
  void theScoresOfItsAttentionsAreCounted() {
    FileSubject subject = FileSubject.of(file, Map.of("x", Tensor.zeros(3, 1000, WIDTH)));
    assertThat(subject.scoreBytes()).isEqualTo(3L * 2 * 1000 * 1000 * Float.BYTES);
  }

  @Test
  void inputsThatTheNetworkDoesNotTakeAreRefused() {
    assertRefused(
        Map.of("y", Tensor.zeros(1, 3, WIDTH)), file + " has the inputs [x], found values for [y]");
    assertRefused(
        Map.of("x", Tensor.zeros(1, 3, 5)),
        file + " takes 'x' as [rows, tokens, 4], found Tensor[1, 3, 5]");
    assertRefused(
        Map.of("x", Tensor.zeros(1, WIDTH)),
        file + " takes 'x' as [rows, tokens, 4], found Tensor[1, 4]");
    assertThatThrownBy(() -> FileSubject.of(temp.resolve("gone.onnx"), Map.of()))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "there is no network at %s; see where the file lies", temp.resolve("gone.onnx"));
  }

  private void assertRefused(Map<String, Tensor> values, String message) {
    assertThatThrownBy(() -> FileSubject.of(file, values))
        .isInstanceOf(BadRequest.class)
        .hasMessage(message);
  }

  private List<NetworkTrial> measure(Wrong wrong, Map<String, Tensor> values) {
    return measure(wrong, values, "none", "wrong");
  }

  private List<NetworkTrial> measure(Wrong wrong, Map<String, Tensor> values, String... names) {
    try (ModelStore models = DefaultModel.store(temp);
        Laboratory lab =
            new Laboratory(
                OrtRuntime.open(),
                models,
                new OnePlugin("wrong", wrong),
                () -> List.of("wrong"),
                new QuietTime(new MachineLock(temp.resolve("machine.lock"))),
                1 << 20)) {
      return lab.network(file, values, List.of(names), 1);
    }
  }

  /** Gives the queries as they are. */
  private static final class Wrong implements AttentionOptimizer {
    private long tokens;

    @Override
    public Support supports(AttentionSite site, NetworkContext network) {
      tokens = site.queryTokens().orElse(-1);
      return Support.yes("it is wrong");
    }

    @Override
    public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
      return site.query();
    }
  }
}
