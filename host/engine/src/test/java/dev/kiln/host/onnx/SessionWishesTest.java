package dev.kiln.host.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.Optimization;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionWishesTest {
  private final SessionWishes wishes = new SessionWishes();

  @Test
  void whoComesFirstHasItAndTheOtherIsTold() {
    wishes.of("layout").optimization(Optimization.LAYOUT);
    wishes.of("hot").optimization(Optimization.EXTENDED);
    wishes.of("hot").entry("session.disable_prepacking", "1");
    wishes.of("layout").entry("session.disable_prepacking", "1");
    assertThat(wishes.conflicts())
        .containsExactly(
            "optimization: plugin 'hot' wants EXTENDED, 'layout' was first with LAYOUT");
    assertThat(wishes.text()).isEqualTo("LAYOUT {session.disable_prepacking=1} {} []");
  }

  @Test
  void aSessionIsOpenedAsWished() {
    wishes.of("a").optimization(Optimization.BASIC);
    wishes.of("a").entry("session.disable_prepacking", "1");
    wishes.of("a").provider("cpu", Map.of());
    Path file = DefaultModel.models().resolve("default/vae_decoder/model.onnx");
    try (InferenceSession network =
        InferenceSession.open(OrtRuntime.open(), file, OnnxReader.read(file), wishes)) {
      assertThat(network.firstInput()).isNotEmpty();
    }
  }

  @Test
  void aProviderThatIsNotThereIsOneSentence() {
    wishes.of("a").provider("abacus", Map.of());
    Path file = DefaultModel.models().resolve("default/vae_decoder/model.onnx");
    assertThatThrownBy(
            () -> InferenceSession.open(OrtRuntime.open(), file, OnnxReader.read(file), wishes))
        .isInstanceOf(BadRequest.class)
        .hasMessage("there is no execution provider 'abacus'");
  }
}
