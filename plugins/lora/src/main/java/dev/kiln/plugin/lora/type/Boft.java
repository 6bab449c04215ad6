package dev.kiln.plugin.lora.type;

import dev.kiln.spi.tensor.Tensor;
import java.util.Optional;

/**
 * BOFT (Liu et al., arXiv 2311.06243): rounds of rotations of outputs that are dealt out anew for
 * each round, as in a fast Fourier transform.
 *
 * @param rotations [rounds, blocks, n, n]
 */
record Boft(float[] rotations, int[] sizes, Optional<Tensor> rescale) implements Change {
  static Boft of(LayerTensors parts) {
    Tensor blocks = parts.get("oft_blocks");
    double most = parts.number("alpha").orElse(0) * blocks.dim(1) * blocks.dim(2);
    return new Boft(Rotations.of(blocks, most), blocks.shape(), parts.find("rescale"));
  }

  private int outputs() {
    return sizes[1] * sizes[2];
  }

  @Override
  public boolean fits(LayerShape layer) {
    boolean dealt = outputs() % ((1 << sizes[0] - 1) * sizes[2]) == 0 && sizes[2] % 2 == 0;
    return outputs() == layer.outputs()
        && dealt
        && rescale.map(Tensor::size).orElse(layer.outputs()) == layer.outputs();
  }

  @Override
  public String shape() {
    return "[" + outputs() + ", any]";
  }

  @Override
  public float[] delta(float[] weights, LayerShape layer) {
    int columns = layer.columns();
    float[] now = weights.clone();
    for (int round = 0; round < sizes[0]; round++) {
      // Row (c·2 + g)·k + i goes to (c·k + i)·2 + g, for pairs g and k = 2^round · n/2.
      int k = (1 << round) * sizes[2] / 2;
      float[] dealt = new float[now.length];
      for (int row = 0; row < layer.outputs(); row++) {
        System.arraycopy(now, row * columns, dealt, dealt(row, k) * columns, columns);
      }
      float[] turned = turned(dealt, round, columns);
      for (int row = 0; row < layer.outputs(); row++) {
        System.arraycopy(turned, dealt(row, k) * columns, now, row * columns, columns);
      }
    }
    return Arrays2d.minus(Oft.rescaled(now, rescale, layer), weights);
  }

  private static int dealt(int row, int k) {
    return (row / (2 * k) * k + row % k) * 2 + row / k % 2;
  }

  private float[] turned(float[] rows, int round, int columns) {
    int n = sizes[2];
    float[] turned = new float[rows.length];
    for (int block = 0; block < sizes[1]; block++) {
      int at = (round * sizes[1] + block) * n * n;
      float[] rotation = java.util.Arrays.copyOfRange(rotations, at, at + n * n);
      int from = block * n * columns;
      float[] part = java.util.Arrays.copyOfRange(rows, from, from + n * columns);
      System.arraycopy(Arrays2d.product(rotation, part, n), 0, turned, from, part.length);
    }
    return turned;
  }
}
