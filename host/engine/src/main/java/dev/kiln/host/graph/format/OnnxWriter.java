package dev.kiln.host.graph.format;

import com.google.protobuf.CodedOutputStream;
import dev.kiln.host.graph.Attribute;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Writes a graph as the bytes of an ONNX model. Weights in files become external data, so the bytes
 * hold the structure alone.
 */
public final class OnnxWriter {
  /** What ONNX Runtime 1.29 reads; operators' own versions stand in the operator sets. */
  private static final int IR_VERSION = 10;

  private final Path folder;

  private OnnxWriter(Path folder) {
    this.folder = folder;
  }

  /**
   * Write a graph.
   *
   * @param folder holds all files of the graph's weights, at any depth; see {@link WeightFiles}
   */
  public static byte[] write(Graph graph, Path folder) {
    OnnxWriter writer = new OnnxWriter(folder);
    return message(
        model -> {
          model.writeInt64(Fields.MODEL_IR_VERSION, IR_VERSION);
          model.writeString(Fields.MODEL_PRODUCER, "kiln");
          model.writeByteArray(Fields.MODEL_GRAPH, writer.graph(graph));
          for (var set : graph.operatorSets().entrySet()) {
            model.writeByteArray(
                Fields.MODEL_OPERATOR_SET,
                message(
                    out -> {
                      out.writeString(Fields.OPERATOR_SET_DOMAIN, set.getKey());
                      out.writeInt64(Fields.OPERATOR_SET_VERSION, set.getValue());
                    }));
          }
        });
  }

  private byte[] graph(Graph graph) {
    return message(
        out -> {
          for (Node node : graph.nodes()) {
            out.writeByteArray(Fields.GRAPH_NODE, node(node));
          }
          out.writeString(Fields.GRAPH_NAME, graph.name().isEmpty() ? "body" : graph.name());
          for (Weight weight : graph.weights().values()) {
            out.writeByteArray(Fields.GRAPH_INITIALIZER, tensor(weight));
          }
          for (GraphPort port : graph.inputs()) {
            out.writeByteArray(Fields.GRAPH_INPUT, PortWriter.write(port));
          }
          for (GraphPort port : graph.outputs()) {
            out.writeByteArray(Fields.GRAPH_OUTPUT, PortWriter.write(port));
          }
        });
  }

  private byte[] node(Node node) {
    return message(
        out -> {
          for (String input : node.inputs()) {
            out.writeString(Fields.NODE_INPUT, input);
          }
          for (String output : node.outputs()) {
            out.writeString(Fields.NODE_OUTPUT, output);
          }
          out.writeString(Fields.NODE_NAME, node.name());
          out.writeString(Fields.NODE_OPERATOR, node.operator());
          out.writeString(Fields.NODE_DOMAIN, node.domain());
          for (var attribute : node.attributes().entrySet()) {
            out.writeByteArray(
                Fields.NODE_ATTRIBUTE, attribute(attribute.getKey(), attribute.getValue()));
          }
        });
  }

  private byte[] attribute(String name, Attribute attribute) {
    return message(
        out -> {
          out.writeString(Fields.ATTRIBUTE_NAME, name);
          out.writeInt32(Fields.ATTRIBUTE_TYPE, value(out, attribute));
        });
  }

  /** Write the value and say its type's number. */
  private int value(CodedOutputStream out, Attribute attribute) throws IOException {
    if (attribute instanceof Attribute.Real one) {
      out.writeFloat(Fields.ATTRIBUTE_REAL, one.value());
      return 1;
    } else if (attribute instanceof Attribute.Whole one) {
      out.writeInt64(Fields.ATTRIBUTE_WHOLE, one.value());
      return 2;
    } else if (attribute instanceof Attribute.Text one) {
      out.writeString(Fields.ATTRIBUTE_TEXT, one.value());
      return 3;
    } else if (attribute instanceof Attribute.Constant one) {
      out.writeByteArray(Fields.ATTRIBUTE_TENSOR, tensor(one.value()));
      return 4;
    } else if (attribute instanceof Attribute.Body one) {
      out.writeByteArray(Fields.ATTRIBUTE_GRAPH, graph(one.graph()));
      return 5;
    }
    return values(out, attribute);
  }

  private static int values(CodedOutputStream out, Attribute attribute) throws IOException {
    if (attribute instanceof Attribute.Reals list) {
      for (float one : list.values()) {
        out.writeFloat(Fields.ATTRIBUTE_REALS, one);
      }
      return 6;
    } else if (attribute instanceof Attribute.Wholes list) {
      for (long one : list.values()) {
        out.writeInt64(Fields.ATTRIBUTE_WHOLES, one);
      }
      return 7;
    }
    for (String one : ((Attribute.Texts) attribute).values()) {
      out.writeString(Fields.ATTRIBUTE_TEXTS, one);
    }
    return 8;
  }

  private byte[] tensor(Weight weight) {
    return message(
        out -> {
          for (long dim : weight.shape()) {
            out.writeInt64(Fields.TENSOR_DIMS, dim);
          }
          out.writeInt32(Fields.TENSOR_TYPE, weight.type().code());
          out.writeString(Fields.TENSOR_NAME, weight.name());
          Weight.Data data =
              weight.data() instanceof Weight.Live live ? live.stored() : weight.data();
          if (data instanceof Weight.Inline inline) {
            out.writeByteArray(Fields.TENSOR_RAW, inline.bytes());
          } else if (data instanceof Weight.InFile place) {
            external(out, place);
          } else {
            // Whoever opens the model hands these over by name.
            entry(out, "location", "memory");
            out.writeInt32(Fields.TENSOR_LOCATION, 1);
          }
        });
  }

  private void external(CodedOutputStream out, Weight.InFile place) throws IOException {
    String location = folder.relativize(place.file()).toString().replace('\\', '/');
    entry(out, "location", location);
    entry(out, "offset", Long.toString(place.offset()));
    entry(out, "length", Long.toString(place.length()));
    out.writeInt32(Fields.TENSOR_LOCATION, 1);
  }

  private static void entry(CodedOutputStream out, String key, String value) throws IOException {
    out.writeByteArray(
        Fields.TENSOR_EXTERNAL,
        message(
            part -> {
              part.writeString(Fields.ENTRY_KEY, key);
              part.writeString(Fields.ENTRY_VALUE, value);
            }));
  }

  /** What writes the fields of a message. */
  interface MessageWriter {
    void write(CodedOutputStream out) throws IOException;
  }

  static byte[] message(MessageWriter writer) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      writer.write(out);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
