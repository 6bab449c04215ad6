package dev.kiln.plugin.attentionxformers;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * What xFormers' kernel may do.
 *
 * @param flash take the flash kernel or nothing: an attention with a bias stays as it is
 */
@PluginOptions
public record XformersOptions(
    @Option(label = "Flash attention alone", standard = "false") boolean flash) {}
