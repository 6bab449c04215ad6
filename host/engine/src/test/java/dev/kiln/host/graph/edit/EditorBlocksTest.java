package dev.kiln.host.graph.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.Networks;
import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.KeyValue;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.graph.Windows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What attention is composed of, against plain Java. */
class EditorBlocksTest {
  private static final int B = 2;
  private static final int H = 2;
  private static final int D = 4;

  private final Graph graph = new Graph("blocks");
  private final Map<String, float[]> values = new LinkedHashMap<>();
  private final Map<String, long[]> shapes = new LinkedHashMap<>();
  private final Random random = new Random(11);
  private final NodeWriter editor = NodeWriter.of(graph);

  EditorBlocksTest() {
    graph.operatorSets().put("", 17L);
  }

  @ParameterizedTest
  @CsvSource({"16, 16, 4", "13, 7, 4", "5, 77, 16", "3, 1, 8"})
  void keysInPartsAreTheWholeSoftmax(int n, int l, int size) {
    Value q = input("q", B, H, n, D);
    Value k = input("k", B, H, l, D);
    Value v = input("v", B, H, l, D);
    Value bias = input("bias", 1, H, 1, l);
    Value out = editor.streamed(q, new KeyValue(k, v), 0.5f, bias, editor.whole(size));
    assertClose(run(out, B, H, n, D), attention(n, l));
  }

  @ParameterizedTest
  @CsvSource({"16, 16, 4", "13, 7, 4", "5, 77, 16", "3, 1, 8"})
  void queriesInPartsAreTheWholeAttention(int n, int l, int size) {
    Value q = input("q", B, H, n, D);
    Value k = input("k", B, H, l, D);
    Value v = input("v", B, H, l, D);
    Value bias = input("bias", 1, H, 1, l);
    Value looped =
        editor.chunks(
            q,
            2,
            size,
            (body, part, start, end) ->
                attend(body, part, k, v, body.sliceBroadcast(bias, 2, start, end)));
    assertClose(run(looped, B, H, n, D), attention(n, l));
    Value unrolled =
        editor.unrolled(q, 2, n, size, (body, part, start, end) -> attend(body, part, k, v, bias));
    graph.outputs().clear();
    assertClose(run(unrolled, B, H, n, D), attention(n, l));
  }

  private static Value attend(GraphEditor body, Value q, Value k, Value v, Value bias) {
    return body.matmul(body.softmax(body.scores(q, k, 0.5f, bias)), v);
  }

  @Test
  void headsAreSplitAndMerged() {
    Value x = input("x", B, 5, H * D);
    assertThat(run(editor.mergeHeads(editor.splitHeads(x, H), H), B, 5, H * D))
        .isEqualTo(values.get("x"));
  }

  @ParameterizedTest
  @CsvSource({"8, 12, 4, 4, 0", "8, 12, 4, 6, 2", "6, 6, 3, 2, 1"})
  void windowsAndBackAreTheSame(int height, int width, int rows, int columns, int shift) {
    Value x = input("x", B, height * width, 3);
    Windows windows = new Windows(editor.whole(height), editor.whole(width), rows, columns, shift);
    Value parts = editor.toWindows(x, windows);
    float[] found = run(parts, (long) B * height * width / rows / columns, rows * columns, 3);
    float[] given = values.get("x");
    int at = 0;
    for (int b = 0; b < B; b++) {
      for (int window = 0; window < height / rows * (width / columns); window++) {
        for (int token = 0; token < rows * columns; token++) {
          int row = window / (width / columns) * rows + token / columns + shift;
          int column = window % (width / columns) * columns + token % columns + shift;
          int from = (b * height + row % height) * width + column % width;
          for (int c = 0; c < 3; c++) {
            assertThat(found[at++]).isEqualTo(given[from * 3 + c]);
          }
        }
      }
    }
    graph.outputs().clear();
    assertThat(run(editor.fromWindows(parts, windows), B, (long) height * width, 3))
        .isEqualTo(given);
  }

  @Test
  void aRowOfWhichNothingIsKeptIsZero() {
    Value x = input("x", 2, 3);
    Value keep = editor.op("Greater", input("mask", 2, 3), editor.constant(0));
    values.put("mask", new float[] {1, -1, 1, -1, -1, -1});
    values.put("x", new float[] {1, 50, 1, 2, 3, 4});
    assertThat(run(editor.maskedSoftmax(x, keep), 2, 3)).containsExactly(0.5f, 0, 0.5f, 0, 0, 0);
  }

  @Test
  void aBranchIsChosenWhenItRuns() {
    Value x = input("x", 1, 4);
    Value large = editor.op("Greater", editor.dim(x, 1), editor.whole(3));
    Value out = editor.choose(large, body -> body.mul(x, 2), body -> x);
    float[] doubled = run(out, 1, 4);
    assertThat(doubled[2]).isEqualTo(values.get("x")[2] * 2);
  }

  @Test
  void whatABodyMakesDoesNotExistOutside() {
    Value x = input("x", 2, 4);
    List<Value> inside = new ArrayList<>();
    editor.chunks(
        x,
        0,
        1,
        (body, part, start, end) -> {
          inside.add(body.mul(part, 2));
          return inside.get(0);
        });
    assertThatThrownBy(() -> editor.add(x, inside.get(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gives '" + inside.get(0).name() + "'");
  }

  @Test
  void aLoopRunsAsOftenAsItIsTold() {
    Value x = input("x", 1, 2);
    List<Value> last =
        editor.loop(
            editor.whole(5),
            List.of(x),
            (body, turn, state) ->
                List.of(body.op("Mul", Attributes.NONE, state.get(0), body.constant(2, x))));
    assertThat(run(last.get(0), 1, 2)[1]).isEqualTo(values.get("x")[1] * 32);
  }

  private Value input(String name, long... shape) {
    shapes.put(name, shape);
    values.put(
        name, Networks.normal(random, java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b)));
    List<GraphPort.Dimension> free =
        java.util.Arrays.stream(shape).mapToObj(any -> GraphPort.Dimension.free("")).toList();
    return editor.define(new GraphPort(name, ElementType.FLOAT, free));
  }

  private float[] run(Value output, long... shape) {
    graph.outputs().add(GraphPort.unshaped(output.name(), ElementType.FLOAT));
    return Networks.run(graph, values, shapes, shape);
  }

  private float[] attention(int n, int l) {
    float[] q = values.get("q");
    float[] k = values.get("k");
    float[] v = values.get("v");
    float[] bias = values.get("bias");
    float[] out = new float[B * H * n * D];
    for (int row = 0; row < B * H * n; row++) {
      int head = row / n;
      double[] scores = new double[l];
      double sum = 0;
      for (int key = 0; key < l; key++) {
        double dot = bias[head % H * l + key];
        for (int d = 0; d < D; d++) {
          dot += 0.5 * q[row * D + d] * k[(head * l + key) * D + d];
        }
        scores[key] = Math.exp(dot);
        sum += scores[key];
      }
      for (int d = 0; d < D; d++) {
        double mixed = 0;
        for (int key = 0; key < l; key++) {
          mixed += scores[key] / sum * v[(head * l + key) * D + d];
        }
        out[row * D + d] = (float) mixed;
      }
    }
    return out;
  }

  private static void assertClose(float[] found, float[] wanted) {
    assertThat(Networks.difference(found, wanted)).isLessThan(1e-5);
  }
}
