package dev.kiln.plugin.controlnet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.hook.InfotextReader;
import dev.kiln.spi.testkit.InfotextReaderContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnitKeysTest extends InfotextReaderContract {
  private static final String UNIT =
      "Module: none, Model: seg [1a2b3c4d], Weight: 0.8, Resize Mode: Crop and Resize,"
          + " Guidance Start: 0.0, Guidance End: 0.5, Control Mode: Balanced,"
          + " Advanced Weighting: 1.0|0.5";

  @Override
  protected InfotextReader reader() {
    return new UnitKeys();
  }

  @Override
  protected Map<String, String> written() {
    return Map.of("ControlNet 1", UNIT);
  }

  @Override
  protected Map<String, Object> options() {
    Map<String, Object> unit =
        Map.ofEntries(
            Map.entry("enabled", true),
            Map.entry("module", "none"),
            Map.entry("model", "seg [1a2b3c4d]"),
            Map.entry("weight", "0.8"),
            Map.entry("resize_mode", "Crop and Resize"),
            Map.entry("guidance_start", "0.0"),
            Map.entry("guidance_end", "0.5"),
            Map.entry("control_mode", "Balanced"),
            Map.entry("advanced_weighting", List.of("1.0", "0.5")));
    return Map.of("units", List.of(Map.of("enabled", false), unit));
  }

  @Test
  void aMaskThatTheTextDoesNotHaveIsTold() {
    List<String> warnings = new ArrayList<>();

    reader().options(Map.of("ControlNet 0", UNIT + ", Effective Region Mask: True"), warnings::add);

    assertThat(warnings)
        .containsExactly(
            "ControlNet unit 0 acted in a region alone, whose mask the infotext does not have; give"
                + " it again");
  }
}
