package dev.kiln.host.request;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import org.junit.jupiter.api.Test;

class RequestCheckTest {
  @Test
  void emptyPromptIsValid() {
    assertThatCode(() -> new RequestCheck(GenerationRequest.of("").build()).check())
        .doesNotThrowAnyException();
  }

  @Test
  void sizeMustBeAMultipleOfEight() {
    refused(
        request().size(500, 512), "width is 500, which is not a multiple of 8; take 496 or 504");
    refused(request().size(512, 17), "height is 17, which is not a multiple of 8; take 16 or 24");
    refused(request().size(512, 7), "height is 7; it must be 16 to 8192");
  }

  @Test
  void sizeHasBounds() {
    refused(request().size(8, 512), "width is 8; it must be 16 to 8192");
    refused(request().size(512, 8200), "height is 8200; it must be 16 to 8192");
    refused(request().size(-8, 512), "width is -8; it must be 16 to 8192");
  }

  @Test
  void stepsHaveBounds() {
    refused(request().steps(0), "steps is 0; it must be 1 to 1000");
    refused(request().steps(10_000), "steps is 10000; it must be 1 to 1000");
  }

  @Test
  void numbersMustBeNumbers() {
    refused(
        request().cfgScale(Double.NaN), "cfg scale is NaN; it must be a number from -100 to 100");
    refused(
        request().cfgScale(Double.POSITIVE_INFINITY),
        "cfg scale is Infinity; it must be a number from -100 to 100");
    refused(
        request().variation(1, Double.NaN),
        "variation strength is NaN; it must be a number from 0 to 1");
  }

  @Test
  void seedHas64Bits() {
    assertThatCode(() -> new RequestCheck(request().seed(Long.MAX_VALUE).build()).check())
        .doesNotThrowAnyException();
    refused(
        request().seed(-2),
        "seed is -2; it must be 0 to 9223372036854775807, or -1 for a random one");
  }

  @Test
  void seedResizeIsASizeOrNothing() {
    refused(
        request().with(RequestFields.SEED_RESIZE_HEIGHT, 64),
        "seed resize width is 0 and height 64; give the size that the seed was found at, or"
            + " neither");
    refused(
        request()
            .with(RequestFields.SEED_RESIZE_HEIGHT, 0)
            .with(RequestFields.SEED_RESIZE_WIDTH, 64),
        "seed resize width is 64 and height 0; give the size that the seed was found at, or"
            + " neither");
  }

  @Test
  void noiseLevelsAndRhoAreNoneOrWithinWhatCanBeComputed() {
    refused(
        schedule(0, 0, 0.001),
        "rho is 0.001; it must be a number from 0.2 to 1000, or 0 for the default");
    refused(
        schedule(0, 0, -3),
        "rho is -3; it must be a number from 0.2 to 1000, or 0 for the default");
    refused(
        schedule(1e-300, 0, 0),
        "sigma_min is 1.0E-300; it must be a number from 1.0E-4 to 1000, or 0 for the default");
    refused(
        schedule(0, Double.NaN, 0),
        "sigma_max is NaN; it must be a number from 1.0E-4 to 1000, or 0 for the default");
    refused(
        schedule(5, 2, 0),
        "sigma_min is 5.0 and sigma_max 2.0; the smallest noise level must be below the largest");
  }

  private static GenerationRequestBuilder schedule(double sigmaMin, double sigmaMax, double rho) {
    return request()
        .with(NoiseFields.SIGMA_MIN, sigmaMin)
        .with(NoiseFields.SIGMA_MAX, sigmaMax)
        .with(NoiseFields.RHO, rho);
  }

  private static GenerationRequestBuilder request() {
    return GenerationRequest.of("scenery");
  }

  private static void refused(GenerationRequestBuilder request, String message) {
    assertThatThrownBy(() -> new RequestCheck(request.build()).check())
        .isInstanceOf(BadRequest.class)
        .hasMessage(message);
  }
}
