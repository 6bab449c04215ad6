package dev.kiln.host.graph.format;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.GraphPort.Dimension;
import dev.kiln.host.graph.UnreadableGraph;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the declaration of a graph's input or output. */
final class PortReader {
  private final List<Dimension> shape = new ArrayList<>();
  private String name = "";
  private int type = ElementType.FLOAT.code();
  private GraphPort.Kind kind = GraphPort.Kind.UNSHAPED;

  private PortReader() {}

  static GraphPort read(Message message) throws IOException {
    PortReader reader = new PortReader();
    message.each(
        field -> {
          switch (field) {
            case Fields.PORT_NAME -> reader.name = message.text();
            case Fields.PORT_TYPE -> message.nested(reader::type);
            default -> message.skip();
          }
        });
    return new GraphPort(
        reader.name, ElementType.of(reader.type), List.copyOf(reader.shape), reader.kind);
  }

  private void type(Message message) throws IOException {
    message.each(
        field -> {
          switch (field) {
            case Fields.TYPE_TENSOR -> message.nested(this::tensor);
            case Fields.TYPE_SEQUENCE -> message.nested(this::sequence);
            case Fields.TYPE_DENOTATION -> message.skip();
            default -> throw new UnreadableGraph("has '" + name + "', which is no tensor");
          }
        });
  }

  private void sequence(Message message) throws IOException {
    message.each(field -> message.nested(this::type));
    shape.clear();
    kind = GraphPort.Kind.SEQUENCE;
  }

  private void tensor(Message message) throws IOException {
    message.each(
        field -> {
          switch (field) {
            case Fields.TENSOR_TYPE_ELEMENT -> type = (int) message.number();
            case Fields.TENSOR_TYPE_SHAPE -> message.nested(this::shape);
            default -> message.skip();
          }
        });
  }

  private void shape(Message message) throws IOException {
    kind = GraphPort.Kind.TENSOR;
    message.each(
        field -> {
          if (field == Fields.SHAPE_DIM) {
            message.nested(this::dimension);
          } else {
            message.skip();
          }
        });
  }

  private void dimension(Message message) throws IOException {
    Dimension[] found = {Dimension.free("")};
    message.each(
        field -> {
          switch (field) {
            case Fields.DIM_SIZE -> found[0] = Dimension.of(message.number());
            case Fields.DIM_SYMBOL -> found[0] = Dimension.free(message.text());
            default -> message.skip();
          }
        });
    shape.add(found[0]);
  }
}
