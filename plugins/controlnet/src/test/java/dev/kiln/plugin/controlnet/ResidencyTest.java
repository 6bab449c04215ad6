package dev.kiln.plugin.controlnet;

import static dev.kiln.plugin.controlnet.ControlHost.unit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.testing.DefaultModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidencyTest {
  private static final List<Map<String, Object>> SEG = List.of(unit("seg", "seg.png"));
  private static final List<Map<String, Object>> POSE = List.of(unit("pose", "pose.png"));

  private static ControlHost host(Path temp, long bytes) {
    ModelStore.Limits limits = new ModelStore.Limits(1, Long.MAX_VALUE, bytes);
    return new ControlHost(temp, DefaultModel.models(), limits);
  }

  @Test
  void requestsThatTakeTurnsLoadEachControlNetOnce(@TempDir Path temp) {
    try (ControlHost host = host(temp, Long.MAX_VALUE)) {
      for (int i = 0; i < 3; i++) {
        host.draw(SEG);
        host.draw(POSE);
      }
      assertThat(host.models().networks().opened()).isEqualTo(2);
    }
  }

  @Test
  void whatTheBudgetHasNoRoomForIsLoadedAgain(@TempDir Path temp) {
    try (ControlHost host = host(temp, 0)) {
      for (int i = 0; i < 2; i++) {
        host.draw(SEG);
        host.draw(POSE);
      }
      assertThat(host.models().networks().opened()).isEqualTo(4);
      assertThat(host.models().networks().bytes()).isZero();
    }
  }

  /** 17 MB each: of three uses in turn the one that was used longest ago makes room. */
  @Test
  void whatWasUsedLongestAgoMakesRoom(@TempDir Path temp) {
    try (ControlHost host = host(temp, 40_000_000)) {
      host.draw(SEG);
      host.draw(POSE);
      host.draw(SEG);
      host.draw(List.of(unit("diffusers/controlnet/pose", "pose.png")));
      host.draw(SEG);
      assertThat(host.models().networks().opened()).isEqualTo(3);
    }
  }

  /** One UNet session serves all pictures, weights and ControlNets, another all without them. */
  @Test
  void anotherPictureOrWeightNeedsNoOtherUnet(@TempDir Path temp) {
    try (ControlHost host = host(temp, Long.MAX_VALUE)) {
      host.draw(SEG);
      int once = host.models().networks().opened();
      host.draw(List.of(unit("seg", "pose.png", "weight", 0.3)));
      assertThat(host.models().networks().opened()).isEqualTo(once);
      assertThat(host.unetSessions()).isEqualTo(1);
      host.draw(List.of());
      assertThat(host.unetSessions()).isEqualTo(2);
      host.draw(SEG);
      assertThat(host.unetSessions()).isEqualTo(2);
    }
  }
}
