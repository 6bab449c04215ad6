package dev.kiln.host.graph.write;

import dev.kiln.host.graph.Attribute;
import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.Weight;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.Branch;
import dev.kiln.spi.graph.ChunkBody;
import dev.kiln.spi.graph.LoopBody;
import dev.kiln.spi.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes operators that run bodies of their own. */
final class BodyWriter {
  private final NodeWriter outer;

  BodyWriter(NodeWriter outer) {
    this.outer = outer;
  }

  List<Value> loop(Value times, List<Value> first, LoopBody content) {
    Turn turn = new Turn();
    List<Value> state = new ArrayList<>();
    for (Value value : first) {
      ElementType type = outer.types().of(value.name());
      state.add(turn.input(GraphPort.unshaped(outer.unique("state"), type)));
    }
    List<Value> results = content.write(turn.body, turn.number, List.copyOf(state));
    if (results.size() != first.size()) {
      throw new IllegalArgumentException(
          "at %s: a loop's body makes %d values of a state of %d"
              .formatted(outer.path(), results.size(), first.size()));
    }
    for (int i = 0; i < results.size(); i++) {
      turn.output(turn.body.like(results.get(i), first.get(i)));
    }
    return turn.append(times, first);
  }

  Value chunks(Value x, long axis, Value size, ChunkBody content) {
    Value length = outer.dim(x, axis);
    Value times = outer.div(outer.add(length, outer.sub(size, outer.whole(1))), size);
    Turn turn = new Turn();
    Value start = turn.body.mul(turn.number, size);
    Value end = turn.body.add(start, size);
    Value result = content.write(turn.body, turn.body.slice(x, axis, start, end), start, end);
    ElementType type = outer.types().of(result.name());
    Value before = turn.input(GraphPort.sequence(outer.unique("parts"), type));
    Value after = turn.body.op("SequenceInsert", before, result);
    turn.body.target().outputs().add(GraphPort.sequence(after.name(), type));
    Value none = outer.op("SequenceEmpty", Attributes.of("dtype", type.code()));
    Value parts = turn.append(times, List.of(none)).get(0);
    return outer.op("ConcatFromSequence", Attributes.of("axis", axis), parts);
  }

  Value choose(Value condition, Branch then, Branch otherwise) {
    Map<String, Attribute> branches =
        Map.of("then_branch", branch(then), "else_branch", branch(otherwise));
    return outer.append("If", 1, branches, condition).get(0);
  }

  private Attribute.Body branch(Branch content) {
    NodeWriter body = outer.inside(new Graph(""));
    output(body, content.write(body));
    return new Attribute.Body(body.target());
  }

  /** A body gives out only what its own nodes made, and each thing once. */
  private static void output(NodeWriter body, Value value) {
    Graph graph = body.target();
    boolean own = graph.nodes().stream().anyMatch(node -> node.outputs().contains(value.name()));
    boolean given = graph.outputs().stream().anyMatch(port -> port.name().equals(value.name()));
    Value result = own && !given ? value : body.op("Identity", value);
    graph.outputs().add(GraphPort.unshaped(result.name(), body.types().of(result.name())));
  }

  /** One turn of an ONNX loop: it gets its number and whether to go on, and says the latter. */
  private final class Turn {
    private final NodeWriter body = outer.inside(new Graph(""));
    private final Value number = scalar("turn", ElementType.INT64);

    Turn() {
      output(scalar("goOn", ElementType.BOOL));
    }

    private Value scalar(String name, ElementType type) {
      return input(new GraphPort(outer.unique(name), type, List.of()));
    }

    Value input(GraphPort port) {
      return body.define(port);
    }

    void output(Value value) {
      BodyWriter.output(body, value);
    }

    List<Value> append(Value times, List<Value> first) {
      // Always true, and of rank 0: a list of one is refused.
      Weight always =
          new Weight(
              outer.unique("always"),
              ElementType.BOOL,
              new long[0],
              new Weight.Inline(new byte[] {1}));
      List<Value> inputs = new ArrayList<>(List.of(times, outer.weight(always)));
      inputs.addAll(first);
      return outer.append(
          "Loop",
          first.size(),
          Map.of("body", new Attribute.Body(body.target())),
          inputs.toArray(Value[]::new));
    }
  }
}
