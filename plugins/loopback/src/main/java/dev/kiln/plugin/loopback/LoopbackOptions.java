package dev.kiln.plugin.loopback;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * The arguments of webUI's script, in its order.
 *
 * @param loops how often a picture is drawn in all
 * @param finalStrength of the last loop; the first has the request's
 * @param curve how the strength changes
 * @param appendInterrogation "None"
 */
@PluginOptions(script = "Loopback")
public record LoopbackOptions(
    @Option(
            label = "Loops",
            help = "How often the picture is drawn, each time on what was drawn before.",
            defaultValue = "4",
            min = 1,
            max = 32,
            flags = "--loops",
            infotext = "Loops")
        int loops,
    @Option(
            label = "Final denoising strength",
            help = "That of the last loop; the first has the request's.",
            defaultValue = "0.5",
            min = 0,
            max = 1,
            flags = "--final-strength",
            infotext = "Final denoising strength")
        double finalStrength,
    @Option(
            label = "Denoising strength curve",
            help = "Aggressive changes it early, lazy late.",
            defaultValue = "linear",
            flags = "--curve",
            infotext = "Denoising curve")
        Curve curve,
    @Option(label = "Append interrogated prompt", defaultValue = "None")
        String appendInterrogation) {

  /**
   * @throws BadRequest when the picture should be described
   */
  public LoopbackOptions {
    if (!appendInterrogation.isEmpty() && !appendInterrogation.equalsIgnoreCase("None")) {
      throw new BadRequest(
          "loopback: append_interrogation is \"%s\"; Kiln describes no pictures, so it must be None"
              .formatted(appendInterrogation));
    }
  }

  /**
   * The strength of a loop.
   *
   * @param loop from 0
   * @param first that of the request
   */
  double strength(int loop, double first) {
    return loops == 1 ? first : first + (finalStrength - first) * curve.at(loop / (loops - 1.0));
  }

  /** webUI's keys, and how often. */
  void describe(RequestContext request) {
    request.infotext("Loops", String.valueOf(loops));
    request.infotext(
        "Final denoising strength",
        finalStrength == (int) finalStrength
            ? String.valueOf((int) finalStrength)
            : String.valueOf(finalStrength));
    request.infotext("Denoising curve", curve.label());
  }
}
