package dev.kiln.plugin.controlnet;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One unit in one pass: its network, what that is run on, and how much its result counts. */
final class OpenUnit implements AutoCloseable {
  private final ControlUnit unit;
  private final boolean pooled;
  private final NetworkRun network;
  private final UnitInputs inputs;
  private final Rows rows;
  private final float[] weights;
  private float[][] regions = new float[0][];

  /**
   * @param hint [3, height, width] in 0..1
   * @param weights one for each layer
   */
  OpenUnit(WantedUnit wanted, NetworkRun network, Tensor hint, float[] weights) {
    this.unit = wanted.unit();
    this.pooled = wanted.pooled();
    this.network = network;
    this.inputs = new UnitInputs(hint, network);
    // What counts more than the prompt is not added to what the prompt is guided away from.
    this.rows = new Rows(pooled || unit.strength().mode() == ControlMode.CONTROL);
    this.weights = weights;
  }

  boolean active(StepView step) {
    return unit.window().holds(step);
  }

  /** What is to be added to, once the shapes of the residuals are known. */
  interface Sums {
    /**
     * The sum of each layer, [rows of the call, channels, height, width].
     *
     * @param outputs of one run, [rows of the run, channels, height, width]
     */
    List<Tensor> like(List<Tensor> outputs);
  }

  /** Run on all rows that the unit acts in, and add up. */
  void addTo(Sums sums, DenoiseCall call) {
    rows.of(call);
    while (rows.next(call)) {
      List<Tensor> outputs = network.run(inputs.of(call, rows));
      List<Tensor> targets = sums.like(outputs);
      if (regions.length == 0) {
        regions = regions(outputs);
      }
      for (int layer = 0; layer < outputs.size(); layer++) {
        if (pooled) {
          pool(outputs.get(layer));
        }
        add(outputs.get(layer), layer, targets.get(layer));
      }
    }
  }

  /** Every pixel of a channel becomes the mean of all. */
  private static void pool(Tensor output) {
    int plane = output.dim(2) * output.dim(3);
    for (int start = 0; start < output.size(); start += plane) {
      double sum = 0;
      for (int i = start; i < start + plane; i++) {
        sum += output.data()[i];
      }
      Arrays.fill(output.data(), start, start + plane, (float) (sum / plane));
    }
  }

  private float[][] regions(List<Tensor> outputs) {
    Optional<Picture> region = unit.strength().region();
    float[][] masks = new float[outputs.size()][];
    for (int i = 0; i < masks.length; i++) {
      Tensor layer = outputs.get(i);
      masks[i] =
          region
              .map(picture -> RegionMask.of(picture, layer.dim(2), layer.dim(3)))
              .orElse(new float[0]);
    }
    return masks;
  }

  private void add(Tensor output, int layer, Tensor sum) {
    int size = output.rowSize();
    float weight = weights[layer];
    float[] from = output.data();
    float[] to = sum.data();
    for (int i = 0; i < rows.count(); i++) {
      int start = i * size;
      int target = rows.row(i) * size;
      if (regions[layer].length == 0) {
        for (int k = 0; k < size; k++) {
          to[target + k] += weight * from[start + k];
        }
      } else {
        addMasked(from, start, to, target, size, layer);
      }
    }
  }

  private void addMasked(float[] from, int start, float[] to, int target, int size, int layer) {
    float[] mask = regions[layer];
    for (int k = 0; k < size; k += mask.length) {
      for (int pixel = 0; pixel < mask.length; pixel++) {
        to[target + k + pixel] += weights[layer] * mask[pixel] * from[start + k + pixel];
      }
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
