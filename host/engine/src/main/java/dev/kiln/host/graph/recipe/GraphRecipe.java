package dev.kiln.host.graph.recipe;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.graph.live.LiveWeights;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.WeightsPatch;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is done to a network's graph: patches in order, one optimizer for each attention, patches
 * that come last, and one optimizer for each convolution.
 *
 * @param optimizers the candidates for attention
 * @param chosen the name of the one that was asked for; empty where rank decides
 * @param passShape the shape of the pass, for which the graph is made only if a part asks for it
 */
public record GraphRecipe(
    NetworkKind kind,
    List<GraphPart<GraphPatch>> patches,
    List<AttentionCandidate> optimizers,
    String chosen,
    ConvolutionPlan convolutions,
    NetworkShape passShape) {
  /** The optimizer's name by which a request asks for none. */
  public static final String UNTOUCHED = "none";

  public GraphRecipe {
    patches = List.copyOf(patches);
    optimizers =
        optimizers.stream().filter(one -> chosen.isEmpty() || one.name().equals(chosen)).toList();
  }

  /** A recipe that leaves convolutions as they are. */
  public GraphRecipe(
      NetworkKind kind,
      List<GraphPart<GraphPatch>> patches,
      List<AttentionCandidate> optimizers,
      String chosen,
      NetworkShape passShape) {
    this(kind, patches, optimizers, chosen, ConvolutionPlan.NONE, passShape);
  }

  /** The shape that the graph is made for; empty where it serves every shape. */
  public Optional<NetworkShape> shape() {
    boolean wanted =
        patches.stream().anyMatch(one -> one.hook().dependsOnShape())
            || optimizers.stream().anyMatch(one -> one.hook().dependsOnShape())
            || convolutions.dependsOnShape();
    return wanted ? Optional.of(passShape) : Optional.empty();
  }

  /** What the patches are, in order: what the network gives depends on them. */
  public List<String> patchNames() {
    return patches.stream()
        .map(patch -> patch.plugin() + " " + patch.hook().fingerprint())
        .toList();
  }

  /** How much of the memory of a run its patches leave, 0..1. */
  public double memoryShare() {
    return patches.stream().mapToDouble(it -> it.hook().memoryShare()).reduce(1, (a, b) -> a * b);
  }

  /** The variants that its patches make. */
  public List<Variant> variants() {
    return patches.stream()
        .flatMap(
            part ->
                RecipeRun.attributed(part, "GraphPatch.variants", () -> part.hook().variants())
                    .stream()
                    .sorted()
                    .map(name -> new Variant(part.plugin(), name)))
        .distinct()
        .toList();
  }

  /** What is done to a graph that is to become a variant: the same, by patches that know it. */
  public GraphRecipe variant(Variant variant) {
    List<GraphPart<GraphPatch>> making = patches.stream().map(variant::of).toList();
    return new GraphRecipe(kind, making, optimizers, chosen, convolutions, passShape);
  }

  /** Whether it makes a variant. */
  public boolean isVariant() {
    return patches.stream().anyMatch(part -> part.hook() instanceof VariantPatch);
  }

  /** The patches of nothing but weights that come before all others. */
  private List<GraphPart<GraphPatch>> leading() {
    return patches.stream().takeWhile(patch -> patch.hook() instanceof WeightsPatch).toList();
  }

  /** Whether it changes weights before anything else. */
  public boolean changesWeights() {
    return !leading().isEmpty();
  }

  /**
   * Whether a patch takes weights as they are in the end, which then cannot change in a session.
   */
  public boolean takesWeights() {
    return patches.stream().anyMatch(patch -> patch.hook().last());
  }

  /** What is left without the changes of weights that come first. */
  public GraphRecipe structure() {
    List<GraphPart<GraphPatch>> rest = patches.subList(leading().size(), patches.size());
    return new GraphRecipe(kind, rest, optimizers, chosen, convolutions, passShape);
  }

  /** Make the changes of weights that come first; empty ones are the model's own. */
  public void change(LiveWeights weights) {
    weights.change(
        weightsName(),
        live -> {
          for (GraphPart<GraphPatch> part : leading()) {
            RecipeRun.attributed(
                part,
                "patch of weights",
                () -> {
                  ((WeightsPatch) part.hook()).apply(live);
                  return true;
                });
          }
        });
  }

  /** The name of the weights that the changes which come first make; empty for none. */
  public String weightsName() {
    if (!changesWeights()) {
      return "";
    }
    GraphFingerprint fingerprint = new GraphFingerprint();
    leading().forEach(patch -> add(fingerprint, patch));
    return fingerprint.hash();
  }

  private static void add(GraphFingerprint fingerprint, GraphPart<GraphPatch> patch) {
    fingerprint.add(
        "patch", patch.plugin(), patch.jarHash(), patch.options(), patch.hook().fingerprint());
  }

  /** Whether the graph stays as it is in the file. */
  public boolean empty() {
    return patches.isEmpty() && optimizers.isEmpty() && convolutions.candidates().isEmpty();
  }

  /**
   * The name of the graph that this makes of a model.
   *
   * @param modelHash of the network's file
   */
  public String fingerprint(String modelHash) {
    GraphFingerprint fingerprint = new GraphFingerprint();
    fingerprint.add(modelHash, kind.name(), chosen, shape().map(Record::toString).orElse(""));
    patches.forEach(patch -> add(fingerprint, patch));
    for (AttentionCandidate optimizer : optimizers) {
      GraphPart<?> part = optimizer.part();
      fingerprint.add("attention", part.plugin(), part.jarHash(), part.options(), optimizer.name());
    }
    convolutions.addTo(fingerprint);
    return fingerprint.hash();
  }

  /** The same for attention, with convolutions as they are. */
  public GraphRecipe ofAttention() {
    return new GraphRecipe(kind, patches, optimizers, chosen, passShape);
  }

  /**
   * Who would compute the convolutions of a graph, which stays as it is.
   *
   * @param graph is asked for if anyone would
   */
  public ConvolutionReport convolutions(Supplier<Graph> graph) {
    if (convolutions.candidates().isEmpty()) {
      return ConvolutionReport.NONE;
    }
    GraphEdit edit = new GraphEdit(graph.get(), kind, shape());
    return new ConvolutionReport(ConvolutionRun.choices(this, edit.convolutions()));
  }

  /** What a part sees of the network. */
  NetworkContext context(GraphPart<?> part) {
    return new ShapedContext(part.context(), shape());
  }

  /**
   * Do it to a graph that was read or built for it.
   *
   * @throws dev.kiln.spi.PluginProblem when a plugin fails
   */
  public RecipeReport apply(Graph graph) {
    return new RecipeRun(this, graph).run();
  }
}
