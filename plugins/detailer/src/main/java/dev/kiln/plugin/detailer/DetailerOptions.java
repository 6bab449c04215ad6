package dev.kiln.plugin.detailer;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;
import java.util.List;

/**
 * The units of a request, and what holds for all that do not say it themselves.
 *
 * @param units JSON objects with the fields of ADetailer; before them may stand whether they are
 *     used at all, and whether they work on the picture that a request begins with
 * @param model of a unit where there are none
 * @param order in which parts are drawn, one of ADetailer's texts
 */
@PluginOptions(script = "ADetailer", infotext = DetailerOptions.VERSION_KEY)
public record DetailerOptions(
    @Option(label = "Units", help = "Objects with the fields of ADetailer.", defaultValue = "[]")
        List<Object> units,
    @Option(
            label = "Detector",
            help = "Its name, perhaps with a class behind a colon: scenes:person.",
            defaultValue = "")
        String model,
    @Option(
            label = "How sure the detector must be",
            defaultValue = "0.3",
            min = 0,
            max = 1,
            step = 0.01)
        double confidence,
    @Option(
            label = "How much of a part is drawn anew",
            defaultValue = "0.4",
            min = 0,
            max = 1,
            step = 0.01)
        double strength,
    @Option(
            label = "Side of what is drawn",
            help = "In pixels, of width and height; 0 for those of the picture.",
            defaultValue = "0",
            min = 0,
            max = 2048,
            step = 8)
        int size,
    @Option(
            label = "Order of parts",
            help =
                "None, Position (left to right), Position (center to edge) or Area (large to small).",
            defaultValue = "None",
            webui = "ad_bbox_sortby",
            infotext = DetailerOptions.ORDER_KEY)
        String order) {
  /** ADetailer's keys do not have it, though it decides which prompt a part gets. */
  static final String ORDER_KEY = "ADetailer sort by";

  static final String VERSION_KEY = "ADetailer version";

  /** Of ADetailer's arguments. */
  static final String VERSION = "25.3.0";
}
