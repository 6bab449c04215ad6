package dev.kiln.spi.generate;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Tensor;

/**
 * One evaluation of the denoising network on all its rows. Reused from evaluation to evaluation:
 * valid during {@code intercept}, never to be kept.
 */
@ProvidedByHost
public interface DenoiseCall {
  StepView step();

  /** How many rows are evaluated; dropped rows are not among them. */
  int rows();

  Row row(int index);

  /**
   * The network's input, [rows, channels, height/8, width/8]: the latents times 1/sqrt(sigma² + 1).
   * May be changed before {@code proceed()}.
   */
  Tensor sample();

  /** The time step that belongs to sigma, fractional, 0..999. */
  double timestep();

  /** The condition of a row, [tokens, width]. Shared between rows and steps: do not change it. */
  Tensor conditioning(int row);

  /**
   * The prediction of the finished latents per row, [rows, channels, height/8, width/8]: written by
   * {@code proceed()}, or by an interceptor that skips.
   */
  Tensor denoised();

  /**
   * Fill an input of the network that a patch of this plugin's declared, for this evaluation:
   * before each {@code proceed()} of one that needs it.
   *
   * @param input its name
   * @param values [rows, ...], one for each row of this call, or [1, ...] for all of them; they
   *     must stay as they are until {@code proceed()} returns
   */
  void feed(String input, Tensor values);

  /**
   * Run the rest of the chain, at its end the network.
   *
   * @throws dev.kiln.spi.PluginProblem when called more often than {@code evaluations()} allows
   */
  void proceed();

  /**
   * The same, at its end the network on the rows of one role alone. What {@code denoised()} holds
   * for the other rows then means nothing. An interceptor further in that proceeds does so for
   * these rows, too.
   *
   * @param role which rows; at least one of this call must have it
   */
  void proceed(Row.Role role);

  /**
   * The same, at its end a variant of the network in the place of the whole one.
   *
   * @param variant a name from {@link dev.kiln.spi.graph.GraphPatch#variants} of a patch of this
   *     plugin's
   * @throws dev.kiln.spi.PluginProblem when there is none of this name, or another plugin further
   *     out has chosen a variant for this evaluation
   */
  void proceed(String variant);

  /**
   * What the network gave out when it ran last in this evaluation, [rows, ...]. The tensor is the
   * host's. Unlike the call it stays: only the next run of as many rows that has this output writes
   * it, so it may be fed in later evaluations. After {@link #proceed(Row.Role)} the other rows are
   * as the last run left them that computed them.
   *
   * @param name under which a patch of this plugin's declared it, with {@link
   *     dev.kiln.spi.graph.NetworkGraph#output}
   * @throws dev.kiln.spi.PluginProblem when the last run gave out nothing of this name, or there
   *     was none
   */
  Tensor output(String name);
}
