package dev.kiln.plugin.latentcouple;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.InfotextReader;
import dev.kiln.spi.testkit.InfotextReaderContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CoupleKeysTest extends InfotextReaderContract {
  @Override
  protected InfotextReader reader() {
    return new CoupleKeys();
  }

  @Override
  protected Map<String, String> written() {
    return Map.of(
        "Latent Couple",
        "divisions=1:1, 1:2,1:2 positions=0:0,0:0,0:1 weights=0.2,0.8,0.8 end at step=15"
            + " mode=attention base=0.25 soft border=16");
  }

  @Override
  protected Map<String, Object> options() {
    return Map.of(
        "enabled",
        true,
        "divisions",
        "1:1, 1:2,1:2",
        "positions",
        "0:0,0:0,0:1",
        "weights",
        "0.2,0.8,0.8",
        "endAtStep",
        15.0,
        "mode",
        "attention",
        "base",
        0.25,
        "softBorder",
        16.0);
  }

  @Test
  void aSketchCannotBeReadBack() {
    Map<String, String> sketch =
        Map.of(
            "Latent Couple", "sketch=3 colors mask weights=1,0.5 alpha blend=0.2 end at step=20");

    assertThatThrownBy(() -> reader().options(sketch, warning -> {}))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "latent-couple: the regions were a sketch, which no infotext has; give it again with"
                + " --regions");
  }
}
