package dev.kiln.plugin.detailer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code --detailer} as it is typed. */
class DetailerFlagTest {
  @Test
  void eachOneIsAUnit() {
    assertThat(
            new DetailerFlag()
                .options(List.of("scenes:person", "face_yolov8n = a face [SEP] x=y", "hand=")))
        .isEqualTo(
            Map.of(
                "units",
                List.of(
                    Map.of("ad_model", "scenes:person"),
                    Map.of("ad_model", "face_yolov8n", "ad_prompt", "a face [SEP] x=y"),
                    Map.of("ad_model", "hand", "ad_prompt", ""))));
  }

  @Test
  void oneWithoutADetectorIsRefused() {
    assertThatThrownBy(() -> new DetailerFlag().options(List.of(" = a face")))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "--detailer  = a face names no detector; write MODEL=PROMPT, as in"
                + " scenes:person=\"a girl, smiling\"");
  }
}
