package dev.kiln.plugin.tiledvae;

import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.graph.WeightLayout;
import java.util.List;

/**
 * Has the large layers of an image codec computed strip by strip, in one graph. All that is as
 * small as the latents stays whole: the attention in the middle, too.
 *
 * @param fast whether group norms are measured on a part of the rows, which is not exact
 * @param wanted whether it was asked for
 */
record StripPatch(NetworkKind kind, Strips strips, boolean fast, boolean wanted)
    implements GraphPatch {
  /** Of what is held without it: 0.37 at 1024x1024, in nine strips, and a fifth at 2048x2048. */
  private static final double MEMORY = 0.4;

  @Override
  public String fingerprint() {
    return toString();
  }

  @Override
  public boolean dependsOnShape() {
    return true;
  }

  @Override
  public double memoryShare() {
    return MEMORY;
  }

  @Override
  public void apply(NetworkGraph network) {
    String codec = kind == NetworkKind.VAE_DECODER ? "decoder" : "encoder";
    try {
      Scales scales = new Scales(network, kind == NetworkKind.VAE_DECODER ? 1 : Scales.PICTURE);
      Value last = last(network, scales);
      List<Layer> layers = new LayerReader(network, scales, strips.height()).read(last);
      Value tiled = new StripWriter(network, scales, strips, layers, fast).write(last);
      network.replace(last, tiled);
      if (!wanted) {
        network.warn(
            "the %s works in %d strips, as memory is short for the whole picture: slower, with the same result"
                .formatted(codec, strips.count()));
      }
    } catch (UnknownLayer e) {
      network.warn("tiled-vae leaves the %s as it is: %s".formatted(codec, e.getMessage()));
    }
  }

  /** The decoder's picture, or the first value in the encoder that is as small as the latents. */
  private Value last(NetworkGraph network, Scales scales) {
    List<Value> found =
        network.linears().stream()
            .filter(layer -> layer.layout() == WeightLayout.KERNEL)
            .filter(
                layer ->
                    kind == NetworkKind.VAE_DECODER
                        ? scales.of(layer.output()) == Scales.PICTURE
                        : scales.of(layer.output()) == 1 && scales.of(layer.input()) > 1)
            .map(LinearLayer::output)
            .toList();
    if (found.isEmpty()) {
      throw new UnknownLayer("no convolution of it is known to make the picture");
    }
    return found.get(found.size() - 1);
  }
}
