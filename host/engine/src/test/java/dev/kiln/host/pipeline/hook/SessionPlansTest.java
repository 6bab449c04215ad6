package dev.kiln.host.pipeline.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.OnePlugin;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.hook.GraphPatcher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionPlansTest {
  @Test
  void aPatcherIsAskedOnceForEachPassAndNetwork(@TempDir Path temp) {
    List<NetworkKind> asked = new ArrayList<>();
    GraphPatcher counting =
        network -> {
          asked.add(network.kind());
          return Optional.empty();
        };
    GenerationRequest request =
        GenerationRequest.of("a girl BREAK meadow")
            .negativePrompt("night")
            .steps(1)
            .seed(1)
            .batch(2, 2)
            .build();
    try (ModelStore models = DefaultModel.store(temp)) {
      new GenerationPipeline(models, new OnePlugin(counting))
          .generate("job", request, Progress.SILENT, new Cancellation());
    }
    assertThat(Collections.frequency(asked, NetworkKind.TEXT_ENCODER)).isEqualTo(1);
    assertThat(Collections.frequency(asked, NetworkKind.UNET)).isEqualTo(2);
    // Once more to see that it can be opened, before anything is drawn.
    assertThat(Collections.frequency(asked, NetworkKind.VAE_DECODER)).isEqualTo(3);
  }
}
