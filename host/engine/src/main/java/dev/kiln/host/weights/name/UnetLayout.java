package dev.kiln.host.weights.name;

import java.util.List;

/**
 * The levels of a UNet or ControlNet, from the finest, as far as its names determine them.
 *
 * @param levels each with its blocks
 */
public record UnetLayout(List<Level> levels) {
  /**
   * A level of the downsampling path.
   *
   * @param layers how many residual blocks
   * @param depth transformer blocks in each of its attentions; 0 without attention
   */
  public record Level(int channels, int layers, int depth) {}

  int layers(int level) {
    return levels.get(level).layers();
  }

  /** The number of a level's first block in LDM's list, where conv_in is block 0. */
  int firstInput(int level) {
    int block = 1;
    for (Level finer : levels.subList(0, level)) {
      // After the residual blocks of a level comes its downsampler.
      block += finer.layers() + 1;
    }
    return block;
  }

  /** The level of the n-th block of the upsampling path. */
  int upLevel(int block) {
    return levels.size() - 1 - block;
  }

  /** The number of an up block's first output block in LDM's list. */
  int firstOutput(int block) {
    int output = 0;
    for (int i = 0; i < block; i++) {
      output += layers(upLevel(i)) + 1;
    }
    return output;
  }
}
