package dev.kiln.plugin.softinpainting;

import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * The arguments of webUI's extension, in its order.
 *
 * @param enabled whether it acts
 * @param scheduleBias power of the noise level that keeping is weighed with
 * @param preservation how strongly half masked places are kept
 * @param contrast power at which lengths of latents are mixed
 * @param maskInfluence how much the mask decides about shown pixels, 0 for the difference alone
 * @param differenceThreshold distance of latents from which the drawn pixels prevail
 * @param differenceContrast how suddenly they do
 */
@PluginOptions(script = "Soft Inpainting")
public record SoftOptions(
    @Option(label = "Enabled", defaultValue = "true", infotext = "Soft inpainting enabled")
        boolean enabled,
    @Option(
            label = "Schedule bias",
            help = "below 1 the picture is kept more at the end, above 1 at the beginning",
            defaultValue = "1",
            min = 0,
            max = 8,
            infotext = "Soft inpainting schedule bias")
        double scheduleBias,
    @Option(
            label = "Preservation strength",
            help = "how strongly places that are masked in part are kept",
            defaultValue = "0.5",
            min = 0,
            max = 8,
            infotext = "Soft inpainting preservation strength")
        double preservation,
    @Option(
            label = "Transition contrast boost",
            help = "more keeps details where two pictures mix",
            defaultValue = "4",
            min = 1,
            max = 32,
            infotext = "Soft inpainting transition contrast boost")
        double contrast,
    @Option(
            label = "Mask influence",
            help = "0 shows pixels by how much they changed alone, 1 by the mask",
            defaultValue = "0",
            min = 0,
            max = 1,
            infotext = "Soft inpainting mask influence")
        double maskInfluence,
    @Option(
            label = "Difference threshold",
            help = "how much may change before the drawn pixels are shown",
            defaultValue = "0.5",
            min = 0,
            max = 8,
            infotext = "Soft inpainting difference threshold")
        double differenceThreshold,
    @Option(
            label = "Difference contrast",
            help = "how sudden the change from kept to drawn pixels is",
            defaultValue = "2",
            min = 0,
            max = 8,
            infotext = "Soft inpainting difference contrast")
        double differenceContrast) {

  /** Write webUI's keys. */
  void describe(RequestContext request) {
    request.infotext("Soft inpainting enabled", "True");
    request.infotext("Soft inpainting schedule bias", text(scheduleBias));
    request.infotext("Soft inpainting preservation strength", text(preservation));
    request.infotext("Soft inpainting transition contrast boost", text(contrast));
    request.infotext("Soft inpainting mask influence", text(maskInfluence));
    request.infotext("Soft inpainting difference threshold", text(differenceThreshold));
    request.infotext("Soft inpainting difference contrast", text(differenceContrast));
  }

  private static String text(double number) {
    return number == (int) number ? Integer.toString((int) number) : Double.toString(number);
  }
}
