package dev.kiln.plugin.taesd;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.host.WeightsFile;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The decoder of an AutoencoderTiny (TAESD, by Ollin Boer Bohan): convolutions, residual blocks of
 * three convolutions each, and nearest upsampling, in one sequence that the names of its tensors
 * tell.
 *
 * @param prefix of the names
 * @param first the index of the first convolution
 * @param layers from there on
 */
record TinyDecoder(WeightsFile file, String prefix, int first, List<Kind> layers) {
  /** What a model of Stable Diffusion enlarges latents by: three times two. */
  private static final int DOUBLINGS = 3;

  private static final int PICTURE = 3;

  /**
   * The first convolution's index, by the prefix of its name. The original's first layer clamps.
   */
  private static final Map<String, Integer> FORMS =
      Map.of("decoder.layers.", 0, "", 1, "decoder.", 1, "taesd_decoder.", 1);

  /** What stands at an index. */
  enum Kind {
    CONV,
    RELU,
    BLOCK,
    UPSAMPLE
  }

  /**
   * @throws BadRequest when it is no such decoder
   */
  static TinyDecoder of(WeightsFile file) {
    for (Map.Entry<String, Integer> form : FORMS.entrySet()) {
      String prefix = form.getKey();
      int first = form.getValue();
      if (file.names().contains(prefix + first + ".weight")) {
        TinyDecoder decoder = new TinyDecoder(file, prefix, first, layers(file, prefix, first));
        decoder.demandPictures();
        return decoder;
      }
    }
    throw new BadRequest(
        file.path()
            + " is no TAESD decoder: it has neither 'decoder.layers.0.weight' nor '1.weight';"
            + " choose another file");
  }

  private static List<Kind> layers(WeightsFile file, String prefix, int first) {
    int last =
        file.names().stream()
            .filter(name -> name.matches(Pattern.quote(prefix) + "\\d+\\.weight"))
            .mapToInt(name -> Integer.parseInt(name.substring(prefix.length()).split("\\.")[0]))
            .max()
            .orElseThrow();
    List<Kind> layers = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      boolean conv = file.names().contains(prefix + i + ".weight");
      boolean block = file.names().contains(prefix + i + ".conv.0.weight");
      Kind without = i == first + 1 ? Kind.RELU : Kind.UPSAMPLE;
      layers.add(conv ? Kind.CONV : block ? Kind.BLOCK : without);
    }
    return layers;
  }

  private void demandPictures() {
    long doublings = layers.stream().filter(Kind.UPSAMPLE::equals).count();
    long made = file.shape(prefix + (first + layers.size() - 1) + ".weight").get(0);
    if (doublings != DOUBLINGS || made != PICTURE) {
      throw new BadRequest(
          "%s makes %d channels, doubled %d times, and no pictures eight times as large as latents; choose another file"
              .formatted(file.path(), made, doublings));
    }
  }

  /** Channels of the latents that it reads. */
  int channels() {
    return Math.toIntExact(file.shape(prefix + first + ".weight").get(1));
  }

  /** {@code latents} [1, channels, h, w] to {@code picture} [1, 3, 8h, 8w], about 0..1. */
  void write(NetworkGraph network) {
    GraphEditor graph = network.editor();
    Value x = network.input("latents", "1", String.valueOf(channels()), "height", "width");
    x = graph.mul(graph.op("Tanh", graph.mul(x, 1 / 3f)), 3);
    for (int i = 0; i < layers.size(); i++) {
      String name = prefix + (first + i);
      x =
          switch (layers.get(i)) {
            case CONV -> conv(graph, x, name);
            case RELU -> graph.op("Relu", x);
            case BLOCK -> block(graph, x, name);
            case UPSAMPLE -> upsampled(graph, x);
          };
    }
    network.output("picture", x);
  }

  private Value block(GraphEditor graph, Value x, String name) {
    Value hidden = graph.op("Relu", conv(graph, x, name + ".conv.0"));
    hidden = graph.op("Relu", conv(graph, hidden, name + ".conv.2"));
    hidden = conv(graph, hidden, name + ".conv.4");
    boolean wider = file.names().contains(name + ".skip.weight");
    Value skip = wider ? conv(graph, x, name + ".skip") : x;
    return graph.op("Relu", graph.add(hidden, skip));
  }

  private static Value upsampled(GraphEditor graph, Value x) {
    Attributes nearest =
        Attributes.of("mode", "nearest")
            .and("coordinate_transformation_mode", "asymmetric")
            .and("nearest_mode", "floor");
    Value scales = graph.constant(Tensor.of(new float[] {1, 1, 2, 2}, 4));
    return graph.op("Resize", nearest, x, Value.NONE, scales);
  }

  /** As large as its input, with a bias where there is one. */
  private Value conv(GraphEditor graph, Value x, String name) {
    Value weight = parameter(graph, name + ".weight");
    long pad = file.shape(name + ".weight").get(2) / 2;
    Attributes padded = Attributes.ofList("pads", pad, pad, pad, pad);
    return file.names().contains(name + ".bias")
        ? graph.op("Conv", padded, x, weight, parameter(graph, name + ".bias"))
        : graph.op("Conv", padded, x, weight);
  }

  private Value parameter(GraphEditor graph, String name) {
    int[] shape = file.shape(name).stream().mapToInt(Math::toIntExact).toArray();
    return graph.constant(Tensor.of(file.read(name), shape));
  }
}
