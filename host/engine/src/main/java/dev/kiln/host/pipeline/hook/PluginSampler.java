package dev.kiln.host.pipeline.hook;

import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SigmaTable;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A plugin's sampler whose faults before its steps are told as the plugin's; those in its steps are
 * told by the pass.
 *
 * @param name by which users know it
 */
public record PluginSampler(String plugin, String name, SamplerProvider sampler)
    implements SamplerProvider {
  private <T> T attributed(Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException | Error e) {
      throw Attribution.of(e, plugin, "sampler " + name);
    }
  }

  @Override
  public Sampler create() {
    return attributed(sampler::create);
  }

  @Override
  public Optional<double[]> ownSigmas(int steps, SigmaTable table) {
    return attributed(() -> sampler.ownSigmas(steps, table).map(PluginSampler::checked));
  }

  private static double[] checked(double[] sigmas) {
    if (sigmas.length < 2) {
      throw new PluginProblem("it gave %d noise levels; 2 is the least".formatted(sigmas.length));
    }
    PluginSchedule.demandDescent(sigmas);
    return sigmas;
  }

  @Override
  public double initialScale(double firstSigma) {
    return attributed(() -> sampler.initialScale(firstSigma));
  }

  @Override
  public double defaultEta() {
    return attributed(sampler::defaultEta);
  }
}
