package dev.kiln.host.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.spi.host.Pictures.Filter;
import dev.kiln.spi.tensor.Picture;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResamplingTest {
  /** Pictures by resampled.py: all filters, both directions, opaque and clear. */
  @Test
  void picturesAreThoseOfPillowToTheBit() throws IOException {
    JsonNode goldens =
        new ObjectMapper().readTree(getClass().getResourceAsStream("resampled.json"));
    assertThat(goldens).hasSize(56);
    for (JsonNode golden : goldens) {
      JsonNode from = golden.get("from");
      Picture picture =
          new Picture(from.get(0).asInt(), from.get(1).asInt(), from.get(2).binaryValue());
      int width = golden.get("width").asInt();
      int height = golden.get("height").asInt();
      Filter filter = Filter.valueOf(golden.get("filter").asText());
      byte[] resized = new PictureCodec().resize(picture, width, height, filter).rgba();
      assertThat(Arrays.mismatch(resized, golden.get("to").binaryValue()))
          .as("first byte of %s %dx%d that differs", filter, width, height)
          .isEqualTo(-1);
    }
  }

  @Test
  void aPictureOfTheSizeIsItselfAndPluginsGetACopy() {
    Picture picture = Picture.black(3, 2);
    picture.set(1, 1, 5, 6, 7);
    assertThat(Resampling.LANCZOS.resize(picture, 3, 2)).isSameAs(picture);
    Picture copy = new PictureCodec().resize(picture, 3, 2, Filter.LANCZOS);
    assertThat(copy.rgba()).isEqualTo(picture.rgba()).isNotSameAs(picture.rgba());
  }
}
