package dev.kiln.plugin.upscaleronnx.network;

import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.host.Networks;
import dev.kiln.spi.host.Weights;
import dev.kiln.spi.upscale.UpscaleWatcher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Opens the files of upscalers: ONNX as they are, safetensors as a network that is built. */
@Singleton
public final class UpscalerNetworks {
  /**
   * Exports of networks that begin by folding 2x2 or 4x4 pixels into one refuse other sizes; to the
   * others it is harmless.
   */
  private static final int ANY_EXPORT = 4;

  private final Networks networks;
  private final Weights weights;

  @Inject
  public UpscalerNetworks(Networks networks, Weights weights) {
    this.networks = networks;
    this.weights = weights;
  }

  /**
   * A network that may be run.
   *
   * @param multiple what the sides of its pictures must be multiples of
   */
  public record Opened(Path file, NetworkRun run, int multiple) {
    /**
     * Run it in tiles.
     *
     * @param tile pixels of a side, or 0
     * @param overlap pixels around each tile
     */
    public TiledNetwork tiled(int tile, int overlap, UpscaleWatcher watcher) {
      return new TiledNetwork(this, tile, overlap, watcher);
    }
  }

  /**
   * @throws dev.kiln.spi.BadRequest when it is damaged or no upscaler
   */
  public Opened open(Path file) {
    Optional<Architecture> built = architecture(file);
    NetworkRun run =
        built
            .map(network -> networks.build(file, network.name(), network::write))
            .orElseGet(() -> networks.open(file));
    return new Opened(file, run, built.map(Architecture::multiple).orElse(ANY_EXPORT));
  }

  /**
   * What a file of weights is; empty for an ONNX file, which is a network itself.
   *
   * @throws dev.kiln.spi.BadRequest when it is damaged or of no architecture that is built
   */
  public Optional<Architecture> architecture(Path file) {
    boolean network = file.toString().toLowerCase(Locale.ROOT).endsWith(".onnx");
    return network ? Optional.empty() : Optional.of(Architecture.of(weights.open(file)));
  }
}
