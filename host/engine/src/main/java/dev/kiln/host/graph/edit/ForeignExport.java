package dev.kiln.host.graph.edit;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.find.GraphIndex;
import dev.kiln.host.graph.find.OperatorKinds;
import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.SkipConnection;
import dev.kiln.spi.graph.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Corrects UNets of other exporters in three ways. Integer time steps would round those of
 * k-diffusion's samplers. Upsamplers that always double fail if a size does not divide evenly
 * through all levels. Inputs for a ControlNet would have to be fed even without one.
 */
public final class ForeignExport {
  private static final Set<String> MOVING =
      Set.of("Unsqueeze", "Squeeze", "Reshape", "Expand", "Identity", "Gather", "Flatten");

  private static final Pattern RESIDUAL =
      Pattern.compile("(down_block_\\d+|mid_block)(_additional_residual)?");

  private final Graph graph;
  private final GraphEdit edit;

  private ForeignExport(Graph graph) {
    this.graph = graph;
    this.edit = new GraphEdit(graph, NetworkKind.UNET, Optional.empty());
  }

  /** Mend a UNet or a ControlNet; one that needs nothing stays as it is. */
  public static void mend(Graph graph) {
    ForeignExport export = new ForeignExport(graph);
    export.withoutResiduals();
    export.realTimesteps();
    export.skipSizes();
    export.edit.finish();
  }

  /**
   * What was to be added is no longer. {@code down_block_3_additional_residual} is OnnxStack's name
   * and axodox's, {@code down_block_3} Amblyopius'.
   */
  private void withoutResiduals() {
    for (GraphPort port : List.copyOf(graph.inputs())) {
      if (RESIDUAL.matcher(port.name()).matches()) {
        withoutSums(port.name());
      }
    }
    // Switches of torch's forward may stay behind as inputs that nothing reads.
    GraphIndex index = edit.index();
    graph.inputs().removeIf(port -> index.readers(port.name()).isEmpty());
  }

  /** Leave out the additions of a value, perhaps after it was converted. */
  private void withoutSums(String value) {
    for (Node reader : edit.index().dataReaders(value)) {
      if (reader.is("Add")) {
        String other = reader.input(reader.input(0).equals(value) ? 1 : 0);
        edit.replace(new Value(reader.output()), new Value(other));
      } else if (reader.is("Cast") || reader.is("Identity")) {
        withoutSums(reader.output());
      } else {
        throw new BadRequest(
            "%s reads '%s' in '%s' otherwise than by adding it; export the UNet without inputs for a ControlNet"
                .formatted(graph.name(), value, reader.name()));
      }
    }
  }

  private void realTimesteps() {
    for (int i = 0; i < graph.inputs().size(); i++) {
      GraphPort port = graph.inputs().get(i);
      if (port.name().equals("timestep") && port.type().whole()) {
        graph.inputs().set(i, new GraphPort(port.name(), ElementType.FLOAT, port.shape()));
        real(edit.index(), port.name(), port.type());
      }
    }
  }

  /** Let what reads a whole number read a real one, up to where it would become real anyway. */
  private void real(GraphIndex index, String value, ElementType before) {
    edit.writer().types().set(value, ElementType.FLOAT);
    Optional<Value> rounded = Optional.empty();
    for (Node reader : index.dataReaders(value)) {
      if (reader.is("Cast")) {
        if (reader.whole("to", 0) == ElementType.FLOAT.code()) {
          edit.replace(new Value(reader.output()), new Value(value));
        }
      } else if (MOVING.contains(reader.operator()) && reader.input(0).equals(value)) {
        real(index, reader.output(), before);
      } else {
        Value whole =
            rounded.orElseGet(
                () ->
                    edit.editor().op("Cast", Attributes.of("to", before.code()), new Value(value)));
        rounded = Optional.of(whole);
        edit.replaceIn(new Value(reader.output()), new Value(value), whole);
      }
    }
  }

  private void skipSizes() {
    for (SkipConnection skip : edit.skips()) {
      GraphIndex index = edit.index();
      upsampler(index, skip.hidden().name())
          .filter(node -> doubles(index, node))
          .ifPresent(node -> size(node, skip.skip()));
    }
  }

  /** The resize whose result, perhaps after a convolution, a skip connection reads. */
  private static Optional<Node> upsampler(GraphIndex index, String hidden) {
    String at = hidden;
    for (Optional<Node> maker = index.maker(at); maker.isPresent(); maker = index.maker(at)) {
      Node node = maker.get();
      if (node.is("Resize")) {
        return maker;
      }
      boolean sameSize =
          node.is("Conv") && node.wholes("strides").stream().allMatch(stride -> stride == 1);
      if (!sameSize && !OperatorKinds.PASSING.contains(node.operator())) {
        break;
      }
      at = node.input(0);
    }
    return Optional.empty();
  }

  private static boolean doubles(GraphIndex index, Node resize) {
    double[] scales = index.shapes().numbers(resize.input(2));
    return resize.input(3).isEmpty()
        && scales != null
        && scales.length == 4
        && scales[2] == 2
        && scales[3] == 2;
  }

  private void size(Node resize, Value skip) {
    NodeWriter writer = edit.writer().at(resize.name());
    Value x = new Value(resize.input(0));
    Value sizes =
        writer.sizes(writer.dim(x, 0), writer.dim(x, 1), writer.dim(skip, 2), writer.dim(skip, 3));
    List<String> inputs = resize.inputs();
    String region = resize.input(1);
    inputs.clear();
    inputs.addAll(List.of(x.name(), region, "", sizes.name()));
  }
}
