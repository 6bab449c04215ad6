package dev.kiln.plugin.latentcouple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionsFlagTest {
  private static Map<String, Object> options(String text) {
    return new RegionsFlag().options(List.of(text));
  }

  @Test
  void threeListsAndWordsAreOptions() {
    assertThat(options("1:1,1:2 0:0,0:1 0.2,0.8 attention base=0.3 soft=16 end=12 merge visualize"))
        .isEqualTo(
            Map.of(
                "enabled",
                true,
                "divisions",
                "1:1,1:2",
                "positions",
                "0:0,0:1",
                "weights",
                "0.2,0.8",
                "mode",
                "attention",
                "base",
                0.3,
                "softBorder",
                16.0,
                "endAtStep",
                12,
                "merge",
                true,
                "visualize",
                true));
  }

  @Test
  void aFileIsASketch(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("sketch.png"), new byte[] {1, 2, 3});
    assertThat(options(file + " classic alpha=0.1 weights=0.5,0.9"))
        .isEqualTo(
            Map.of(
                "enabled", true,
                "sketch", "AQID",
                "mode", "classic",
                "alphaBlend", 0.1,
                "maskWeights", "0.5,0.9"));
  }

  @Test
  void whatItDoesNotKnowIsTold() {
    assertThatThrownBy(() -> options("1:1 0:0"))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("--regions has \"1:1 0:0\" and lacks positions or weights; write ");
    assertThatThrownBy(() -> options("nowhere.png"))
        .hasMessageStartingWith(
            "--regions begins with \"nowhere.png\", which is no file that can be read; write ");
    assertThatThrownBy(() -> options("1:1 0:0 1 loud"))
        .hasMessageStartingWith("--regions does not know \"loud\"; write ");
    assertThatThrownBy(() -> options("1:1 0:0 1 soft=much"))
        .hasMessage("latent-couple: soft has \"much\", which is no number");
    assertThatThrownBy(() -> new RegionsFlag().options(List.of("a", "b")))
        .hasMessage("--regions was given 2 times; give it once");
  }
}
