package dev.kiln.host.graph.format;

import com.google.protobuf.CodedInputStream;
import dev.kiln.host.DiskReason;
import dev.kiln.host.graph.Attribute;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.ModulePath;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.UnreadableGraph;
import dev.kiln.spi.BadRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the structure of an ONNX file. Weights of more than a kilobyte are passed over and only
 * their place is kept, so a model of any size takes some megabytes of memory and well under a
 * second.
 */
public final class OnnxReader {
  private final Path file;

  private OnnxReader(Path file) {
    this.file = file;
  }

  /**
   * Read a file.
   *
   * @throws BadRequest when it is no ONNX model, or uses what Kiln cannot keep
   */
  public static Graph read(Path file) {
    try {
      return new OnnxReader(file.toRealPath()).read();
    } catch (IOException | UnreadableGraph e) {
      throw new BadRequest(
          file
              + " cannot be read as an ONNX network: "
              + (e instanceof IOException disk ? DiskReason.of(disk) : "it " + e.getMessage())
              + "; copy or export it again",
          e);
    }
  }

  private Graph read() throws IOException {
    Graph graph = new Graph(file.getFileName().toString());
    // A buffer this small keeps what is read ahead of a skipped weight small, too.
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 14)) {
      CodedInputStream in = CodedInputStream.newInstance(stream, 1 << 14);
      in.setSizeLimit(Integer.MAX_VALUE);
      Message model = new Message(in);
      model.each(
          field -> {
            switch (field) {
              case Fields.MODEL_GRAPH -> model.nested(message -> graph(message, graph));
              case Fields.MODEL_OPERATOR_SET ->
                  model.nested(message -> operatorSet(message, graph));
              case Fields.MODEL_FUNCTION ->
                  throw new UnreadableGraph(
                      "defines functions of its own, which Kiln does not keep");
              default -> model.skip();
            }
          });
    }
    if (graph.nodes().isEmpty()) {
      throw new UnreadableGraph("has no operators");
    }
    return graph;
  }

  private static void operatorSet(Message message, Graph graph) throws IOException {
    String[] domain = {""};
    long[] version = {1};
    message.each(
        field -> {
          switch (field) {
            case Fields.OPERATOR_SET_DOMAIN -> domain[0] = message.text();
            case Fields.OPERATOR_SET_VERSION -> version[0] = message.number();
            default -> message.skip();
          }
        });
    graph.operatorSets().put(domain[0].equals("ai.onnx") ? "" : domain[0], version[0]);
  }

  private void graph(Message message, Graph graph) throws IOException {
    message.each(
        field -> {
          switch (field) {
            case Fields.GRAPH_NODE -> message.nested(part -> graph.nodes().add(node(part)));
            case Fields.GRAPH_INITIALIZER ->
                message.nested(part -> graph.add(new TensorReader(file).read(part)));
            case Fields.GRAPH_INPUT ->
                message.nested(part -> graph.inputs().add(PortReader.read(part)));
            case Fields.GRAPH_OUTPUT ->
                message.nested(part -> graph.outputs().add(PortReader.read(part)));
            case Fields.GRAPH_SPARSE_INITIALIZER ->
                throw new UnreadableGraph("has sparse weights, which Kiln does not keep");
            default -> message.skip();
          }
        });
    // Exporters before IR version 4 list weights among the inputs.
    graph.inputs().removeIf(port -> graph.weights().containsKey(port.name()));
  }

  private Node node(Message message) throws IOException {
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    List<NamedAttribute> attributes = new ArrayList<>();
    String[] texts = new String[4];
    java.util.Arrays.fill(texts, "");
    message.each(
        field -> {
          switch (field) {
            case Fields.NODE_INPUT -> inputs.add(message.text());
            case Fields.NODE_OUTPUT -> outputs.add(message.text());
            case Fields.NODE_NAME -> texts[0] = message.text();
            case Fields.NODE_DOMAIN -> texts[1] = message.text();
            case Fields.NODE_OPERATOR -> texts[2] = message.text();
            case Fields.NODE_ATTRIBUTE -> message.nested(part -> attributes.add(attribute(part)));
            case Fields.NODE_METADATA -> {
              List<String> entry = message.entry();
              if (entry.get(0).equals(ModulePath.SCOPES)) {
                texts[3] = ModulePath.ofScopes(entry.get(1));
              }
            }
            default -> message.skip();
          }
        });
    String name = texts[3].isEmpty() ? texts[0] : texts[3] + "/" + texts[0];
    String domain = texts[1].equals("ai.onnx") ? "" : texts[1];
    Node node = new Node(name, domain, texts[2], inputs, outputs);
    attributes.forEach(one -> node.attributes().put(one.name, one.value));
    return node;
  }

  private record NamedAttribute(String name, Attribute value) {}

  private NamedAttribute attribute(Message message) throws IOException {
    String[] name = {""};
    AttributeReader reader = new AttributeReader();
    message.each(
        field -> {
          switch (field) {
            case Fields.ATTRIBUTE_NAME -> name[0] = message.text();
            case Fields.ATTRIBUTE_TENSOR ->
                message.nested(
                    part -> reader.set(new Attribute.Constant(new TensorReader(file).read(part))));
            case Fields.ATTRIBUTE_GRAPH -> {
              Graph body = new Graph("");
              message.nested(part -> graph(part, body));
              reader.set(new Attribute.Body(body));
            }
            default -> reader.read(message, field);
          }
        });
    return new NamedAttribute(name[0], reader.value(name[0]));
  }
}
