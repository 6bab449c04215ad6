package dev.kiln.plugin.winograd;

import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;

/** The matrices of one convolution as constants, each once. */
final class Matrices {
  private final GraphEditor graph;
  private final Map<String, Value> known = new HashMap<>();

  Matrices(GraphEditor graph) {
    this.graph = graph;
  }

  /** Of lines across: [inputs, products]. */
  Value forward(Line line) {
    return known.computeIfAbsent("forward " + line, key -> constant(line.forward()));
  }

  /** Of lines across: [products, outputs]. */
  Value back(Line line) {
    return known.computeIfAbsent("back " + line, key -> constant(line.back()));
  }

  /** Of lines down, multiplied from the left: [products, inputs]. */
  Value forwardDown(Line line) {
    return known.computeIfAbsent("forward down " + line, key -> constant(turned(line.forward())));
  }

  /** Of lines down, multiplied from the left: [outputs, products]. */
  Value backDown(Line line) {
    return known.computeIfAbsent("back down " + line, key -> constant(turned(line.back())));
  }

  /** Of whole pictures: [pixels, products down and across, tiles down and across]. */
  Value forward(Line down, Line across) {
    float[][] first = down.forward();
    float[][] second = across.forward();
    float[][] both = new float[first.length * second.length][down.products() * across.products()];
    for (int pixel = 0; pixel < both.length; pixel++) {
      float[] ofRow = first[pixel / second.length];
      float[] ofColumn = second[pixel % second.length];
      for (int i = 0; i < ofRow.length; i++) {
        for (int j = 0; j < ofColumn.length; j++) {
          both[pixel][place(down, across, i, j)] = ofRow[i] * ofColumn[j];
        }
      }
    }
    return constant(both);
  }

  /** Of whole pictures: [products down and across, tiles down and across; pixels]. */
  Value back(Line down, Line across) {
    float[][] first = down.back();
    float[][] second = across.back();
    float[][] both = new float[first.length * second.length][down.outputs() * across.outputs()];
    for (int i = 0; i < first.length; i++) {
      for (int j = 0; j < second.length; j++) {
        for (int pixel = 0; pixel < both[0].length; pixel++) {
          both[place(down, across, i, j)][pixel] =
              first[i][pixel / across.outputs()] * second[j][pixel % across.outputs()];
        }
      }
    }
    return constant(both);
  }

  /** Products of lines stand by product and then by tile, those of pictures too. */
  private static int place(Line down, Line across, int i, int j) {
    int product = i / down.tiles() * across.tile().size() + j / across.tiles();
    int tile = i % down.tiles() * across.tiles() + j % across.tiles();
    return product * down.tiles() * across.tiles() + tile;
  }

  private static float[][] turned(float[][] matrix) {
    float[][] turned = new float[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < turned.length; j++) {
        turned[j][i] = matrix[i][j];
      }
    }
    return turned;
  }

  private Value constant(float[][] matrix) {
    float[] all = new float[matrix.length * matrix[0].length];
    for (int i = 0; i < matrix.length; i++) {
      System.arraycopy(matrix[i], 0, all, i * matrix[0].length, matrix[0].length);
    }
    return graph.constant(Tensor.of(all, matrix.length, matrix[0].length));
  }
}
