package dev.kiln.host.graph;

import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.hook.AttentionOptimizer;
import java.util.List;
import java.util.Optional;

/**
 * All that is to become of a network's graph: patches in order, then one optimizer for each
 * attention.
 *
 * @param optimizers the candidates
 * @param chosen the name of the one that was asked for; empty where rank decides
 * @param passShape the shape of the pass, which the graph is made for only where a part wants it
 */
public record GraphRecipe(
    NetworkKind kind,
    List<GraphPart<GraphPatch>> patches,
    List<GraphPart<AttentionOptimizer>> optimizers,
    String chosen,
    NetworkShape passShape) {
  /** The optimizer's name by which a request asks for none. */
  public static final String UNTOUCHED = "none";

  public GraphRecipe {
    patches = List.copyOf(patches);
    optimizers =
        optimizers.stream()
            .filter(one -> chosen.isEmpty() || one.hook().name().equals(chosen))
            .toList();
  }

  /** The shape that the graph is made for; empty where it serves every shape. */
  public Optional<NetworkShape> shape() {
    boolean wanted =
        patches.stream().anyMatch(one -> one.hook().dependsOnShape())
            || optimizers.stream().anyMatch(one -> one.hook().dependsOnShape());
    return wanted ? Optional.of(passShape) : Optional.empty();
  }

  /** What the patches are, in order: what the network gives depends on them. */
  public List<String> patchNames() {
    return patches.stream()
        .map(patch -> patch.plugin() + " " + patch.hook().fingerprint())
        .toList();
  }

  /** Whether the graph stays as it is in the file. */
  public boolean empty() {
    return patches.isEmpty() && optimizers.isEmpty();
  }

  /**
   * The name of the graph that this makes of a model.
   *
   * @param modelHash of the network's file
   */
  public String fingerprint(String modelHash) {
    GraphFingerprint fingerprint = new GraphFingerprint();
    fingerprint.add(modelHash, kind.name(), chosen, shape().map(Record::toString).orElse(""));
    for (GraphPart<GraphPatch> patch : patches) {
      fingerprint.add(
          "patch", patch.plugin(), patch.jarHash(), patch.options(), patch.hook().fingerprint());
    }
    for (GraphPart<AttentionOptimizer> optimizer : optimizers) {
      fingerprint.add(
          "attention",
          optimizer.plugin(),
          optimizer.jarHash(),
          optimizer.options(),
          optimizer.hook().name());
    }
    return fingerprint.hash();
  }

  /**
   * Do it to a graph that was read or built for it.
   *
   * @return who computes which attention
   * @throws dev.kiln.spi.PluginProblem when a plugin fails
   */
  public AttentionReport apply(Graph graph) {
    return new RecipeRun(this, graph).run();
  }
}
