package dev.kiln.plugin.controlnet;

import static dev.kiln.plugin.controlnet.ControlHost.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.TinyModel;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tiny model of the tests with the default model's ControlNet. */
class OtherBaseTest {
  @Test
  void isToldWithBothShapesBeforeTheFirstStep(@TempDir Path temp) throws IOException {
    Path models = TinyModel.copyTo(temp.resolve("models"));
    DefaultModel.copy(
        DefaultModel.models().resolve("controlnet/seg"), models.resolve("controlnet/seg"));
    try (ControlHost host = new ControlHost(temp, models, ModelStore.Limits.ONE)) {
      assertThatThrownBy(() -> host.draw(r -> r.model("tiny"), List.of(unit("seg", "seg.png"))))
          .isInstanceOf(BadRequest.class)
          .hasMessageMatching(
              "ControlNet unit 0: 'seg' is for another base model: it has encoder_hidden_states of"
                  + " shape \\[-1, -1, 128], the UNet of \\[-1, -1, \\d+]; choose a ControlNet that"
                  + " was trained for this model");
      assertThat(host.evaluations()).isEmpty();
    }
  }
}
