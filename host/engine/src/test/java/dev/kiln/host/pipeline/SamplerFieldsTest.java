package dev.kiln.host.pipeline;

import static dev.kiln.host.testing.Drawing.draw;
import static dev.kiln.host.testing.Drawing.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.image.Infotext;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.NoiseFields;
import dev.kiln.host.request.RequestFields;
import dev.kiln.host.testing.DefaultModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplerFieldsTest {
  @TempDir static Path temp;
  private static ModelStore models;

  @BeforeAll
  static void open() throws IOException {
    models = DefaultModel.store(temp);
  }

  @AfterAll
  static void close() {
    models.close();
  }

  /** What webUI 1.10 hands to the functions of its samplers, sampler_extra_params and eta. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DPM++ 2M          |
          DPM++ SDE         | Eta, Sigma noise
          DPM++ 2M SDE      | Eta, Sigma noise
          DPM++ 2M SDE Heun | Eta, Sigma noise
          DPM++ 2S a        | Eta, Sigma noise
          DPM++ 3M SDE      | Eta, Sigma noise
          Euler a           | Eta
          Euler             | Sigma churn, Sigma noise
          LMS               |
          Heun              | Sigma churn, Sigma noise
          DPM2              | Sigma churn, Sigma noise
          DPM2 a            | Eta, Sigma noise
          DPM fast          | Eta, Sigma noise
          DPM adaptive      | Eta
          Restart           |
          DDIM              | Eta DDIM
          DDIM CFG++        | Eta DDIM
          PLMS              |
          UniPC             |
          LCM               |
          """)
  void whatASamplerDoesNotTakeIsNeitherToldNorChangesThePicture(String sampler, String taken) {
    GenerationRequestBuilder request =
        request("default")
            .steps(3)
            .sampler(sampler)
            .with(NoiseFields.ETA, OptionalDouble.of(0.5))
            .with(NoiseFields.S_CHURN, 2.0);
    GeneratedImage without = draw(models, request);
    GeneratedImage with = draw(models, request.with(NoiseFields.S_NOISE, 1.5));
    List<String> told =
        Stream.of("Eta", "Eta DDIM", "Sigma churn", "Sigma noise")
            .filter(Infotext.parse(with.infotext()).values()::containsKey)
            .toList();
    assertThat(told).isEqualTo(taken == null ? List.of() : List.of(taken.split(", ")));
    assertThat(!Arrays.equals(with.rgb(), without.rgb())).isEqualTo(told.contains("Sigma noise"));
  }

  @Test
  void seedResizeChangesOtherSizesOnly() {
    GenerationRequestBuilder request =
        request("default")
            .with(RequestFields.SEED_RESIZE_WIDTH, 64)
            .with(RequestFields.SEED_RESIZE_HEIGHT, 64);
    assertThat(draw(models, request).rgb()).isEqualTo(draw(models, request("default")).rgb());
    assertThat(draw(models, request.size(128, 64)).rgb())
        .isNotEqualTo(draw(models, request("default").size(128, 64)).rgb());
  }
}
