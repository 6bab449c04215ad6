package dev.kiln.host.weights.name;

import dev.kiln.host.weights.file.StoredTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the levels of a UNet or ControlNet by the blocks that are there. */
public final class LayoutFinder {
  private final Map<String, StoredTensor> tensors;
  private final String prefix;

  public LayoutFinder(Map<String, StoredTensor> tensors, String prefix) {
    this.tensors = tensors;
    this.prefix = prefix;
  }

  /** By LDM's names: a level ends where a block is a downsampler. */
  public UnetLayout ldm() {
    List<UnetLayout.Level> levels = new ArrayList<>();
    UnetLayout.Level level = new UnetLayout.Level(0, 0, 0);
    for (int block = 1; ; block++) {
      String start = "input_blocks." + block;
      String convolution = start + ".0.in_layers.2.weight";
      if (has(convolution)) {
        level =
            new UnetLayout.Level(channels(convolution), level.layers() + 1, depth(start + ".1"));
      } else if (has(start + ".0.op.weight")) {
        levels.add(level);
        level = new UnetLayout.Level(0, 0, 0);
      } else {
        levels.add(level);
        return new UnetLayout(levels);
      }
    }
  }

  /** By diffusers' names. */
  public UnetLayout diffusers() {
    List<UnetLayout.Level> levels = new ArrayList<>();
    for (int block = 0; has("down_blocks." + block + ".resnets.0.conv1.weight"); block++) {
      String start = "down_blocks." + block;
      int layers = 0;
      while (has(start + ".resnets." + layers + ".conv1.weight")) {
        layers++;
      }
      levels.add(
          new UnetLayout.Level(
              channels(start + ".resnets.0.conv1.weight"), layers, depth(start + ".attentions.0")));
    }
    return new UnetLayout(levels);
  }

  private int depth(String attention) {
    int depth = 0;
    while (has(attention + ".transformer_blocks." + depth + ".norm1.weight")) {
      depth++;
    }
    return depth;
  }

  private boolean has(String name) {
    return tensors.containsKey(prefix + name);
  }

  private int channels(String convolution) {
    long[] shape = tensors.get(prefix + convolution).shape();
    return shape.length == 0 ? 0 : (int) Math.min(shape[0], Integer.MAX_VALUE);
  }
}
