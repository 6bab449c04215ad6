package dev.kiln.plugin.controlnet;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;
import java.util.List;

/**
 * The units of a request.
 *
 * @param units JSON objects with the fields of sd-webui-controlnet's ControlNetUnit
 */
@PluginOptions(script = "ControlNet", scriptAliases = "ControlNet m2m")
public record ControlNetOptions(
    @Option(
            label = "Units",
            help = "Objects with the fields of sd-webui-controlnet.",
            defaultValue = "[]")
        List<Object> units) {}
