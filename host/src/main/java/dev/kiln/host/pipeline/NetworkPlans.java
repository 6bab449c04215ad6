package dev.kiln.host.pipeline;

import dev.kiln.host.graph.GraphPart;
import dev.kiln.host.graph.GraphProblem;
import dev.kiln.host.graph.GraphRecipe;
import dev.kiln.host.model.NetworkPlan;
import dev.kiln.host.onnx.SessionWishes;
import dev.kiln.host.pipeline.HookSource.Hook;
import dev.kiln.host.pipeline.HookSource.Hooks;
import dev.kiln.host.prompt.PromptChunk;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.hook.SessionTuner;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What the plugins of a request make of the networks of its passes. An optimizer of attention that
 * fails where nobody asked for it by name is left out of the plans that follow. For the
 * generation's own thread.
 */
public final class NetworkPlans {
  private final Hooks hooks;
  private final AttentionWish wish;
  private NetworkShape shape;
  private final Report report;
  private final Set<String> failed = new HashSet<>();
  private final Map<NetworkKind, NetworkPlan> made = new EnumMap<>(NetworkKind.class);

  /**
   * @param shape of the UNet's runs
   */
  NetworkPlans(Hooks hooks, AttentionWish wish, NetworkShape shape, Report report) {
    this.hooks = hooks;
    this.wish = wish;
    this.shape = shape;
    this.report = report;
  }

  /** Plans outside of a request: nobody is told of conflicts. */
  public NetworkPlans(Hooks hooks, AttentionWish wish, NetworkShape shape) {
    this(hooks, wish, shape, new Report());
  }

  /**
   * The UNet's runs for a picture before its prompts are known: prompt and negative prompt, of one
   * chunk each.
   *
   * @param width of the picture
   * @param height of the picture
   */
  public static NetworkShape guided(int width, int height) {
    return new NetworkShape(2, height / 8, width / 8, PromptChunk.TOKENS);
  }

  /** The prompts are known: so many tokens go into the UNet. */
  void conditionTokens(int tokens) {
    shape = new NetworkShape(shape.rows(), shape.latentHeight(), shape.latentWidth(), tokens);
    made.clear();
  }

  /** A pass begins: plugins are asked anew. */
  void nextPass() {
    made.clear();
  }

  /**
   * Use a network as it is planned; without a plugin's attention where that fails and nobody asked
   * for it.
   */
  <T> T use(NetworkKind network, Function<NetworkPlan, T> use) {
    while (true) {
      try {
        return use.apply(plan(network));
      } catch (GraphProblem e) {
        leaveOut(e);
      }
    }
  }

  /**
   * Go on without what a plugin brought to attention.
   *
   * @throws GraphProblem when it was asked for, or is another's fault
   */
  void leaveOut(GraphProblem problem) {
    if (wish.named() || !problem.attention() || !failed.add(problem.plugin())) {
      throw problem;
    }
    made.clear();
    report.warn(
        "attention goes on without plugin '"
            + problem.plugin()
            + "', which was chosen automatically: "
            + problem.getMessage());
  }

  /**
   * What is to become of a network in this pass.
   *
   * @throws dev.kiln.spi.BadRequest when an optimizer is asked for that is not there
   */
  public NetworkPlan plan(NetworkKind network) {
    return made.computeIfAbsent(network, this::ask);
  }

  private NetworkPlan ask(NetworkKind network) {
    List<GraphPart<GraphPatch>> patches = new ArrayList<>();
    for (Hook<GraphPatcher> hook : hooks.of(GraphPatcher.class)) {
      NetworkContext context = context(hook.plugin(), network);
      try {
        hook.extension()
            .open(context)
            .ifPresent(patch -> patches.add(part(hook.plugin(), patch, context)));
      } catch (RuntimeException e) {
        throw Attribution.of(e, hook.plugin(), "GraphPatcher.open");
      }
    }
    GraphRecipe recipe =
        new GraphRecipe(network, patches, optimizers(network), chosen(network), shape);
    return new NetworkPlan(recipe, wishes(network));
  }

  private String chosen(NetworkKind network) {
    String name = wish.name();
    boolean there =
        hooks.of(AttentionOptimizer.class).stream()
            .anyMatch(hook -> hook.extension().name().equals(name) && usable(hook));
    // A measured winner that has failed or gone leaves the choice to rank.
    return wish.named() || there ? name : "";
  }

  private List<GraphPart<AttentionOptimizer>> optimizers(NetworkKind network) {
    if (wish.untouched()) {
      return List.of();
    }
    List<Hook<AttentionOptimizer>> all = hooks.of(AttentionOptimizer.class);
    List<String> names = all.stream().map(hook -> hook.extension().name()).toList();
    if (wish.named() && !names.contains(wish.name())) {
      throw AttentionChooser.unknown(wish.name(), names);
    }
    return all.stream()
        .filter(this::usable)
        .map(hook -> part(hook.plugin(), hook.extension(), context(hook.plugin(), network)))
        .toList();
  }

  private boolean usable(Hook<?> hook) {
    return !failed.contains(hook.plugin());
  }

  private SessionWishes wishes(NetworkKind network) {
    SessionWishes wishes = new SessionWishes();
    for (Hook<SessionTuner> hook : hooks.of(SessionTuner.class)) {
      try {
        hook.extension().tune(wishes.of(hook.plugin()), context(hook.plugin(), network));
      } catch (RuntimeException e) {
        throw Attribution.of(e, hook.plugin(), "SessionTuner.tune");
      }
    }
    wishes.conflicts().forEach(report::warn);
    return wishes;
  }

  private <T> GraphPart<T> part(String plugin, T hook, NetworkContext context) {
    String state = hooks.state(plugin) + " memory " + wish.memory();
    return new GraphPart<>(plugin, "", state, hook, context);
  }

  private NetworkContext context(String plugin, NetworkKind network) {
    return new NetworkView(plugin, hooks, network, shape, wish.memory());
  }
}
