package dev.kiln.plugin.controlnet;

import static dev.kiln.plugin.controlnet.ControlHost.unit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.random.Precision;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.testing.RandomModels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kiln models random --kind controlnet} writes, on a model of the same shape. */
class RandomControlNetTest {
  @Test
  void changesThePictureAndItsValuesStayFinite(@TempDir Path temp) {
    Path models = temp.resolve("models");
    RandomModels.single(models.resolve("random"), 5, Precision.F32);
    RandomModels.controlnet(models.resolve("controlnet/seg"), 6);
    RandomModels.controlnet(models.resolve("controlnet/pose"), 7);
    try (ControlHost host = new ControlHost(temp, models, ModelStore.Limits.ONE)) {
      byte[] plain = draw(host, List.of());
      byte[] one = draw(host, List.of(unit("seg", "seg.png")));
      byte[] two = draw(host, List.of(unit("seg", "seg.png"), unit("pose", "seg.png")));
      assertThat(one).isNotEqualTo(plain);
      assertThat(two).isNotEqualTo(plain).isNotEqualTo(one);
    }
  }

  private static byte[] draw(ControlHost host, List<Map<String, Object>> units) {
    GenerationResult result =
        host.draw(request -> request.model("random").steps(2).size(64, 64), units);
    assertThat(result.warnings()).isEmpty();
    for (float value : host.latents().data()) {
      assertThat(value).isFinite();
    }
    return result.images().get(0).rgb();
  }
}
