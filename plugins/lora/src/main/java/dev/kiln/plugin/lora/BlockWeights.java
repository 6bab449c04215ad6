package dev.kiln.plugin.lora;

import dev.kiln.spi.BadRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strength for each block of the UNet, as sd-webui-lora-block-weight writes them: 17 numbers for
 * the blocks that LoRA changes, or 26 for all.
 *
 * @param text as it was written
 * @param base of the text encoder, and of what is in no block
 * @param in by number of the block in the downsampling path
 * @param out by number of the block in the upsampling path
 */
record BlockWeights(
    String text,
    double base,
    TreeMap<Integer, Double> in,
    double middle,
    TreeMap<Integer, Double> out) {
  private static final int SOME = 17;
  private static final int ALL = 26;
  private static final double LARGEST = 1e6;
  private static final List<Integer> IN = List.of(1, 2, 4, 5, 7, 8);
  private static final List<Integer> OUT = List.of(3, 4, 5, 6, 7, 8, 9, 10, 11);

  private static final Map<String, String> PRESETS =
      Map.of(
          "NONE", "0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0",
          "ALL", "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1",
          "INS", "1,1,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0",
          "IND", "1,0,0,0,1,1,1,0,0,0,0,0,0,0,0,0,0",
          "INALL", "1,1,1,1,1,1,1,0,0,0,0,0,0,0,0,0,0",
          "MIDD", "1,0,0,0,1,1,1,1,1,1,1,1,0,0,0,0,0",
          "OUTD", "1,0,0,0,0,0,0,0,1,1,1,1,0,0,0,0,0",
          "OUTS", "1,0,0,0,0,0,0,0,0,0,0,0,1,1,1,1,1",
          "OUTALL", "1,0,0,0,0,0,0,0,1,1,1,1,1,1,1,1,1",
          "ALL0.5", ".5,.5,.5,.5,.5,.5,.5,.5,.5,.5,.5,.5,.5,.5,.5,.5,.5");

  private static final Pattern ONE = Pattern.compile("BASE|M00|(IN|OUT)(\\d\\d)");
  private static final Pattern STEP =
      Pattern.compile(
          "(down|up)_blocks_(\\d+)_(attentions|resnets|downsamplers|upsamplers)_(\\d+)_.*");

  /**
   * Read a list or the name of one.
   *
   * @throws BadRequest when it is neither
   */
  static BlockWeights of(String tag, String list) {
    String name = list.toUpperCase(Locale.ROOT);
    Matcher one = ONE.matcher(name);
    if (one.matches()) {
      return alone(list, name, one);
    }
    double[] numbers = numbers(tag, PRESETS.getOrDefault(name, list));
    TreeMap<Integer, Double> in = new TreeMap<>();
    TreeMap<Integer, Double> out = new TreeMap<>();
    int at = 1;
    List<Integer> all = java.util.stream.IntStream.range(0, 12).boxed().toList();
    for (int block : numbers.length == ALL ? all : IN) {
      in.put(block, numbers[at++]);
    }
    double middle = numbers[at++];
    for (int block : numbers.length == ALL ? all : OUT) {
      out.put(block, numbers[at++]);
    }
    return new BlockWeights(list, numbers[0], in, middle, out);
  }

  /** A block's name alone stands for that block and, as in the presets, the text encoder. */
  private static BlockWeights alone(String text, String name, Matcher one) {
    TreeMap<Integer, Double> in = new TreeMap<>();
    TreeMap<Integer, Double> out = new TreeMap<>();
    for (int block = 0; block < 12; block++) {
      in.put(block, "IN".equals(one.group(1)) && Integer.parseInt(one.group(2)) == block ? 1.0 : 0);
      out.put(
          block, "OUT".equals(one.group(1)) && Integer.parseInt(one.group(2)) == block ? 1.0 : 0);
    }
    return new BlockWeights(text, 1, in, name.equals("M00") ? 1 : 0, out);
  }

  private static double[] numbers(String tag, String list) {
    String[] words = list.split(",", -1);
    double[] numbers =
        Arrays.stream(words)
            .map(Decimal::of)
            .mapToDouble(number -> number.orElse(Double.NaN))
            .filter(number -> Math.abs(number) <= LARGEST)
            .toArray();
    if (numbers.length == words.length && (words.length == SOME || words.length == ALL)) {
      return numbers;
    }
    throw new BadRequest(
        "%s has lbw=%s; give 17 or 26 numbers with commas, a block such as IN02, or one of %s"
            .formatted(tag, list, String.join(", ", new java.util.TreeSet<>(PRESETS.keySet()))));
  }

  /**
   * The strength of a layer. A list of 17 numbers leaves blocks out that LoRA seldom changes: they
   * go with the nearest one before, or the first.
   *
   * @param module its path with underscores
   * @param layers how many a block of the UNet has: 2 in Stable Diffusion
   */
  double of(String module, int layers) {
    if (module.startsWith("mid_block_")) {
      return middle;
    } else if (module.startsWith("conv_in")) {
      return nearest(in, 0);
    }
    Matcher step = STEP.matcher(module);
    if (!step.matches()) {
      return base;
    }
    int block = Integer.parseInt(step.group(2)) * (layers + 1);
    int place = Integer.parseInt(step.group(4));
    return switch (step.group(3)) {
      case "downsamplers" -> nearest(in, block + layers + 1);
      case "upsamplers" -> nearest(out, block + layers);
      default ->
          step.group(1).equals("down")
              ? nearest(in, block + place + 1)
              : nearest(out, block + place);
    };
  }

  private static double nearest(TreeMap<Integer, Double> weights, int block) {
    var entry = weights.floorEntry(block);
    return (entry == null ? weights.firstEntry() : entry).getValue();
  }
}
