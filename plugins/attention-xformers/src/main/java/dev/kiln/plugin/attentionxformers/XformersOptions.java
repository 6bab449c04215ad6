package dev.kiln.plugin.attentionxformers;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * What xFormers' kernel may do.
 *
 * @param force try the kernel on execution providers that are not known to have it
 * @param flash take the flash kernel or nothing: an attention with a bias stays as it is
 */
@PluginOptions
public record XformersOptions(
    @Option(
            label = "Flash attention alone",
            help = "An attention with a bias, which the flash kernel cannot do, stays as it is.",
            defaultValue = "false",
            flags = "--xformers-flash-attention")
        boolean flash,
    @Option(
            label = "On any execution provider",
            help = "Tries the kernel where it is not known to exist.",
            defaultValue = "false",
            flags = "--force-enable-xformers")
        boolean force) {
  static final XformersOptions DEFAULT = new XformersOptions(false, false);
}
