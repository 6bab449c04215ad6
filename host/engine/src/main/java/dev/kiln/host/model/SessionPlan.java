package dev.kiln.host.model;

import dev.kiln.host.graph.recipe.GraphRecipe;
import dev.kiln.host.graph.recipe.Variant;
import dev.kiln.host.onnx.SessionWishes;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import java.util.List;

/**
 * How a network is prepared before it runs.
 *
 * @param recipe of its graph
 * @param wishes for its session
 * @param use is told of each session that is used
 */
public record SessionPlan(GraphRecipe recipe, SessionWishes wishes, Use use) {
  /** Hears what is to be told of a session that is used. */
  public interface Use {
    /** Nobody is told. */
    Use UNHEARD =
        new Use() {
          @Override
          public void warn(String warning) {}

          @Override
          public void operators(NetworkKind network, String operators) {}
        };

    /** What a patch has to say. */
    void warn(String warning);

    /**
     * How a network computes.
     *
     * @param operators equal for two sessions that compute in the same way
     */
    void operators(NetworkKind network, String operators);
  }

  /** A plan whose patches are not heard. */
  public SessionPlan(GraphRecipe recipe, SessionWishes wishes) {
    this(recipe, wishes, Use.UNHEARD);
  }

  /** Tell what is to be told of a session that this made, now or before. */
  void used(PatchedSession session) {
    session.warnings().forEach(use::warn);
    use.operators(recipe.kind(), session.operators());
  }

  /** As it lies in its file, run as the host runs networks. */
  public static SessionPlan plain(NetworkKind network) {
    GraphRecipe nothing =
        new GraphRecipe(network, List.of(), List.of(), "", new NetworkShape(1, 1, 1, 1));
    return new SessionPlan(nothing, new SessionWishes());
  }

  /** The same for a variant of the network. */
  public SessionPlan variant(Variant variant) {
    return new SessionPlan(recipe.variant(variant), wishes, use);
  }

  /** Without the changes of weights that come before all else. */
  SessionPlan structure() {
    return new SessionPlan(recipe.structure(), wishes, use);
  }

  /** What tells the session that this makes from others of the same network. */
  String fingerprint() {
    return recipe.fingerprint("") + " " + wishes.text();
  }
}
