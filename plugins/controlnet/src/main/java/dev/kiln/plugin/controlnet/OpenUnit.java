package dev.kiln.plugin.controlnet;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One unit in one pass: its network, what that is run on, and how much its result counts. */
final class OpenUnit implements AutoCloseable {
  private final ControlUnit unit;
  private final boolean pooled;
  private final NetworkRun network;
  private final UnitInputs inputs;
  private final Rows rows;
  private final float[] weights;
  private final Map<Integer, List<Tensor>> byRows = new HashMap<>();
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

  /**
   * What the unit has to say in an evaluation, times its weights: one tensor for each layer, [rows
   * of the call, channels, height, width]; the same ones again in the next. A row that it leaves
   * alone is zero; none at all when it leaves all of them alone.
   */
  List<Tensor> say(DenoiseCall call) {
    rows.of(call);
    List<Tensor> said = List.of();
    while (rows.next(call)) {
      List<Tensor> outputs = network.run(inputs.of(call, rows));
      if (said.isEmpty()) {
        said = cleared(call.rows(), outputs);
      }
      if (regions.length == 0) {
        regions = regions(outputs);
      }
      for (int layer = 0; layer < outputs.size(); layer++) {
        if (pooled) {
          pool(outputs.get(layer));
        }
        weigh(outputs.get(layer), layer, said.get(layer));
      }
    }
    return said;
  }

  private List<Tensor> cleared(int count, List<Tensor> outputs) {
    List<Tensor> tensors = byRows.get(count);
    if (tensors == null) {
      tensors =
          outputs.stream().map(it -> Tensor.zeros(count, it.dim(1), it.dim(2), it.dim(3))).toList();
      byRows.put(count, tensors);
    }
    tensors.forEach(tensor -> Arrays.fill(tensor.data(), 0));
    return tensors;
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

  private void weigh(Tensor output, int layer, Tensor said) {
    int size = output.rowSize();
    float weight = weights[layer];
    float[] from = output.data();
    float[] to = said.data();
    for (int i = 0; i < rows.count(); i++) {
      int start = i * size;
      int target = rows.row(i) * size;
      if (regions[layer].length == 0) {
        for (int k = 0; k < size; k++) {
          to[target + k] = weight * from[start + k];
        }
      } else {
        weighMasked(from, start, to, target, size, layer);
      }
    }
  }

  private void weighMasked(float[] from, int start, float[] to, int target, int size, int layer) {
    float[] mask = regions[layer];
    for (int k = 0; k < size; k += mask.length) {
      for (int pixel = 0; pixel < mask.length; pixel++) {
        to[target + k + pixel] = weights[layer] * mask[pixel] * from[start + k + pixel];
      }
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
