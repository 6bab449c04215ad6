package dev.kiln.plugin.hiresfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.spi.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** Against torch's {@code interpolate}: {@code reference.py}. */
class LatentUpscaleTest {
  private static float[] floats(JsonNode list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).floatValue();
    }
    return values;
  }

  @Test
  void latentsAreEnlargedAndMadeSmallerAsTorchDoes() throws IOException {
    JsonNode reference;
    try (InputStream file = getClass().getResourceAsStream("latents.json")) {
      reference = new ObjectMapper().readTree(file);
    }
    Tensor latents = Tensor.of(floats(reference.get("latents")), 2, 2, 5, 7);
    assertThat(reference.get("cases")).hasSize(24);
    for (JsonNode one : reference.get("cases")) {
      String name = one.get("name").textValue();
      int height = one.get("height").intValue();
      int width = one.get("width").intValue();
      Tensor resized = LatentUpscale.named(name).orElseThrow().resize(latents, height, width);
      assertThat(resized.shape()).containsExactly(2, 2, height, width);
      float[] expected = floats(one.get("values"));
      for (int i = 0; i < expected.length; i++) {
        assertThat(resized.data()[i])
            .as("%s to %dx%d at %d", name, width, height, i)
            .isCloseTo(expected[i], within(1e-5f));
      }
    }
  }
}
