package dev.kiln.plugin.guidancecutoff;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * When the negative prompt is left out; the default values leave it out never.
 *
 * @param ngms below this sigma it is left out of every other evaluation; 0 for never
 * @param ngmsAll leave it out of every evaluation below {@code ngms}
 * @param skipEarly leave it out of this fraction of the evaluations, from the start; 0 for never
 * @param guided leave it out of all evaluations after this fraction of them; 1 for never
 * @param alignment leave it out as soon as the two predictions of an image have this cosine; 1 for
 *     never
 * @param every compute it in every so many evaluations and fill it in in the others; 1 for all
 */
@PluginOptions(
    infotext = {"Guidance aligned", "Uncond reused"},
    presets = {
      "guided=0.75",
      "guided=0.5",
      "alignment=0.995",
      "every=2",
      "ngms=3",
      "ngms=3, ngmsAll=true"
    })
public record CutoffOptions(
    @Option(
            label = "Negative Guidance minimum sigma",
            help = "Below it the negative prompt is left out every other evaluation; 0: never.",
            defaultValue = "0",
            min = 0,
            max = 15,
            step = 0.01,
            webui = "s_min_uncond",
            infotext = "NGMS",
            exact = "0")
        double ngms,
    @Option(
            label = "Negative Guidance minimum sigma all steps",
            help = "Leaves it out of every evaluation below that sigma.",
            defaultValue = "false",
            webui = "s_min_uncond_all",
            infotext = "NGMS all steps")
        boolean ngmsAll,
    @Option(
            label = "Ignore negative prompt during early sampling",
            help = "This fraction of the evaluations, from the start; 0 for none.",
            defaultValue = "0",
            min = 0,
            max = 1,
            step = 0.01,
            webui = "skip_early_cond",
            infotext = "Skip Early CFG",
            exact = "0")
        double skipEarly,
    @Option(
            label = "Guided part of the evaluations",
            help = "After this fraction of them the negative prompt is left out; 1: never.",
            defaultValue = "1",
            min = 0,
            max = 1,
            step = 0.05,
            infotext = "Guided part",
            exact = "1")
        double guided,
    @Option(
            label = "Guidance until the predictions align",
            help = "From this cosine on the negative prompt is left out; 0.99 is usual; 1: never.",
            defaultValue = "1",
            min = 0,
            max = 1,
            step = 0.001,
            infotext = "Guidance alignment",
            exact = "1")
        double alignment,
    @Option(
            label = "Evaluations that a negative prediction serves",
            help = "In the later evaluations the others are filled in; 5 is usual; 1: none.",
            defaultValue = "1",
            min = 1,
            max = 10,
            infotext = "Uncond every",
            exact = "1")
        int every) {
  /** Whether the negative prompt is always there. */
  boolean exact() {
    return ngms == 0 && skipEarly == 0 && guided == 1 && alignment == 1 && every == 1;
  }
}
