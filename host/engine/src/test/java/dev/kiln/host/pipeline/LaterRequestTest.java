package dev.kiln.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.start.Given;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.sampler.PassLevels;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.generate.PassSettings;
import dev.kiln.spi.generate.Resampling;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaterRequestTest {
  @TempDir static Path temp;

  /**
   * webUI's {@code setup_img2img_steps} where steps are given: {@code int(n / min(d, 0.999))}
   * levels, of which the last n steps are taken.
   */
  @Test
  void stepsOfASecondPassAreWebuis() {
    Random random = new Random(19);
    try (ModelStore models = DefaultModel.store(temp);
        ModelStore.Lease lease = models.use("default", "")) {
      for (int i = 0; i < 200; i++) {
        int first = 1 + random.nextInt(60);
        int second = random.nextBoolean() ? 0 : 1 + random.nextInt(60);
        double strength = (1 + random.nextInt(100)) / 100.0;
        GenerationRequest request =
            GenerationRequest.of("a girl").sampler("Euler").steps(first).seed(1).build();
        Settled settled = Settled.of(request, lease.model(), Hooks.NONE);
        Tensor latents = Tensor.zeros(1, 4, 24, 24);
        PassSettings settings = new PassSettings("", "", "", "", second, 0, "");
        GenerationRequest later =
            new LaterRequest(settled, 0, 1).sampling(new Resampling(latents, strength, settings));
        PassLevels levels =
            Settled.of(later, lease.model(), Hooks.NONE, Given.latents(latents)).steps().levels();
        int wanted = second == 0 ? first : second;
        String what = "%d and %d steps at %s".formatted(first, second, strength);
        assertThat(levels.count()).as(what).isEqualTo(wanted);
        assertThat(levels.schedule().length - 1)
            .as(what)
            .isEqualTo((int) (wanted / Math.min(strength, 0.999)));
        assertThat(levels.sigmas()[0])
            .as(what)
            .isEqualTo(levels.schedule()[levels.schedule().length - 1 - wanted]);
      }
    }
  }
}
