package dev.kiln.plugin.perturbedattention;

import dev.kiln.spi.graph.AttentionKind;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.KeyValue;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.Value;
import java.util.List;
import java.util.Optional;

/**
 * A switch in the network: at 0 its self-attention in the middle block is as it was, at 1 it is
 * spoiled. A variant of the network would be a second session with all its weights.
 */
record PerturbedPatch(PerturbedOptions options, Optional<NetworkShape> shape)
    implements GraphPatch {
  /** The switch, one number. */
  static final String SWITCH = "perturbed_attention";

  @Override
  public String fingerprint() {
    return options.by() + (blurs() ? " " + options.blur() : "");
  }

  /** Whether places are neighbours, for which their rows and columns must be known. */
  private boolean blurs() {
    return options.by() == Perturbation.SEG && options.blur() > 0;
  }

  @Override
  public boolean dependsOnShape() {
    return blurs();
  }

  @Override
  public void apply(NetworkGraph network) {
    List<AttentionSite> sites = middle(network.attention());
    if (sites.isEmpty()) {
      network.warn(
          "perturbed-attention changes nothing: this UNet has no self-attention that was found");
      return;
    }
    Value on = network.input(SWITCH, "1", "1", "1");
    for (AttentionSite site : sites) {
      GraphEditor editor = network.editor().at(site.path());
      network.replace(
          site,
          options.by() == Perturbation.PAG
              ? mixed(editor, on, site.output(), site.value())
              : blurred(network, editor, on, site));
    }
  }

  /**
   * The self-attentions of the middle block; of a UNet that has none there, or whose file does not
   * say, those at the lowest level.
   */
  private static List<AttentionSite> middle(List<AttentionSite> all) {
    List<AttentionSite> selfs =
        all.stream()
            .filter(site -> site.kind() == AttentionKind.SELF && site.level().isPresent())
            .toList();
    List<AttentionSite> named =
        selfs.stream().filter(site -> site.path().contains("mid_block")).toList();
    int lowest = selfs.stream().mapToInt(site -> site.level().getAsInt()).max().orElse(0);
    return named.isEmpty()
        ? selfs.stream().filter(site -> site.level().getAsInt() == lowest).toList()
        : named;
  }

  /** One value or another. */
  private static Value mixed(GraphEditor editor, Value on, Value off, Value spoiled) {
    return editor.add(off, editor.mul(editor.like(on, off), editor.sub(spoiled, off)));
  }

  private Value blurred(NetworkGraph network, GraphEditor editor, Value on, AttentionSite site) {
    Value query = site.query();
    Value smooth = blurs() ? gaussian(editor, site) : mean(editor, query);
    return network.attend(
        site,
        mixed(editor, on, query, smooth),
        new KeyValue(site.key(), site.value()),
        site.bias().orElse(Value.NONE));
  }

  /** Over all places: [batch, 1, channels], which is broadcast. */
  private static Value mean(GraphEditor editor, Value query) {
    Value places = editor.like(editor.dim(query, 1), query);
    return editor.div(editor.sum(query, 1), places);
  }

  private Value gaussian(GraphEditor editor, AttentionSite site) {
    NetworkShape run = shape.orElseThrow();
    int level = site.level().getAsInt();
    int height = run.height(level);
    int width = run.width(level);
    return GaussianBlur.of(editor, site.query(), height, width, options.blur());
  }
}
