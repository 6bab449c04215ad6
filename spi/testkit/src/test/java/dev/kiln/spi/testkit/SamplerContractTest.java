package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.hook.ScheduleProvider;
import dev.kiln.spi.index.OffersSampler;
import dev.kiln.spi.index.OffersSchedule;
import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.sampling.ScheduleCall;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The contracts of samplers and schedules find what they look for. */
class SamplerContractTest {
  private static List<String> broken(Class<?> contract) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(contract)).build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    assertThat(listener.getSummary().getTestsFoundCount()).isGreaterThanOrEqualTo(8);
    return listener.getSummary().getFailures().stream()
        .map(failure -> failure.getTestIdentifier().getUniqueId())
        .map(id -> id.replaceFirst(".*\\[(method|test-template):(\\w+)\\(.*", "$2"))
        .distinct()
        .toList();
  }

  /** Euler's method, and a place for what may be done wrong. */
  @OffersSampler(name = "Steps", aliases = "k_steps", schedule = "falling")
  private static class Steps implements SamplerProvider {
    @Override
    public Sampler create() {
      return this::sample;
    }

    void sample(SamplerRun run) {
      double[] sigmas = run.sigmas();
      for (int i = 0; i + 1 < sigmas.length; i++) {
        Tensor denoised = run.model().denoise(run.latents(), sigmas[i]);
        step(run.latents().data(), denoised.data(), sigmas[i + 1] / sigmas[i]);
        run.stepEnded(i, denoised);
      }
    }

    /** x = D + (x - D) σ'/σ. */
    void step(float[] x, float[] denoised, double share) {
      for (int j = 0; j < x.length; j++) {
        x[j] = (float) (denoised[j] + (x[j] - denoised[j]) * share);
      }
    }
  }

  /** Linear in sigma. */
  @OffersSchedule(name = "falling", label = "Falling down", aliases = "down")
  private static class Falling implements ScheduleProvider {
    @Override
    public double[] sigmas(ScheduleCall call) {
      double[] sigmas = new double[call.steps() + 1];
      for (int i = 0; i < call.steps(); i++) {
        sigmas[i] = call.sigmaMax() * (call.steps() - i) / call.steps();
      }
      return sigmas;
    }
  }

  static class Good extends SamplerContract {
    @Override
    protected SamplerProvider sampler() {
      return new Steps();
    }

    @Override
    protected List<ScheduleProvider> schedules() {
      return List.of(new Falling());
    }
  }

  static class Short extends Good {
    @Override
    protected SamplerProvider sampler() {
      return new Steps() {
        @Override
        void step(float[] x, float[] denoised, double share) {
          super.step(x, denoised, Math.max(share, 0.5));
        }
      };
    }
  }

  static class Mixing extends Good {
    @Override
    protected SamplerProvider sampler() {
      return new Steps() {
        @Override
        void step(float[] x, float[] denoised, double share) {
          super.step(x, denoised, share);
          x[0] += x[x.length - 1] * (float) share;
        }
      };
    }
  }

  static class Remembering extends Good {
    @Override
    protected SamplerProvider sampler() {
      return new Steps() {
        private float before;

        @Override
        void step(float[] x, float[] denoised, double share) {
          super.step(x, denoised, share);
          x[1] += before * (float) share;
          before = x[1];
        }
      };
    }
  }

  @OffersSampler(name = "Euler", aliases = "k_asking")
  private static final class Asking extends Steps {
    @Override
    void sample(SamplerRun run) {
      super.sample(run);
      run.model().uncond();
    }
  }

  static class Undeclared extends Good {
    @Override
    protected SamplerProvider sampler() {
      return new Asking();
    }
  }

  static class GoodSchedule extends ScheduleContract {
    @Override
    protected ScheduleProvider schedule() {
      return new Falling();
    }
  }

  static class EndlessSchedule extends ScheduleContract {
    @Override
    protected ScheduleProvider schedule() {
      return new Falling() {
        @Override
        public double[] sigmas(ScheduleCall call) {
          double[] sigmas = super.sigmas(call);
          sigmas[call.steps()] = call.table().min();
          return sigmas;
        }
      };
    }
  }

  @Test
  void goodOnesPass() {
    assertThat(broken(Good.class)).isEmpty();
    assertThat(broken(GoodSchedule.class)).isEmpty();
  }

  @Test
  void oneThatStopsBeforeTheEndFails() {
    assertThat(broken(Short.class)).containsExactly("atSigmaZeroItIsWhereTheModelPointsTo");
  }

  @Test
  void oneThatMixesImagesFails() {
    assertThat(broken(Mixing.class)).containsExactly("aBatchIsItsSingleImages");
  }

  @Test
  void oneThatRemembersThePassBeforeFails() {
    assertThat(broken(Remembering.class)).contains("theSameSeedGivesTheSameWhateverWasDrawnBefore");
  }

  @Test
  void oneThatTakesTheHostsNameAndAsksForWhatItDoesNotDeclareFails() {
    assertThat(broken(Undeclared.class))
        .containsExactlyInAnyOrder("itDeclaresWhatItAsksFor", "itIsFoundByEachOfItsNames");
  }

  @Test
  void aScheduleThatDoesNotEndAtZeroAndReadsTheTableFails() {
    assertThat(broken(EndlessSchedule.class))
        .containsExactlyInAnyOrder(
            "itsLevelsDescendToZeroInAsManySteps", "itDeclaresThatItNeedsTheModelsTable");
  }
}
