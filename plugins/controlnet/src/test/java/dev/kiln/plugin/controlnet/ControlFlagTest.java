package dev.kiln.plugin.controlnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlFlagTest {
  private static final byte[] BYTES = {1, 2, 3};

  @TempDir private Path temp;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.write(temp.resolve("map.png"), BYTES);
  }

  private static Map<String, Object> unit(Map<String, Object> more) {
    Map<String, Object> unit = new java.util.HashMap<>(more);
    unit.put("enabled", true);
    unit.put("image", Base64.getEncoder().encodeToString(BYTES));
    return unit;
  }

  @Test
  void readsFilesAndKeepsTheOrder() {
    List<String> typed =
        List.of("seg=" + file + ":0.8", "pose:openpose=" + file, "a/seg=" + file + ":1");
    assertThat(new ControlFlag().options(typed))
        .isEqualTo(
            Map.of(
                "units",
                List.of(
                    unit(Map.of("model", "seg", "module", "none", "weight", 0.8)),
                    unit(Map.of("model", "pose", "module", "openpose")),
                    unit(Map.of("model", "a/seg", "module", "none", "weight", 1.0)))));
  }

  @Test
  void saysWhatIsWrong() {
    String missing = "seg=" + temp.resolve("none.png") + ":0.5";
    assertThatThrownBy(() -> new ControlFlag().options(List.of(missing)))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "--control "
                + missing
                + ": there is no file "
                + temp.resolve("none.png")
                + "; name the picture to follow");
    assertThatThrownBy(() -> new ControlFlag().options(List.of("seg=" + file + ":abc")))
        .hasMessageEndingWith(
            ":abc: the weight after the colon is abc; write a number of 0 to 2, as in"
                + " seg=map.png:0.8");
    assertThatThrownBy(() -> new ControlFlag().options(List.of("seg")))
        .hasMessage(
            "--control seg is no unit; write MODEL=FILE, as in seg=map.png:0.8 or"
                + " seg:seg_ofade20k=photo.png");
  }
}
