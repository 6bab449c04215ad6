package dev.kiln.host.pipeline;

import dev.kiln.host.model.Evaluation;
import dev.kiln.host.model.Model.Prediction;
import dev.kiln.spi.generate.GuidanceCall;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.Row.Role;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.sampling.Denoiser;
import dev.kiln.spi.sampling.SigmaTable;
import dev.kiln.spi.tensor.Tensor;

/**
 * The model as samplers see it: plans the rows, runs them through hooks and network, lets the
 * guidance combine them.
 *
 * <p>Preconditioning as in k-diffusion, with x the latents and s their noise level: the network
 * sees x / sqrt(s² + 1); denoised = x - s * epsilon, or x / (s² + 1) - v * s / sqrt(s² + 1).
 *
 * <p>Each image's rows are a run of their own: on a CPU a larger batch wins at most 5 %, and so an
 * image's bits do not depend on what else is in its batch; several where memory asks for it.
 */
final class ModelDenoiser implements Denoiser, GuidanceCall {
  private final PassUnet unet;
  private final Prediction predicts;
  private final SigmaTable table;
  private final StepClock clock;
  private final RowSet rows;
  private final PassHooks hooks;
  private final DenoiseChain chain;
  private final double scale;
  private final boolean negativeUnused;
  private final int rowsAtOnce;
  private final Evaluation[] byRows;
  private final Tensor combined;
  private final Tensor uncond;
  private Evaluation current;

  ModelDenoiser(Setup setup) {
    this.unet = setup.unet;
    this.predicts = setup.predicts;
    this.table = setup.table;
    this.clock = setup.clock;
    this.rows = setup.rows;
    this.hooks = setup.hooks;
    this.scale = setup.scale;
    this.negativeUnused = setup.negativeUnused;
    this.rowsAtOnce = setup.rowsAtOnce;
    this.byRows = new Evaluation[rows.size() + 1];
    this.current = new Evaluation(rows.size(), setup.latents);
    this.byRows[rows.size()] = current;
    this.combined = Tensor.like(setup.latents);
    this.uncond = Tensor.like(setup.latents);
    this.chain = new DenoiseChain(hooks.interceptors(), clock, rows, this::runNetwork);
  }

  /**
   * What a denoiser is made of.
   *
   * @param negativeUnused whether negative prompts that have no say in this pass are not computed
   * @param rowsAtOnce as many rows of an image as memory allows in one run
   */
  record Setup(
      PassUnet unet,
      Prediction predicts,
      SigmaTable table,
      StepClock clock,
      RowSet rows,
      PassHooks hooks,
      double scale,
      boolean negativeUnused,
      int rowsAtOnce,
      Tensor latents) {}

  @Override
  public Tensor denoise(Tensor latents, double sigma) {
    clock.evaluationBegins(sigma);
    rows.reset();
    if (negativeUnused) {
      rows.dropUnusedNegatives();
    }
    hooks.filter(rows);
    rows.settle();
    current = tensors(rows.activeCount(), latents);
    layOut(latents, sigma);
    chain.run(current);
    hooks.guide(this);
    clock.evaluationEnded();
    return combined;
  }

  private Evaluation tensors(int count, Tensor latents) {
    if (byRows[count] == null) {
      byRows[count] = new Evaluation(count, latents);
    }
    return byRows[count];
  }

  private void layOut(Tensor latents, double sigma) {
    int size = latents.rowSize();
    float[] x = latents.data();
    float[] sample = current.sample().data();
    float inputScale = (float) (1 / Math.sqrt(sigma * sigma + 1));
    for (int row = 0; row < rows.activeCount(); row++) {
      int from = rows.active(row).image() * size;
      int to = row * size;
      for (int i = 0; i < size; i++) {
        sample[to + i] = x[from + i] * inputScale;
      }
      current.conditions()[row] = rows.condition(row);
    }
    current.timestep(table.timestep(sigma));
  }

  /** The end of the chain: rows of one image and one number of tokens together. */
  private void runNetwork() {
    int first = 0;
    for (int row = 1; row <= rows.activeCount(); row++) {
      if (row == rows.activeCount() || !together(first, row)) {
        run(first, row - first);
        first = row;
      }
    }
    precondition();
  }

  /** In as few runs as memory allows, all about as large. */
  private void run(int first, int count) {
    int runs = (count + rowsAtOnce - 1) / rowsAtOnce;
    for (int i = 0; i < runs; i++) {
      int from = count * i / runs;
      unet.evaluate(current, first + from, count * (i + 1) / runs - from);
    }
  }

  private boolean together(int a, int b) {
    Tensor[] conditions = current.conditions();
    return rows.active(a).image() == rows.active(b).image()
        && conditions[a].dim(0) == conditions[b].dim(0);
  }

  private void precondition() {
    double sigma = clock.sigma();
    double norm = Math.sqrt(sigma * sigma + 1);
    boolean epsilon = predicts == Prediction.EPSILON;
    float sampleScale = (float) (epsilon ? norm : 1 / norm);
    float predictionScale = (float) (epsilon ? -sigma : -sigma / norm);
    float[] sample = current.sample().data();
    float[] denoised = current.denoised().data();
    for (int i = 0; i < denoised.length; i++) {
      denoised[i] = sample[i] * sampleScale + denoised[i] * predictionScale;
    }
  }

  @Override
  public Tensor uncond() {
    int size = uncond.rowSize();
    int filled = -1;
    for (int row = 0; row < rows.activeCount(); row++) {
      Row it = rows.active(row);
      if (it.role() == Role.UNCOND || it.image() > filled) {
        System.arraycopy(
            current.denoised().data(), row * size, uncond.data(), it.image() * size, size);
        filled = it.image();
      }
    }
    return uncond;
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
    return rows.activeCount();
  }

  @Override
  public Row row(int index) {
    return rows.active(index);
  }

  @Override
  public double scale() {
    return scale;
  }

  @Override
  public Tensor denoised() {
    return current.denoised();
  }

  @Override
  public Tensor combined() {
    return combined;
  }
}
