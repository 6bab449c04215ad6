package dev.kiln.host.pipeline.hook;

import dev.kiln.host.graph.recipe.AttentionCandidate;
import dev.kiln.host.graph.recipe.AttentionReport;
import dev.kiln.host.graph.recipe.ConvolutionCandidate;
import dev.kiln.host.graph.recipe.ConvolutionPlan;
import dev.kiln.host.graph.recipe.ConvolutionReport;
import dev.kiln.host.graph.recipe.GraphPart;
import dev.kiln.host.graph.recipe.GraphProblem;
import dev.kiln.host.graph.recipe.GraphRecipe;
import dev.kiln.host.graph.recipe.RecipeReport;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.onnx.SessionWishes;
import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.prompt.PromptChunk;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.hook.ConvolutionOptimizer;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.hook.SessionTuner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Plans how the plugins of a request prepare the networks of its passes. If an attention optimizer
 * that nobody asked for fails, later plans leave it out. For the generation's own thread.
 */
public final class SessionPlans {
  private final Hooks hooks;
  private final AttentionWish wish;
  private final ConvolutionWish convolutions;
  private final NetworkShape shape;
  private final RequestState state;
  private final Set<String> failed;
  private final Map<Asked, SessionPlan> made = new HashMap<>();

  /**
   * What a plan is for.
   *
   * @param part the AND part that a text encoder reads, where plans differ by it
   */
  public record Asked(NetworkKind kind, OptionalInt part) {}

  /**
   * @param shape of the UNet's runs
   */
  public SessionPlans(
      Hooks hooks,
      AttentionWish wish,
      ConvolutionWish convolutions,
      NetworkShape shape,
      RequestState state) {
    this(hooks, wish, convolutions, shape, state, new HashSet<>());
  }

  private SessionPlans(
      Hooks hooks,
      AttentionWish wish,
      ConvolutionWish convolutions,
      NetworkShape shape,
      RequestState state,
      Set<String> failed) {
    this.hooks = hooks;
    this.wish = wish;
    this.convolutions = convolutions;
    this.shape = shape;
    this.state = state;
    this.failed = failed;
  }

  /** Plans for which nothing is known of convolutions. */
  public SessionPlans(Hooks hooks, AttentionWish wish, NetworkShape shape, RequestState state) {
    this(hooks, wish, ConvolutionWish.NONE, shape, state);
  }

  /** Plans outside of a request: nobody is told of conflicts. */
  public SessionPlans(Hooks hooks, AttentionWish wish, NetworkShape shape) {
    this(hooks, wish, ConvolutionWish.NONE, shape);
  }

