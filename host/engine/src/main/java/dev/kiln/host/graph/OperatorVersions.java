package dev.kiln.host.graph;

import java.util.Set;

/** Decides whether a graph means the same under a later version of ONNX's operators. */
public final class OperatorVersions {
  /** Before it, normalisations and shapes were other operators. */
  private static final long OLDEST = 17;

  private static final long NEWEST = 23;

  /**
   * Operators of versions 17 to 23 that take the same inputs and attributes and compute the same:
   * in ONNX's change log only element types were added. Not among them: Split, Pad and the
   * reductions, whose attributes became inputs; GroupNormalization, whose scale changed its shape.
   */
  private static final Set<String> UNCHANGED =
      Set.of(
          ("Add ArgMax Attention AveragePool Cast Concat ConcatFromSequence Constant"
                  + " ConstantOfShape Conv ConvTranspose Cos Div Equal Erf Exp Expand Flatten Gather"
                  + " GatherElements GatherND Gelu Gemm Greater Identity If InstanceNormalization LayerNormalization Less"
                  + " LessOrEqual Log Loop MatMul Max MaxPool Min Mul Neg Pow Range Reciprocal"
                  + " ReduceSum Relu Reshape Resize ScatterElements SequenceEmpty SequenceInsert Shape Sigmoid Sin"
                  + " Slice Softmax Sqrt Squeeze Sub Tanh TopK Transpose Trilu Unsqueeze Where")
              .split(" "));

  private OperatorVersions() {}

  /** Read a graph as one of a version; whether it is one now. */
  public static boolean raise(Graph graph, long version) {
    long now = graph.operatorSets().getOrDefault("", 1L);
    if (now >= version) {
      return true;
    }
    boolean possible = now >= OLDEST && version <= NEWEST && unchanged(graph);
    if (possible) {
      graph.operatorSets().put("", version);
    }
    return possible;
  }

  private static boolean unchanged(Graph graph) {
    return graph.nodes().stream()
        .allMatch(
            node ->
                (!node.domain().isEmpty() || UNCHANGED.contains(node.operator()))
                    && node.bodies().stream().allMatch(OperatorVersions::unchanged));
  }
}
