package dev.kiln.host.model;

import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The memory of evaluations with a certain number of rows, used again and again. For one thread.
 */
public final class Evaluation {
  private final Tensor sample;
  private final Tensor denoised;
  private final Tensor[] conditions;
  private final Tensor[] behind;
  private final Map<String, Tensor> fed = new HashMap<>();
  private final GivenTensors given;
  private double timestep;

  /** Rows of zeros, each as large as the latents of one picture. */
  public Evaluation(int rows, Tensor latents) {
    this(Tensor.zeros(rows, latents.dim(1), latents.dim(2), latents.dim(3)), 0, new Tensor[rows]);
  }

  public Evaluation(Tensor sample, double timestep, Tensor... conditions) {
    this.sample = sample;
    this.denoised = Tensor.like(sample);
    this.conditions = conditions;
    this.behind = new Tensor[sample.dim(0)];
    Arrays.fill(behind, Tensor.zeros(0, sample.dim(2), sample.dim(3)));
    this.given = new GivenTensors(sample.dim(0));
    this.timestep = timestep;
  }

  /** The network's input, [rows, latent channels, height, width]. */
  public Tensor sample() {
    return sample;
  }

  /** What the network predicts of it, and later what that means for the latents. */
  public Tensor denoised() {
    return denoised;
  }

  /** One for each row, [tokens, width]. */
  public Tensor[] conditions() {
    return conditions;
  }

  /** What each row's input has behind its latents, [further channels, height, width]. */
  public Tensor[] behind() {
    return behind;
  }

  /** Inputs that plugins declared, by name: [rows or 1, ...]. */
  public Map<String, Tensor> fed() {
    return fed;
  }

  /** Outputs that plugins declared. */
  public GivenTensors given() {
    return given;
  }

  public double timestep() {
    return timestep;
  }

  public void timestep(double value) {
    timestep = value;
  }
}
