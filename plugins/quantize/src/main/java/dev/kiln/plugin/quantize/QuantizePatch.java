package dev.kiln.plugin.quantize;

import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Has each layer computed in the first of several ways that is exact enough. */
record QuantizePatch(QuantizeOptions options, NetworkKind kind, Bytes bytes, Reading reading)
    implements GraphPatch {
  /** What reads or makes latents or colors has few weights, and its errors are seen at once. */
  private static final long FEW_CHANNELS = 8;

  /** In which a scale for each output and the padding of bytes came. */
  private static final int VERSION = 13;

  /**
   * A layer whose codes are in the graph.
   *
   * @param wider whether fewer bits would have been asked for
   */
  private record Quantized(Way way, Site site, Way.Kept weights, boolean wider) {
    void write(NetworkGraph network) {
      way.write(network, site, weights);
    }
  }

  @Override
  public String fingerprint() {
    return options + " " + bytes + " " + reading.fingerprint();
  }

  @Override
  public boolean last() {
    return true;
  }

  private boolean computes() {
    return options.compute().whole() && denoises();
  }

  private boolean denoises() {
    return kind == NetworkKind.UNET || kind == NetworkKind.CONTROLNET;
  }

  /** Whether anything of this network is quantized. */
  boolean acts() {
    boolean codec = kind == NetworkKind.VAE_DECODER || kind == NetworkKind.VAE_ENCODER;
    return computes() || options.weights() != KeptWeights.OFF && !codec;
  }

  /** In which ways the layers of this network may be computed, the best first. */
  private List<Way> ways(Inputs read) {
    List<Way> ways = new ArrayList<>();
    if (computes()) {
      ways.add(new IntegerConvolution(bytes, read));
      ways.add(new IntegerProduct(bytes, read));
    }
    if (options.weights() == KeptWeights.INT4 && denoises()) {
      BlockProduct small = new BlockProduct(new Blocks(4));
      ways.add(small);
      ways.add(new RotatedProduct(small));
    }
    if (options.weights() != KeptWeights.OFF) {
      ways.add(new BlockProduct(new Blocks(Byte.SIZE)));
      ways.add(new WidenedKernels());
    }
    return ways;
  }

  @Override
  public void apply(NetworkGraph network) {
    if (network.editor().operatorSet() < VERSION) {
      network.warn(
          "quantize: the %s stays in float32, as its file has operators of version %d; export it with %d or later"
              .formatted(name(), network.editor().operatorSet(), VERSION));
      return;
    }
    List<Way> ways = ways(new Inputs(network, reading));
    List<Quantized> made = new ArrayList<>();
    int inexact = 0;
    for (LinearLayer layer : network.linears()) {
      Optional<Site> site = site(network, layer);
      List<Way> able = ways.stream().filter(way -> site.filter(way::takes).isPresent()).toList();
      if (!able.isEmpty()) {
        Optional<Quantized> one = quantized(network, site.orElseThrow(), able);
        one.ifPresent(made::add);
        inexact += one.isEmpty() ? 1 : 0;
      }
    }
    // From the last to the first: what a layer reads is replaced after it was written.
    for (int i = made.size() - 1; i >= 0; i--) {
      made.get(i).write(network);
    }
    tell(network, inexact, inexact + made.size(), "stay in float32");
    long wider = made.stream().filter(Quantized::wider).count();
    tell(network, wider, inexact + made.size(), "are kept in 8 bits");
  }

  private void tell(NetworkGraph network, long inexact, int all, String how) {
    if (inexact > 0) {
      network.warn(
          "quantize: %d of %d layers of the %s %s, as their weights would be off by more than %s of their size"
              .formatted(inexact, all, name(), how, options.error()));
    }
  }

  private String name() {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Of a layer of many channels that computes in float32. */
  private static Optional<Site> site(NetworkGraph network, LinearLayer layer) {
    boolean wide = layer.inputs() > FEW_CHANNELS && layer.outputs() > FEW_CHANNELS;
    boolean floats = network.editor().floats(layer.product()).equals(layer.product());
    return wide && floats ? Site.of(network, layer) : Optional.empty();
  }

  private Optional<Quantized> quantized(NetworkGraph network, Site site, List<Way> ways) {
    float[] rows = site.rows(network.read(site.layer()));
    GraphEditor graph = network.editor().at(site.layer().path());
    for (Way way : ways) {
      Codes codes = way.codes(site, rows);
      if (codes.error() <= options.error()) {
        Value numbers = way.kept(graph, site, codes.bytes());
        Value scales = way.kept(graph, site, codes.scales());
        boolean wider = way.bits() > ways.get(0).bits();
        return Optional.of(new Quantized(way, site, new Way.Kept(numbers, scales), wider));
      }
    }
    return Optional.empty();
  }
}
