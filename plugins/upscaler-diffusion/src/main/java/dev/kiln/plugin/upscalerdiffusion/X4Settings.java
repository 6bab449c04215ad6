package dev.kiln.plugin.upscalerdiffusion;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * How pictures are enlarged.
 *
 * @param prompt what is in them
 * @param negative what is not
 * @param noise how much of it the picture gets before the model sees it, as a time step of 1000
 * @param tile pixels of a window's side, rounded down to a multiple of 8; 0 for the whole picture
 * @param overlap pixels that two windows share at the least, half a window at the most
 */
@PluginOptions(scope = PluginOptions.Scope.SETTINGS)
public record X4Settings(
    @Option(
            label = "Prompt",
            help = "What is in the picture; empty leaves it to the model and takes half the time.",
            defaultValue = "",
            flags = "--x4-prompt")
        String prompt,
    @Option(
            label = "Negative prompt",
            help = "What is not in the picture.",
            defaultValue = "",
            flags = "--x4-negative")
        String negative,
    @Option(
            label = "Noise level",
            help = "More noise leaves more to the model: details are invented, flaws vanish.",
            defaultValue = "20",
            min = 0,
            max = 350,
            flags = "--x4-noise")
        int noise,
    @Option(
            label = "Steps",
            help = "The time that it takes grows with them.",
            defaultValue = "20",
            min = 1,
            max = 200,
            flags = "--x4-steps")
        int steps,
    @Option(
            label = "Guidance",
            help = "How closely the prompt is followed; 1 leaves the negative prompt out.",
            defaultValue = "9",
            min = 1,
            max = 30,
            flags = "--x4-guidance")
        double guidance,
    @Option(
            label = "Sampler",
            help = "The model's own is DDIM.",
            defaultValue = "ddim",
            flags = "--x4-sampler")
        Sampler sampler,
    @Option(
            label = "Pixels of a window's side",
            help = "Smaller ones need less memory; 0 takes the whole picture at once.",
            defaultValue = "128",
            min = 0,
            max = 4096,
            flags = "--x4-tile")
        int tile,
    @Option(
            label = "Pixels that windows share",
            help = "More hide their borders better and take longer.",
            defaultValue = "32",
            min = 0,
            max = 256,
            flags = "--x4-overlap")
        int overlap) {
  /** What the UNet is trained for: multiples of this are halved three times. */
  private static final int MULTIPLE = 8;

  /** By whose time steps it is drawn. */
  public enum Sampler {
    DDIM,
    EULER
  }

  /** Whether there are two texts to tell apart. */
  boolean guided() {
    return guidance > 1 && !prompt.equals(negative);
  }

  /** A side of a picture as the UNet takes it: as long or a little longer. */
  static int padded(int side) {
    return (side + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
  }

  /** The windows over such a side. */
  Windows windows(int padded) {
    int wanted = Math.max(MULTIPLE, tile / MULTIPLE * MULTIPLE);
    return Windows.of(padded, tile == 0 ? padded : Math.min(wanted, padded), overlap);
  }
}
