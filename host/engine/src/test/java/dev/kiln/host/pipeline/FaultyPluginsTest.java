package dev.kiln.host.pipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.pipeline.hook.PluginSampler;
import dev.kiln.host.pipeline.hook.PluginSchedule;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.Progress;
import dev.kiln.host.sampler.OfferedSampler;
import dev.kiln.host.sampler.OfferedSchedule;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.OnePlugin;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.hook.ScheduleProvider;
import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerInfo;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.sampling.ScheduleInfo;
import dev.kiln.spi.sampling.SigmaTable;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole generations in which a plugin fails: who is named, where and when. */
class FaultyPluginsTest {
  @TempDir static Path temp;
  private static ModelStore models;

  @BeforeAll
  static void open() {
    models = DefaultModel.store(temp);
  }

  @AfterAll
  static void close() {
    models.close();
  }

  static Stream<Arguments> samplers() {
    return Stream.of(
        Arguments.of(
            sampler(
                run -> {
                  throw new IllegalStateException("no idea");
                }),
            "sampler Mine at step 1 of 4: no idea"),
        Arguments.of(
            sampler(run -> steps(run, Float.NaN)),
            "sampler Mine at step 2 of 4: NaN or infinity is left in the latents"),
        Arguments.of(
            sampler(run -> run.latents().data()[0] = Float.NEGATIVE_INFINITY),
            "sampler Mine at step 1 of 4: NaN or infinity is left in the latents"),
        Arguments.of(new Mine(null), "sampler Mine: NullPointerException"),
        Arguments.of(own(), "sampler Mine: it gave 0 noise levels; 2 is the least"),
        Arguments.of(
            own(1, 2, 0),
            "sampler Mine: its noise level 2 is 2.0; each must be finite, not below 0 and not above"
                + " the one before"));
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void samplerIsNamed(SamplerProvider sampler, String fault) {
    fails(sampler, call -> new double[] {9, 3, 2, 1, 0}, fault);
  }

  static Stream<Arguments> schedules() {
    return Stream.of(
        Arguments.of(
            new double[] {9, 1, 0},
            "it gave 3 noise levels for 4 steps, the last one 0.0; it must give 5, the last one 0"),
        Arguments.of(
            new double[] {},
            "it gave 0 noise levels for 4 steps, the last one missing; it must give 5, the last one"
                + " 0"),
        Arguments.of(
            new double[] {9, 3, 2, 1, 0.1},
            "it gave 5 noise levels for 4 steps, the last one 0.1; it must give 5, the last one 0"),
        Arguments.of(level(1, 10), level(2, "10.0")),
        Arguments.of(level(2, -1), level(3, "-1.0")),
        Arguments.of(level(0, Double.POSITIVE_INFINITY), level(1, "Infinity")),
        Arguments.of(level(1, Double.NaN), level(2, "NaN")));
  }

  private static double[] level(int index, double value) {
    double[] sigmas = {9, 3, 2, 1, 0};
    sigmas[index] = value;
    return sigmas;
  }

  private static String level(int number, String value) {
    return "its noise level "
        + number
        + " is "
        + value
        + "; each must be finite, not below 0 and not above the one before";
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void scheduleIsNamed(double[] sigmas, String fault) {
    fails(sampler(run -> steps(run, 0)), call -> sigmas, "schedule Steep: " + fault);
  }

  private static void fails(SamplerProvider sampler, ScheduleProvider schedule, String fault) {
    assertThatThrownBy(() -> draw(request -> new Offering(sampler, schedule)))
        .isInstanceOf(PluginProblem.class)
        .hasMessage("plugin 'breaker' failed in " + fault);
  }

  @Test
  void failureOfTheModelIsNoSamplersFault() {
    DenoiseHook inputs =
        pass ->
            Optional.of(
                call -> {
                  if (call.step().step() == 2) {
                    call.conditioning(0).data()[0] = Float.NaN;
                  }
                  call.proceed();
                });
    assertThatThrownBy(() -> draw(new OnePlugin(inputs)))
        .isInstanceOf(PluginProblem.class)
        .hasMessage(
            "the model gave NaN or infinity at step 3 of 4; its weights may be damaged, or made for"
                + " half precision and overflow: try another model, sampler or a lower cfg scale;"
                + " plugins that took part: breaker");
  }

  private static void draw(HookSource plugins) {
    String sampler = plugins instanceof OnePlugin ? "Euler" : "Mine";
    new GenerationPipeline(models, plugins)
        .generate(
            "job",
            GenerationRequest.of("a girl").sampler(sampler).steps(4).size(64, 64).seed(7).build(),
            Progress.SILENT,
            new Cancellation());
  }

  private static SamplerProvider sampler(Sampler sampler) {
    return new Mine(sampler);
  }

  private static SamplerProvider own(double... sigmas) {
    return new SamplerProvider() {
      @Override
      public Sampler create() {
        return run -> {};
      }

      @Override
      public Optional<double[]> ownSigmas(int steps, SigmaTable table) {
        return Optional.of(sigmas);
      }
    };
  }

  /** All of a run, with a value in the latents after the first step. */
  private static void steps(SamplerRun run, float value) {
    for (int i = 0; i < run.steps(); i++) {
      Tensor denoised = run.model().denoise(run.latents(), run.sigmas()[i]);
      run.stepEnded(i, denoised);
      run.latents().data()[0] = value;
    }
  }

  private record Mine(Sampler sampler) implements SamplerProvider {
    @Override
    public Sampler create() {
      return Optional.of(sampler).get();
    }
  }

  /** What the runtime makes of a plugin that offers a sampler and its schedule. */
  private record Offering(SamplerProvider sampler, ScheduleProvider schedule)
      implements HookSource.Hooks {
    @Override
    public List<OfferedSampler> samplers() {
      return List.of(
          new OfferedSampler(
              SamplerInfo.of("Mine").withSchedule("steep"),
              new PluginSampler("breaker", "Mine", sampler),
              "breaker"));
    }

    @Override
    public List<OfferedSchedule> schedules() {
      return List.of(
          new OfferedSchedule(
              new ScheduleInfo("steep", "Steep", List.of(), 0, false),
              new PluginSchedule("breaker", "Steep", schedule)));
    }
  }
}
