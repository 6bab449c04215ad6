package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * Which part of the prompt is drawn where. The first five are the arguments of webUI's extension,
 * in its order.
 *
 * @param divisions rows:columns that the picture is cut into, one for each region
 * @param positions row:column of a region in its division, from 0; either may be a range from-to
 * @param weights one for each region
 * @param endAtStep the sampling step at which regions end
 * @param sketch a picture in base64 with a color for each region, in place of rectangles
 * @param maskWeights of the sketch's colors but the background; empty for 1 each
 * @param alphaBlend the share that the background's prompt has in the sketch's regions
 * @param mode how regions are drawn
 * @param base the share of the common prompt inside of regions in attention mode; -1 where weights
 *     say it
 * @param softBorder pixels over which one region fades into the next
 * @param merge classic mode: draw all parts as one prompt once regions have ended
 * @param visualize give out a picture of the regions
 */
@PluginOptions(script = "Latent Couple extension", scriptAliases = "Latent Couple")
public record CoupleOptions(
    @Option(label = "Enabled", defaultValue = "true") boolean enabled,
    @Option(
            label = "Divisions",
            help = "Rows:columns that the picture is cut into, one for each region.",
            defaultValue = "1:1,1:2,1:2")
        String divisions,
    @Option(
            label = "Positions",
            help = "Row:column of each region in its division, from 0.",
            defaultValue = "0:0,0:0,0:1")
        String positions,
    @Option(label = "Weights", defaultValue = "0.2,0.8,0.8") String weights,
    @Option(
            label = "End at step",
            help = "The step at which regions end.",
            defaultValue = "20",
            min = 0,
            max = 1000)
        int endAtStep,
    @Option(
            label = "Sketch",
            help = "A picture in base64 with a color for each region, in place of rectangles.",
            defaultValue = "")
        String sketch,
    @Option(label = "Weights of the sketch's colors", defaultValue = "") String maskWeights,
    @Option(
            label = "Alpha blend",
            help = "The share of the background's prompt in the regions of a sketch.",
            defaultValue = "0.2",
            min = 0,
            max = 1,
            step = 0.01)
        double alphaBlend,
    @Option(
            label = "Mode",
            help = "A run of the network for each region, or masks in one run, which is faster.",
            defaultValue = "classic")
        Mode mode,
    @Option(
            label = "Base ratio",
            help = "The common prompt's share in attention mode; -1: what the weights say.",
            defaultValue = "-1",
            min = -1,
            max = 1)
        double base,
    @Option(
            label = "Soft border",
            help = "Pixels over which one region fades into the next.",
            defaultValue = "0",
            min = 0,
            max = 1024)
        double softBorder,
    @Option(
            label = "Merge after the end",
            help = "In classic mode, draws all parts as one prompt once regions have ended.",
            defaultValue = "false")
        boolean merge,
    @Option(
            label = "Visualize",
            help = "Gives out a picture of the regions.",
            defaultValue = "false")
        boolean visualize) {
  /** How regions are drawn. */
  public enum Mode {
    /** A run of the network for each of them. */
    CLASSIC,
    /** As masks of one run. */
    ATTENTION
  }

  /** Whether regions are masks of one network run, in place of a run for each of them. */
  boolean attention() {
    return mode == Mode.ATTENTION;
  }

  /** What makes the same picture again, as far as it is not the default. */
  String infotext() {
    return (attention() ? " mode=attention" : "")
        + (base >= 0 ? " base=" + Numbers.text(base) : "")
        + (softBorder > 0 ? " soft border=" + Numbers.text(softBorder) : "")
        + (merge ? " merge=true" : "");
  }

  /**
   * @throws BadRequest when two of them do not go together
   */
  void check() {
    if (base < 0 && base != -1) {
      throw new BadRequest(
          "latent-couple: base is %s; give a share from 0 to 1, or -1 for what the weights say"
              .formatted(base));
    }
    if (!attention() && base >= 0) {
      throw new BadRequest(
          "latent-couple: base is for the attention mode; in classic mode weights say how much of"
              + " each part is drawn, so leave it out");
    }
    if (attention() && merge) {
      throw new BadRequest(
          "latent-couple: merge is for the classic mode; in attention mode all parts are one"
              + " prompt anyway, so leave it out");
    }
  }
}
