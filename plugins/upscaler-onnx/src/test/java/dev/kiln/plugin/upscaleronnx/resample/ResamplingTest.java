package dev.kiln.plugin.upscaleronnx.resample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.spi.tensor.Picture;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Every byte against Pillow's, by reference.py. */
class ResamplingTest {
  @Test
  void resultsAreThoseOfPillow() throws IOException {
    JsonNode goldens =
        new ObjectMapper().readTree(ResamplingTest.class.getResourceAsStream("resized.json"));
    assertThat(goldens.get("results")).hasSize(24);
    for (JsonNode golden : goldens.get("results")) {
      Picture picture =
          new Picture(
              goldens.get("width").asInt(),
              goldens.get("height").asInt(),
              golden.get("picture").binaryValue());
      int width = golden.get("width").asInt();
      int height = golden.get("height").asInt();
      String filter = golden.get("filter").asText();
      Picture made =
          filter.equals("NEAREST")
              ? Nearest.resize(picture, width, height)
              : Resampling.valueOf(filter).resize(picture, width, height);
      assertThat(made.rgba())
          .as("%s %dx%d", filter, width, height)
          .isEqualTo(golden.get("rgba").binaryValue());
    }
  }

  @Test
  void itsOwnSizeIsACopy() {
    Picture picture = Picture.black(3, 2);
    picture.set(1, 1, 5, 6, 7);
    Picture made = Resampling.LANCZOS.resize(picture, 3, 2);
    assertThat(made.rgba()).isEqualTo(picture.rgba()).isNotSameAs(picture.rgba());
  }
}
