package dev.kiln.plugin.attentionsparse;

import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * Which keys a query sees.
 *
 * @param window of local-window and block-sparse: at most so many rows and columns of tokens in a
 *     window; of a sequence the square of it
 * @param shift of local-window: every second attention has its windows half a window further
 * @param stride of strided: of how many rows and columns one is seen
 * @param global of block-sparse: so many first blocks are seen by all
 * @param around of block-sparse: so many blocks around its own, which is one of them
 * @param random of block-sparse: so many further blocks by lot
 */
@PluginOptions
public record SparseOptions(
    @Option(
            label = "Rows and columns of a window",
            help = "Of local-window and block-sparse, in tokens; larger ones see more.",
            defaultValue = "8",
            min = 2,
            max = 128)
        int window,
    @Option(
            label = "Shifted windows",
            help = "Of local-window: every second attention has them half a window further.",
            defaultValue = "true")
        boolean shift,
    @Option(
            label = "Stride",
            help = "Of strided: of how many rows and columns one is seen.",
            defaultValue = "2",
            min = 2,
            max = 32)
        int stride,
    @Option(
            label = "Global blocks",
            help = "Of block-sparse: so many first blocks are seen by all.",
            defaultValue = "1",
            min = 0,
            max = 64)
        int global,
    @Option(
            label = "Blocks around",
            help = "Of block-sparse: so many around its own, which is one of them.",
            defaultValue = "3",
            min = 1,
            max = 64)
        int around,
    @Option(
            label = "Random blocks",
            help = "Of block-sparse: so many further ones by lot, always the same.",
            defaultValue = "2",
            min = 0,
            max = 64)
        int random) {
  static final SparseOptions DEFAULT = new SparseOptions(8, true, 2, 1, 3, 2);

  static SparseOptions of(NetworkContext network) {
    return network.options(SparseOptions.class).orElse(DEFAULT);
  }

  /** How many blocks a query sees. */
  int blocks() {
    return global + around + random;
  }
}
