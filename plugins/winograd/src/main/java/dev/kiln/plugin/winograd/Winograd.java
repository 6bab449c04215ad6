package dev.kiln.plugin.winograd;

import dev.kiln.spi.Support;
import dev.kiln.spi.graph.ConvolutionShape;
import dev.kiln.spi.graph.ConvolutionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.ConvolutionOptimizer;
import java.util.List;

/** Convolutions of 3x3 by tiles of one size. */
interface Winograd extends ConvolutionOptimizer {
  Tile tile();

  @Override
  default boolean dependsOnShape() {
    return true;
  }

  @Override
  default Support supports(ConvolutionSite site, NetworkContext network) {
    ConvolutionShape shape = site.shape();
    ConvolutionShape.Window window = shape.window();
    List<Long> padding = window.padding();
    if (!window.kernel().equals(List.of(3L, 3L))) {
      return Support.no("its kernel is %s, and only 3x3 is transformed".formatted(window.kernel()));
    } else if (!window.strides().equals(List.of(1L, 1L))) {
      return Support.no("its stride is %s, not 1".formatted(window.strides()));
    } else if (!window.dilations().equals(List.of(1L, 1L)) || window.groups() != 1) {
      return Support.no("it is dilated, or its channels are in groups");
    } else if (padding.get(1) != 1 || padding.get(3) != 1) {
      return Support.no("its padding is %s, not 1 on both sides".formatted(padding));
    } else if (padding.get(0) > 1 || padding.get(2) > 1 || shape.outputHeight() == 0) {
      return Support.no("its padding is %s, not 1 or 0 above and below".formatted(padding));
    } else if (shape.height() < 1 || shape.width() < 1) {
      return Support.no("its height and width are not known before it runs");
    }
    return Support.yes("tiles of %dx%d".formatted(tile().outputs(), tile().outputs()));
  }

  @Override
  default double gain(ConvolutionSite site, NetworkContext network) {
    return Expected.gain(tile(), site.shape());
  }

  @Override
  default long bytes(ConvolutionSite site, NetworkContext network) {
    long more = (long) tile().products() - Tile.KERNEL * Tile.KERNEL;
    return Float.BYTES * more * site.shape().inputs() * site.shape().outputs();
  }

  @Override
  default long memory(NetworkContext network) {
    return network
        .options(WinogradOptions.class)
        .map(WinogradOptions::bytes)
        .orElseGet(() -> Expected.unasked(network));
  }

  @Override
  default Value convolve(ConvolutionSite site, GraphEditor graph, NetworkContext network) {
    return new ConvolutionWriter(site, graph, tile(), ConvolutionWriter.STRIP).write();
  }
}
