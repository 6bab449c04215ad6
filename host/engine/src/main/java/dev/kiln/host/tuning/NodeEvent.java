package dev.kiln.host.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One run of one operator, as ONNX Runtime's profiler writes it.
 *
 * @param start in microseconds
 * @param micros how long it took; 0 inside of a loop, whose own event has the time of its body
 * @param inputs shapes of its inputs of floats; weights that were packed are missing
 * @param output shape of its first output
 * @param parameterBytes of its weights that were not packed
 */
record NodeEvent(
    String name,
    String operator,
    long start,
    long micros,
    List<List<Long>> inputs,
    List<Long> output,
    long parameterBytes) {
  private static final String SUFFIX = "_kernel_time";
  private static final Set<String> WITH_BODIES = Set.of("Loop", "If", "Scan");

  /** All of a file, in the order in which they began. */
  static List<NodeEvent> read(Path file) {
    try {
      List<NodeEvent> events = new ArrayList<>();
      for (JsonNode event : new ObjectMapper().readTree(file.toFile())) {
        String name = event.path("name").asText();
        if (event.path("cat").asText().equals("Node") && name.endsWith(SUFFIX)) {
          events.add(of(name.substring(0, name.length() - SUFFIX.length()), event));
        }
      }
      events.sort((a, b) -> Long.compare(a.start, b.start));
      return withoutBodies(events);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NodeEvent of(String name, JsonNode event) {
    JsonNode args = event.path("args");
    List<List<Long>> inputs = new ArrayList<>();
    args.path("input_type_shape").forEach(input -> floats(input, inputs));
    List<List<Long>> outputs = new ArrayList<>();
    args.path("output_type_shape").forEach(output -> floats(output, outputs));
    return new NodeEvent(
        name,
        args.path("op_name").asText(),
        event.path("ts").asLong(),
        event.path("dur").asLong(),
        inputs,
        outputs.isEmpty() ? List.of() : outputs.get(0),
        args.path("parameter_size").asLong());
  }

  private static void floats(JsonNode value, List<List<Long>> shapes) {
    JsonNode shape = value.path("float");
    if (shape.isArray()) {
      List<Long> sides = new ArrayList<>();
      shape.forEach(side -> sides.add(side.asLong()));
      shapes.add(sides);
    }
  }

  private static List<NodeEvent> withoutBodies(List<NodeEvent> events) {
    List<NodeEvent> counted = new ArrayList<>();
    long end = Long.MIN_VALUE;
    for (NodeEvent event : events) {
      boolean inside = event.start < end;
      counted.add(inside ? event.taking(0) : event);
      if (!inside && WITH_BODIES.contains(event.operator)) {
        end = event.start + event.micros;
      }
    }
    return counted;
  }

  private NodeEvent taking(long other) {
    return new NodeEvent(name, operator, start, other, inputs, output, parameterBytes);
  }

  /** Floating point operations of products and convolutions; 0 for all else. */
  double operations() {
    if (inputs.isEmpty() || output.isEmpty()) {
      return 0;
    }
    List<Long> first = inputs.get(0);
    return switch (operator) {
      case "MatMul", "FusedMatMul", "Gemm", "FusedGemm" ->
          // The first may be turned: its size and the number of results say how many are summed.
          2.0 * size(first) * output.get(output.size() - 1);
      case "Conv", "FusedConv", "NhwcFusedConv" ->
          inputs.size() < 2
              ? 0
              : 2.0 * size(output) * size(inputs.get(1).subList(1, inputs.get(1).size()));
      case "MultiHeadAttention" -> inputs.size() < 2 ? 0 : attention(first, inputs.get(1));
      default -> 0;
    };
  }

  /** Two products, of queries and keys and of scores and values. */
  private static double attention(List<Long> query, List<Long> key) {
    double keys = key.size() == 4 ? key.get(2) : key.get(1);
    return 4.0 * size(query) * keys;
  }

  private static double size(List<Long> shape) {
    return shape.stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
  }
}
