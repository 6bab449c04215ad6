package dev.kiln.plugin.attentionsubquad;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * The sizes of the parts, as webUI's flags give them.
 *
 * @param qChunkSize queries at once
 * @param kvChunkSize keys at once; 0 for the square root of their number
 * @param chunkThreshold percent of the memory that scores may take before keys are cut; 0 cuts them
 *     always, -1 stands for webUI's default of 70
 */
@PluginOptions
public record SubQuadraticOptions(
    @Option(
            label = "Queries at once",
            help = "Fewer take less memory and more time.",
            defaultValue = "1024",
            min = 1,
            flags = {"--sub-quad-q-chunk-size", "--sub-quad-chunk-size"})
        int qChunkSize,
    @Option(
            label = "Keys at once (0: square root)",
            defaultValue = "0",
            min = 0,
            flags = "--sub-quad-kv-chunk-size")
        int kvChunkSize,
    @Option(
            label = "Cut above this percent of the memory (-1: 70)",
            help = "Scores of a part may take this share before keys are cut; 0 always cuts.",
            defaultValue = "-1",
            min = -1,
            max = 100,
            flags = "--sub-quad-chunk-threshold")
        int chunkThreshold) {
  static final SubQuadraticOptions DEFAULT = new SubQuadraticOptions(1024, 0, -1);
}