  /** Plans outside of a request, for which something is known of convolutions. */
  public SessionPlans(
      Hooks hooks, AttentionWish wish, ConvolutionWish convolutions, NetworkShape shape) {
    this(hooks, wish, convolutions, shape, new RequestState(RequestFacts.NONE));
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

  /**
   * The plans of a pass, for which plugins are asked anew. What failed before stays left out.
   *
   * @param rows of one image; the UNet is planned for runs of as many as here
   */
  public SessionPlans ofPass(NetworkShape rows) {
    NetworkShape run =
        new NetworkShape(
            shape.rows(), rows.latentHeight(), rows.latentWidth(), rows.conditionTokens());
    return new SessionPlans(hooks, wish, convolutions, run, state, failed);
  }

  /** Of the UNet's runs. */
  public NetworkShape shape() {
    return shape;
  }

  /** Tell the request who computes the attentions and convolutions of its UNet. */
  public void report(RecipeReport unet) {
    unet.attention().choices().stream()
        .filter(AttentionReport.Choice::isTaken)
        .forEach(choice -> state.takesPart(choice.plugin()));
    unet.convolutions().choices().stream()
        .filter(ConvolutionReport.Choice::isTaken)
        .forEach(choice -> state.takesPart(choice.plugin()));
    state.report().attention(unet.attention(), wish);
    state.report().convolutions(unet.convolutions());
  }

  /** Whether an optimizer was chosen that never holds all scores of an attention. */
  public boolean fused() {
    return !wish.name().isEmpty() && !wish.untouched();
  }

  /**
   * Use a network as it is planned; without a plugin's attention where that fails and nobody asked
   * for it.
   */
  public <T> T use(NetworkKind network, Function<SessionPlan, T> use) {
    return use(network, OptionalInt.empty(), use);
  }

  /** The same for the text encoder of one part. */
  public <T> T use(NetworkKind network, OptionalInt part, Function<SessionPlan, T> use) {
    while (true) {
      try {
        return use.apply(plan(network, part));
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
  public void leaveOut(GraphProblem problem) {
    boolean asked = problem.attention() && wish.named();
    if (asked || !problem.attention() && !problem.convolution()) {
      throw problem;
    }
    made.clear();
    if (!failed.add(problem.plugin())) {
      // Another network found out first; this one was planned before.
      return;
    }
    String what =
        problem.attention()
            ? "attention goes on without plugin '%s', which was chosen automatically: %s"
            : "convolutions go on without plugin '%s': %s";
    state.report().warn(what.formatted(problem.plugin(), problem.getMessage()));
  }

  /**
   * What is to become of a network in this pass.
   *
   * @throws dev.kiln.spi.BadRequest when an optimizer is asked for that is not there
   */
  public SessionPlan plan(NetworkKind network) {
    return plan(network, OptionalInt.empty());
  }

  public SessionPlan plan(NetworkKind network, OptionalInt part) {
    return made.computeIfAbsent(new Asked(network, part), this::ask);
  }

  private SessionPlan ask(Asked asked) {
    List<GraphPart<GraphPatch>> patches = new ArrayList<>();
    for (Hook<GraphPatcher> hook : hooks.of(GraphPatcher.class)) {
      NetworkContext context = context(hook.plugin(), asked);
      try {
        Opened.given(hook.extension().open(context))
            .ifPresent(patch -> patches.add(patch(hook.plugin(), patch, context)));
      } catch (Throwable e) {
        throw Attribution.of(e, hook.plugin(), "GraphPatcher.open");
      }
    }
    patches.forEach(patch -> state.takesPart(patch.plugin()));
    GraphRecipe recipe =
        new GraphRecipe(
            asked.kind(), patches, optimizers(asked), chosen(), convolutions(asked), shape);
    return new SessionPlan(recipe, wishes(asked), state.report());
  }

  private String chosen() {
    String name = wish.name();
    boolean there =
        hooks.of(AttentionOptimizer.class).stream()
            .anyMatch(hook -> hook.name().equals(name) && usable(hook));
    // A measured winner that has failed or gone leaves the choice to rank.
    return wish.named() || there ? name : "";
  }

  private List<AttentionCandidate> optimizers(Asked asked) {
    if (wish.untouched()) {
      return List.of();
    }
    List<Hook<AttentionOptimizer>> all = hooks.of(AttentionOptimizer.class);
    List<String> names = all.stream().map(Hook::name).toList();
    if (wish.named() && !names.contains(wish.name())) {
      throw AttentionChooser.unknown(wish.name(), names);
    }
    return all.stream()
        .filter(this::usable)
        .map(hook -> candidate(hook, context(hook.plugin(), asked)))
        .toList();
  }

  private ConvolutionPlan convolutions(Asked asked) {
    if (asked.kind() == NetworkKind.TEXT_ENCODER) {
      // It has none, and would be made for each size of picture.
      return ConvolutionPlan.NONE;
    }
    List<ConvolutionCandidate> candidates = new ArrayList<>();
    for (Hook<ConvolutionOptimizer> hook : hooks.of(ConvolutionOptimizer.class)) {
      NetworkContext context = context(hook.plugin(), asked);
      try {
        if (usable(hook) && hook.extension().memory(context) > 0) {
          String options = hooks.state(hook.plugin());
          candidates.add(
              new ConvolutionCandidate(
                  hook.name(),
                  new GraphPart<>(hook.plugin(), "", options, hook.extension(), context)));
        }
      } catch (Throwable e) {
        throw Attribution.of(e, hook.plugin(), "ConvolutionOptimizer.memory");
      }
    }
    return new ConvolutionPlan(candidates, convolutions.seconds());
  }

  private boolean usable(Hook<?> hook) {
    return !failed.contains(hook.plugin());
  }

  private SessionWishes wishes(Asked asked) {
    SessionWishes wishes = new SessionWishes();
    for (Hook<SessionTuner> hook : hooks.of(SessionTuner.class)) {
      try {
        hook.extension().tune(wishes.of(hook.plugin()), context(hook.plugin(), asked));
      } catch (Throwable e) {
        throw Attribution.of(e, hook.plugin(), "SessionTuner.tune");
      }
    }
    wishes.conflicts().forEach(state.report()::warn);
    return wishes;
  }

  /** What a patch depends on it says itself: pictures, say, change from request to request. */
  private GraphPart<GraphPatch> patch(String plugin, GraphPatch patch, NetworkContext context) {
    String memory = "memory " + wish.memory();
    return new GraphPart<>(plugin, hooks.build(plugin), memory, patch, context);
  }

  private AttentionCandidate candidate(Hook<AttentionOptimizer> hook, NetworkContext context) {
    String state = hooks.state(hook.plugin()) + " memory " + wish.memory();
    return new AttentionCandidate(
        hook.name(),
        hook.rank(),
        new GraphPart<>(hook.plugin(), "", state, hook.extension(), context));
  }

  private NetworkContext context(String plugin, Asked asked) {
    return new NetworkView(plugin, hooks, asked, state, shape, wish.memory());
  }
}
