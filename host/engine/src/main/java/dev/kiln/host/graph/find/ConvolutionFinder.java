package dev.kiln.host.graph.find;

import dev.kiln.host.graph.Attribute;
import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.ModulePath;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.shape.ElementTypes;
import dev.kiln.host.graph.shape.StaticShapes;
import dev.kiln.spi.graph.ConvolutionShape;
import dev.kiln.spi.graph.ConvolutionSite;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds convolutions of two axes with learned weights. */
public final class ConvolutionFinder {
  /** Of a picture in one of its latents. */
  private static final long PICTURE = 8;

  /** Names of inputs that are as large as the latents, and of those as large as the picture. */
  private static final Set<String> LATENTS = Set.of("sample", "latent_sample");

  private static final Set<String> PICTURES = Set.of("controlnet_cond");

  private final GraphIndex index;
  private final ElementTypes types;
  private final NetworkKind kind;
  private final Optional<NetworkShape> shape;
  private final StaticShapes shapes;

  /**
   * @param shape what the graph is made for; empty where it is to serve every shape
   */
  public ConvolutionFinder(
      GraphIndex index, ElementTypes types, NetworkKind kind, Optional<NetworkShape> shape) {
    this.index = index;
    this.types = types;
    this.kind = kind;
    this.shape = shape;
    this.shapes =
        shape.isEmpty()
            ? index.shapes()
            : StaticShapes.of(index.graph(), index.nodes(), inputs(index.graph(), shape.get()));
  }

  private Map<String, long[]> inputs(Graph graph, NetworkShape made) {
    Map<String, long[]> inputs = new HashMap<>();
    for (GraphPort port : graph.inputs()) {
      long scale = inputs.isEmpty() && kind == NetworkKind.VAE_ENCODER ? PICTURE : 1;
      scale = PICTURES.contains(port.name()) ? PICTURE : scale;
      boolean codec = kind == NetworkKind.VAE_DECODER || kind == NetworkKind.VAE_ENCODER;
      boolean known = scale > 1 || codec || LATENTS.contains(port.name());
      if (known && port.shape().size() == 4) {
        long channels = port.shape().get(1).size();
        inputs.put(
            port.name(),
            new long[] {-1, channels, scale * made.latentHeight(), scale * made.latentWidth()});
      }
    }
    return inputs;
  }

  /** All of them, in the order in which they are computed. */
  public List<ConvolutionSite> find() {
    return index.nodes().stream().map(this::site).flatMap(Optional::stream).toList();
  }

  private Optional<ConvolutionSite> site(Node node) {
    boolean convolution = node.is("Conv") && node.domain().isEmpty();
    if (!convolution || padsByItself(node) || types.of(node.output()) != ElementType.FLOAT) {
      return Optional.empty();
    }
    return ParameterChain.of(index, node.input(1))
        .map(ParameterChain::weight)
        .filter(weight -> weight.shape().length == 4)
        .filter(weight -> index.graph().weights().containsKey(weight.name()))
        .map(
            weight ->
                new ConvolutionSite(
                    ModulePath.of(node.name()),
                    new Value(node.input(0)),
                    new Value(weight.name()),
                    Optional.of(node.input(2)).filter(bias -> !bias.isEmpty()).map(Value::new),
                    shape(node, weight.shape()),
                    new Value(node.output())));
  }

  private static boolean padsByItself(Node node) {
    return node.attributes().get("auto_pad") instanceof Attribute.Text text
        && !text.value().equals("NOTSET");
  }

  private ConvolutionShape shape(Node node, long... weight) {
    long groups = node.whole("group", 1);
    boolean denoises = kind == NetworkKind.UNET || kind == NetworkKind.CONTROLNET;
    return new ConvolutionShape(
        shape.map(made -> denoises ? made.rows() : 1L).orElse(-1L),
        weight[1] * groups,
        weight[0],
        shapes.dim(node.input(0), 2),
        shapes.dim(node.input(0), 3),
        new ConvolutionShape.Window(
            List.of(weight[2], weight[3]),
            listed(node, "strides", List.of(1L, 1L)),
            listed(node, "pads", List.of(0L, 0L, 0L, 0L)),
            listed(node, "dilations", List.of(1L, 1L)),
            groups));
  }

  private static List<Long> listed(Node node, String attribute, List<Long> otherwise) {
    List<Long> found = node.wholes(attribute);
    return found.isEmpty() ? otherwise : found;
  }
}
