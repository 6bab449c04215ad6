package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.host.sampler.SamplerNames;
import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.hook.ScheduleProvider;
import dev.kiln.spi.sampling.Denoiser;
import dev.kiln.spi.sampling.SamplerInfo;
import dev.kiln.spi.sampling.SamplerInfo.Trait;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every sampler promises: extend it in the plugin's tests. */
public abstract class SamplerContract {
  protected abstract SamplerProvider sampler();

  /** The schedules that its plugin brings beside it. */
  protected List<ScheduleProvider> schedules() {
    return List.of();
  }

  private SamplerInfo info() {
    return Declared.sampler(sampler());
  }

  /** Its own levels, or those of Karras et al. (2022) down to 0. */
  private static double[] sigmas(SamplerProvider provider, int steps) {
    return provider
        .ownSigmas(steps, FakeSamplerRun.TABLE)
        .orElseGet(
            () ->
                IntStream.rangeClosed(0, steps)
                    .mapToDouble(i -> i == steps ? 0 : karras(i / Math.max(steps - 1.0, 1)))
                    .toArray());
  }

  private static double karras(double part) {
    double max = Math.pow(FakeSamplerRun.TABLE.max(), 1 / 7.0);
    double min = Math.pow(FakeSamplerRun.TABLE.min(), 1 / 7.0);
    return Math.pow(max + part * (min - max), 7);
  }

  private FakeSamplerRun run(SamplerProvider provider, Model model, int steps, long... seeds) {
    FakeSamplerRun run = new FakeSamplerRun(provider, model, steps, sigmas(provider, steps), seeds);
    provider.create().sample(run);
    return run;
  }

  private FakeSamplerRun run(Model model, int steps, long... seeds) {
    return run(sampler(), model, steps, seeds);
  }

  /** The perfect denoiser of data that is normal around a picture. */
  private static final class Model implements Denoiser {
    private final double deviation;
    private Tensor denoised = Tensor.zeros(0, 0, 0, 0);
    private boolean askedUncond;

    /**
     * @param deviation of the data; 0 for one that always predicts the picture
     */
    Model(double deviation) {
      this.deviation = deviation;
    }

    /** The picture: the same in each image. */
    static float target(Tensor latents, int i) {
      return (float) Math.sin(i % latents.rowSize());
    }

    @Override
    public Tensor denoise(Tensor latents, double sigma) {
      if (!Arrays.equals(denoised.shape(), latents.shape())) {
        denoised = Tensor.like(latents);
      }
      double variance = deviation * deviation;
      double share = variance == 0 ? 0 : variance / (variance + sigma * sigma);
      for (int i = 0; i < latents.size(); i++) {
        float target = target(latents, i);
        denoised.data()[i] = (float) (target + share * (latents.data()[i] - target));
      }
      return denoised;
    }

    @Override
    public Tensor uncond() {
      askedUncond = true;
      return denoised;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 30})
  void itsLatentsStayFiniteWithAnyNumberOfSteps(int steps) {
    for (float value : run(new Model(0.8), steps, 1).latents().data()) {
      assertThat(value).isFinite();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 30})
  void atSigmaZeroItIsWhereTheModelPointsTo(int steps) {
    double[] sigmas = sigmas(sampler(), steps);
    assumeTrue(sigmas[sigmas.length - 1] == 0, "its own noise levels do not end at 0");
    Tensor latents = run(new Model(0), steps, 1).latents();
    for (int i = 0; i < latents.size(); i++) {
      assertThat(latents.data()[i]).isCloseTo(Model.target(latents, i), within(1e-3f));
    }
  }

  @Test
  void theSameSeedGivesTheSameWhateverWasDrawnBefore() {
    SamplerProvider provider = sampler();
    float[] first = run(provider, new Model(0.8), 8, 1).latents().data();
    run(provider, new Model(0.3), 5, 2);
    assertThat(run(provider, new Model(0.8), 8, 1).latents().data()).isEqualTo(first);
    assertThat(run(new Model(0.8), 8, 2).latents().data()).isNotEqualTo(first);
  }

  @Test
  void aBatchIsItsSingleImages() {
    assumeTrue(!info().has(Trait.ADAPTIVE), "each image has a pass of its own");
    Tensor batch = run(new Model(0.8), 8, 1, 2, 3).latents();
    for (int image = 0; image < 3; image++) {
      int from = image * batch.rowSize();
      assertThat(Arrays.copyOfRange(batch.data(), from, from + batch.rowSize()))
          .as("image %d of 3", image + 1)
          .isEqualTo(run(new Model(0.8), 8, image + 1).latents().data());
    }
  }

  @Test
  void itSaysThatEachStepIsOverOnce() {
    FakeSamplerRun run = run(new Model(0.8), 8, 1);
    assertThat(run.ended())
        .isNotEmpty()
        .isEqualTo(IntStream.range(0, run.ended().size()).boxed().toList());
    if (sampler().ownSigmas(8, FakeSamplerRun.TABLE).isEmpty()) {
      assertThat(run.ended()).hasSize(8);
    }
  }

  @Test
  void itLeavesTheNoiseLevelsAsTheyAre() {
    assertThat(run(new Model(0.8), 8, 1).sigmas()).isEqualTo(sigmas(sampler(), 8));
  }

  @Test
  void itDeclaresWhatItAsksFor() {
    Model model = new Model(0.8);
    FakeSamplerRun run = run(model, 8, 1);
    if (model.askedUncond) {
      assertThat(info().traits()).contains(Trait.READS_UNCOND);
    }
    if (run.drewBrownianNoise()) {
      assertThat(info().traits()).contains(Trait.BROWNIAN_NOISE);
    }
  }

  @Test
  void itIsFoundByEachOfItsNames() {
    SamplerNames names =
        new SamplerNames(List.of(info()), schedules().stream().map(Declared::schedule).toList());
    for (String name : info().names()) {
      assertThat(names.choose(name, "").sampler()).as(name).isEqualTo(info());
      assertThat(names.choose(name + " Karras", "").sampler()).isEqualTo(info());
    }
  }

  @Test
  void theHostDrawsWithIt() {
    TestingGeneration generation =
        TestingGeneration.standard()
            .plugin("under-test", sampler())
            .request(request -> request.sampler(info().name()));
    for (ScheduleProvider schedule : schedules()) {
      generation = generation.plugin("schedule", schedule);
    }
    Outcome outcome = generation.run();
    assertThat(outcome.evaluated()).isNotEmpty();
    for (float value : outcome.latents().data()) {
      assertThat(value).isFinite();
    }
  }
}
