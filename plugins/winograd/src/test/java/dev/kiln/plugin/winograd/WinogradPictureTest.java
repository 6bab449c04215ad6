package dev.kiln.plugin.winograd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.OnePlugin;
import dev.kiln.spi.graph.NetworkContext;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A picture of the default model. */
class WinogradPictureTest {
  private static GenerationResult draw(ModelStore models, HookSource plugins) {
    GenerationRequest request =
        GenerationRequest.of("a girl, meadow").seed(1).steps(3).sampler("Euler").build();
    return new GenerationPipeline(models, plugins)
        .generate("job", request, Progress.SILENT, new Cancellation());
  }

  private record Asked(Tile tile) implements Winograd {
    @Override
    public long memory(NetworkContext network) {
      return WinogradOptions.DEFAULT.bytes();
    }
  }

  @Test
  void aPictureDiffersByOneStepOfAColorAtMost(@TempDir Path temp) {
    try (ModelStore models = DefaultModel.store(temp)) {
      GenerationResult plain = draw(models, HookSource.NONE);
      GenerationResult found = draw(models, new OnePlugin("winograd-4x4", new Asked(Tile.FOUR)));
      assertThat(found.attention()).contains("winograd-4x4, ").contains(" convolutions: ");
      assertThat(found.warnings()).isEmpty();
      byte[] wanted = plain.images().get(0).rgb();
      byte[] colors = found.images().get(0).rgb();
      for (int i = 0; i < wanted.length; i++) {
        assertThat((colors[i] & 0xff) - (wanted[i] & 0xff)).isBetween(-1, 1);
      }
    }
  }
}
