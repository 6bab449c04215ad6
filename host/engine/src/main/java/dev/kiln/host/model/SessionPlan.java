package dev.kiln.host.model;

import dev.kiln.host.graph.recipe.GraphRecipe;
import dev.kiln.host.onnx.SessionWishes;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import java.util.List;
import java.util.function.Consumer;

/**
 * How a network is prepared before it runs.
 *
 * @param recipe of its graph
 * @param wishes for its session
 * @param warnings receives the warnings of the patches of each session that is used
 */
public record SessionPlan(GraphRecipe recipe, SessionWishes wishes, Consumer<String> warnings) {
  /** A plan whose patches are not heard. */
  public SessionPlan(GraphRecipe recipe, SessionWishes wishes) {
    this(recipe, wishes, unheard -> {});
  }

  /** As it lies in its file, run as the host runs networks. */
  public static SessionPlan plain(NetworkKind network) {
    GraphRecipe nothing =
        new GraphRecipe(network, List.of(), List.of(), "", new NetworkShape(1, 1, 1, 1));
    return new SessionPlan(nothing, new SessionWishes());
  }

  /** Without the changes of weights that come before all else. */
  SessionPlan structure() {
    return new SessionPlan(recipe.structure(), wishes, warnings);
  }

  /** What tells the session that this makes from others of the same network. */
  String fingerprint() {
    return recipe.fingerprint("") + " " + wishes.text();
  }
}
