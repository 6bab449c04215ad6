package dev.kiln.host.pipeline.pass;

import dev.kiln.host.pipeline.hook.Attribution;
import dev.kiln.host.pipeline.hook.NotFinite;
import dev.kiln.host.pipeline.hook.Opened;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.GuidanceCall;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.Row.Role;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.hook.Guidance;
import dev.kiln.spi.hook.GuidanceInterceptor;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Passes the predictions of an evaluation's rows through the interceptors of a pass to the winning
 * guidance, and back as one prediction per image. The same object for all evaluations, so that a
 * step makes no garbage however many hooks there are.
 */
final class GuidanceChain implements GuidanceCall {
  private final Opened<Guidance> winner;
  private final List<Opened<GuidanceInterceptor>> links;
  private final boolean[] proceeded;
  private final StepClock clock;
  private final RowSet rows;
  private final double requested;
  private final Tensor combined;
  private final Tensor atScaleOne;
  private final List<Tensor> conds;
  private final List<Optional<Tensor>> unconds;
  private @Nullable Tensor denoised;
  private Tensor latents;
  private double scale;
  private Tensor into;
  private boolean condsKnown;
  private int depth;

  /**
   * @param scale of the request
   * @param latents of the pass, whose shape predictions have
   */
  GuidanceChain(
      Opened<Guidance> winner,
      List<Opened<GuidanceInterceptor>> links,
      StepClock clock,
      RowSet rows,
      double scale,
      Tensor latents) {
    this.winner = winner;
    this.links = List.copyOf(links);
    this.proceeded = new boolean[links.size()];
    this.clock = clock;
    this.rows = rows;
    this.requested = scale;
    this.scale = scale;
    this.combined = Tensor.like(latents);
    this.into = combined;
    this.latents = latents;
    // What interceptors alone ask for takes no memory in a pass without any.
    int images = links.isEmpty() ? 0 : latents.dim(0);
    this.atScaleOne = Tensor.zeros(images, latents.dim(1), latents.dim(2), latents.dim(3));
    this.conds = perImage(images, latents);
    this.unconds = perImage(images, latents).stream().map(Optional::of).toList();
  }

  private static List<Tensor> perImage(int images, Tensor latents) {
    return Stream.generate(() -> Tensor.zeros(latents.dim(1), latents.dim(2), latents.dim(3)))
        .limit(images)
        .toList();
  }

  /**
   * Combine the rows of an evaluation.
   *
   * @param denoised the prediction of each row
   * @param latents that they are predictions for, one for each image
   * @return one prediction per image, overwritten by the next call
   */
  Tensor run(Tensor denoised, Tensor latents) {
    this.denoised = denoised;
    this.latents = latents;
    condsKnown = false;
    enter(0, requested);
    return combined;
  }

  private void enter(int index, double at) {
    if (index == links.size()) {
      combineAt(at, combined);
      return;
    }
    depth = index;
    scale = at;
    proceeded[index] = false;
    Opened<GuidanceInterceptor> link = links.get(index);
    try {
      link.part().intercept(this);
      if (!proceeded[index]) {
        throw new PluginProblem("proceed() was not called; call it exactly once");
      }
      NotFinite.refuse(combined, "combined()");
    } catch (Throwable e) {
      throw Attribution.of(e, link.plugin(), "guidance", clock);
    }
  }

  @Override
  public void proceedAt(double at) {
    int caller = depth;
    double callers = scale;
    if (proceeded[caller]) {
      throw new PluginProblem("proceed() was called twice; call it exactly once");
    }
    proceeded[caller] = true;
    try {
      enter(caller + 1, at);
    } finally {
      depth = caller;
      scale = callers;
    }
  }

  @Override
  public void combineAt(double at, Tensor target) {
    if (!target.sameShape(combined)) {
      throw new IllegalArgumentException(
          "combineAt() was given a tensor of shape %s; it fills %s, so make it like combined()"
              .formatted(Arrays.toString(target.shape()), Arrays.toString(combined.shape())));
    }
    double callers = scale;
    scale = at;
    into = target;
    try {
      winner.part().combine(this);
      NotFinite.refuse(target, "combined()");
    } catch (Throwable e) {
      throw Attribution.of(e, winner.plugin(), "guidance", clock);
    } finally {
      scale = callers;
      into = combined;
    }
  }

  @Override
  public Tensor cond(int image) {
    if (!condsKnown) {
      combineAt(1, atScaleOne);
      condsKnown = true;
    }
    return copy(atScaleOne, image, conds.get(image));
  }

  @Override
  public Optional<Tensor> uncond(int image) {
    for (int row = 0; row < rows.guidedCount(); row++) {
      Row it = rows.guided(row);
      if (it.image() == image && it.role() == Role.UNCOND) {
        copy(denoised, row, unconds.get(image).orElseThrow());
        return unconds.get(image);
      }
    }
    return Optional.empty();
  }

  private static Tensor copy(Tensor from, int row, Tensor to) {
    System.arraycopy(from.data(), row * to.size(), to.data(), 0, to.size());
    return to;
  }

  @Override
  public StepView step() {
    return clock;
  }

  @Override
  public int images() {
    return combined.dim(0);
  }

  @Override
  public int rows() {
    return rows.guidedCount();
  }

  @Override
  public Row row(int index) {
    return rows.guided(index);
  }

  @Override
  public double scale() {
    return scale;
  }

  @Override
  public Tensor denoised() {
    return denoised;
  }

  @Override
  public Tensor latents() {
    return latents;
  }

  /** While the winner combines, what it is to fill. */
  @Override
  public Tensor combined() {
    return into;
  }
}
