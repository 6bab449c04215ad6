package dev.kiln.plugin.upscaleronnx.network;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the layers of ESRGAN are called in a file: by BasicSR, by the authors' first program, and as
 * positions in torch's {@code Sequential}, which most files that people share have.
 *
 * @param pattern of a dense block's convolution: number of the block, of the dense block, of the
 *     convolution
 * @param ups the convolutions after each doubling
 */
record RrdbNames(
    String first,
    String pattern,
    int blocks,
    String trunk,
    List<String> ups,
    String hr,
    String last) {
  private static final String BASICSR = "body.%d.rdb%d.conv%d";
  private static final String AUTHORS = "RRDB_trunk.%d.RDB%d.conv%d";
  private static final String SEQUENTIAL = "model.1.sub.%d.RDB%d.conv%d.0";

  static Optional<RrdbNames> of(Parameters parameters) {
    return Stream.of(BASICSR, AUTHORS, SEQUENTIAL)
        .filter(pattern -> blocks(parameters, pattern) > 0)
        .findFirst()
        .map(pattern -> of(parameters, pattern, blocks(parameters, pattern)));
  }

  private static int blocks(Parameters parameters, String pattern) {
    int blocks = 0;
    while (parameters.has(pattern.formatted(blocks, 1, 1) + ".weight")) {
      blocks++;
    }
    return blocks;
  }

  private static RrdbNames of(Parameters parameters, String pattern, int blocks) {
    if (pattern.equals(BASICSR)) {
      List<String> ups = counted(parameters, "conv_up");
      return new RrdbNames("conv_first", pattern, blocks, "conv_body", ups, "conv_hr", "conv_last");
    } else if (pattern.equals(AUTHORS)) {
      List<String> ups = counted(parameters, "upconv");
      return new RrdbNames("conv_first", pattern, blocks, "trunk_conv", ups, "HRconv", "conv_last");
    }
    return sequential(parameters, blocks - 1);
  }

  private static List<String> counted(Parameters parameters, String name) {
    return IntStream.iterate(1, i -> parameters.has(name + i + ".weight"), i -> i + 1)
        .mapToObj(i -> name + i)
        .toList();
  }

  /**
   * 0 the first convolution, 1 the blocks and their last convolution, then for each doubling three
   * places of which the second is a convolution, then a convolution, its activation, and the last
   * convolution.
   */
  private static RrdbNames sequential(Parameters parameters, int lastBlock) {
    int last =
        parameters
            .names()
            .filter(name -> name.matches("model\\.\\d{1,3}\\.weight"))
            .mapToInt(name -> Integer.parseInt(name.split("\\.")[1]))
            .max()
            .orElse(0);
    int doublings = Math.max(0, (last - 4) / 3);
    return new RrdbNames(
        "model.0",
        SEQUENTIAL,
        lastBlock + 1,
        "model.1.sub." + (lastBlock + 1),
        IntStream.range(0, doublings).mapToObj(i -> "model." + (3 * i + 3)).toList(),
        "model." + (3 * doublings + 2),
        "model." + last);
  }

  String dense(int block, int dense, int convolution) {
    return pattern.formatted(block, dense, convolution);
  }
}
