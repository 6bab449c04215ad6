package dev.kiln.host.pipeline.pass;

import dev.kiln.host.graph.recipe.Variant;
import dev.kiln.host.model.Evaluation;
import dev.kiln.host.pipeline.hook.Attribution;
import dev.kiln.host.pipeline.hook.NotFinite;
import dev.kiln.host.pipeline.hook.Opened;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.Row.Role;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.hook.DenoiseInterceptor.Evaluations;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes one evaluation through the interceptors of a pass to the network. The same object for all
 * evaluations: an array and a depth, so that a step makes no garbage however many hooks there are.
 */
final class DenoiseChain implements DenoiseCall {
  private final List<Opened<DenoiseInterceptor>> links;
  private final int[] proceeds;
  private final StepClock clock;
  private final RowSet rows;
  private final List<Variant> variants;
  private final Runnable network;
  private @Nullable Evaluation tensors;
  private int depth;
  private @Nullable Throwable below;
  private @Nullable Role only;
  private Variant variant = Variant.WHOLE;

  /**
   * @param variants of the network
   * @param network fills {@code denoised()} of the current rows that {@link #asks} says, by {@link
   *     #variant}
   */
  DenoiseChain(
      List<Opened<DenoiseInterceptor>> links,
      StepClock clock,
      RowSet rows,
      List<Variant> variants,
      Runnable network) {
    this.links = List.copyOf(links);
    this.proceeds = new int[links.size()];
    this.clock = clock;
    this.rows = rows;
    this.variants = variants;
    this.network = network;
  }

  /** Run all interceptors and the network on the tensors of this evaluation. */
  void run(Evaluation tensors) {
    this.tensors = tensors;
    tensors.fed().clear();
    below = null;
    only = null;
    variant = Variant.WHOLE;
    enter(0);
  }

  /** Whether the network is asked for a row. */
  boolean asks(int row) {
    return only == null || row(row).role() == only;
  }

  /** The network that is asked. */
  Variant variant() {
    return variant;
  }

  @Override
  public void proceed(String name) {
    Variant callers = variant;
    variant = chosen(links.get(depth).plugin(), name);
    try {
      proceed();
    } finally {
      variant = callers;
    }
  }

  private Variant chosen(String plugin, String name) {
    if (variant != Variant.WHOLE && !variant.plugin().equals(plugin)) {
      throw new PluginProblem(
          "it asks for '%s/%s' where '%s' was asked for: an evaluation runs one variant; leave one of the two plugins out"
              .formatted(plugin, name, variant));
    }
    for (int i = 0; i < variants.size(); i++) {
      Variant one = variants.get(i);
      if (one.plugin().equals(plugin) && one.name().equals(name)) {
        return one;
      }
    }
    throw new PluginProblem(
        "there is no variant '%s'; the patches of this plugin make %s"
            .formatted(
                name,
                variants.stream()
                    .filter(one -> one.plugin().equals(plugin))
                    .map(Variant::name)
                    .toList()));
  }

  @Override
  public Tensor output(String name) {
    return tensors.given().of(name);
  }

  @Override
  public void proceed(Role role) {
    Role callers = only;
    only = role;
    try {
      proceed();
    } finally {
      only = callers;
    }
  }

  @Override
  public void proceed() {
    int caller = depth;
    if (++proceeds[caller] > 1 && links.get(caller).part().evaluations() != Evaluations.REPEATS) {
      throw new PluginProblem("proceed() was called twice, but evaluations() is not REPEATS");
    }
    NotFinite.refuse(sample(), "sample()");
    try {
      enter(caller + 1);
    } catch (Throwable e) {
      below = e;
      throw e;
    } finally {
      depth = caller;
    }
  }

  private void enter(int index) {
    if (index == links.size()) {
      network.run();
      return;
    }
    depth = index;
    proceeds[index] = 0;
    Opened<DenoiseInterceptor> link = links.get(index);
    try {
      link.part().intercept(this);
      if (proceeds[index] == 0 && link.part().evaluations() != Evaluations.SKIPS) {
        throw new PluginProblem("proceed() was not called, but evaluations() is not SKIPS");
      }
      NotFinite.refuse(denoised(), "denoised()");
    } catch (Throwable e) {
      if (e == below) {
        throw e;
      }
      throw Attribution.of(e, link.plugin(), "denoise", clock);
    }
  }

  @Override
  public StepView step() {
    return clock;
  }

  @Override
  public int rows() {
    return rows.activeCount();
  }

  @Override
  public Row row(int index) {
    return rows.active(index);
  }

  @Override
  public Tensor sample() {
    return tensors.sample();
  }

  @Override
  public double timestep() {
    return tensors.timestep();
  }

  @Override
  public Tensor conditioning(int row) {
    return tensors.conditions()[row];
  }

  @Override
  public void feed(String input, Tensor values) {
    tensors.fed().put(input, values);
  }

  @Override
  public Tensor denoised() {
    return tensors.denoised();
  }
}
