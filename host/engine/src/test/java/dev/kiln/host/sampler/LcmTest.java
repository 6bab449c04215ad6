package dev.kiln.host.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.spi.sampling.Denoiser;
import dev.kiln.spi.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the consistency sampling rule of the paper, x' = f(x) + σ' noise, written out here. */
class LcmTest {
  private static final TrainedSigmas TABLE = TestingRun.TABLE;

  /** Distilled time steps are 19, 39, ..., 999. */
  @ParameterizedTest
  @CsvSource({"999,999", "0,19", "19,19", "25,19", "30,39", "500,499", "990,999"})
  void levelsAreMovedToDistilledTimesteps(int timestep, int distilled) {
    assertThat(new LcmSigmas(TABLE).nearest(TABLE.at(timestep))).isEqualTo(distilled);
  }

  /** Values of webUI's algorithm; lcm_webui.py beside them says how they were made. */
  @Test
  void levelsAndStepsAreThoseOfWebui() throws IOException {
    JsonNode golden = read("lcm-webui.json");
    SamplerCatalog catalog = new SamplerCatalog(List.of(), List.of());
    for (JsonNode run : golden.get("runs")) {
      int steps = run.get("timesteps").size();
      double[] sigmas = catalog.sigmas(catalog.choose("LCM", ""), steps, TABLE, SigmaWishes.NONE);
      assertThat(sigmas).containsExactly(doubles(run.get("sigmas")), within(1e-6));
      Tensor x = Tensor.of(floats(golden.get("start")), 1, 1, 1, golden.get("start").size());
      Linear.scale(x.data(), sigmas[0]);
      Formula model = new Formula(x);
      TestingRun pass = new TestingRun(model, x, sigmas);
      pass.noise = out -> cosines(out.data(), pass.ended.size());
      new Lcm().sample(pass);
      assertThat(model.timesteps).isEqualTo(ints(run.get("timesteps")));
      assertThat(x.data()).containsExactly(floats(run.get("result")), within(1e-5f));
    }
  }

  private static void cosines(float[] out, int call) {
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (Math.cos(3 + call + 5 * i) * 1.2);
    }
  }

  /**
   * Values of diffusers' LCMScheduler; lcm.py beside them says how they were made. There the
   * latents are x / sqrt(1 + σ²), which in the boundary condition makes a difference below 1e-4.
   */
  @Test
  void stepsAreThoseOfDiffusers() throws IOException {
    JsonNode golden = read("lcm.json");
    for (JsonNode run : golden.get("runs")) {
      double[] sigmas = new double[run.get("timesteps").size() + 1];
      for (int i = 0; i < sigmas.length - 1; i++) {
        sigmas[i] = TABLE.at(run.get("timesteps").get(i).asInt());
      }
      Tensor x = Tensor.of(floats(golden.get("start")), 1, 1, 1, golden.get("start").size());
      Linear.scale(x.data(), Math.sqrt(1 + sigmas[0] * sigmas[0]));
      TestingRun pass = new TestingRun(new Formula(x), x, sigmas);
      Iterator<JsonNode> noises = run.get("noises").iterator();
      pass.noise = out -> System.arraycopy(floats(noises.next()), 0, out.data(), 0, out.size());
      new Lcm().sample(pass);
      assertThat(x.data()).containsExactly(floats(run.get("result")), within(1e-4f));
      assertThat(noises.hasNext()).isFalse();
    }
  }

  /** The network of lcm.py: epsilon = 0.9 x + 0.1 cos(t / 300) of x scaled to unit variance. */
  private static final class Formula implements Denoiser {
    private final Tensor denoised;
    private final List<Integer> timesteps = new ArrayList<>();

    Formula(Tensor latents) {
      denoised = Tensor.like(latents);
    }

    @Override
    public Tensor denoise(Tensor latents, double sigma) {
      timesteps.add((int) Math.round(TABLE.timestep(sigma)));
      double shift = 0.1 * Math.cos(TABLE.timestep(sigma) / 300);
      for (int i = 0; i < latents.size(); i++) {
        double x = latents.data()[i];
        double epsilon = 0.9 * x / Math.sqrt(1 + sigma * sigma) + shift;
        denoised.data()[i] = (float) (x - sigma * epsilon);
      }
      return denoised;
    }

    @Override
    public Tensor uncond() {
      return denoised;
    }
  }

  private static JsonNode read(String name) throws IOException {
    return new ObjectMapper().readTree(LcmTest.class.getResourceAsStream(name));
  }

  private static float[] floats(JsonNode list) {
    return new ObjectMapper().convertValue(list, float[].class);
  }

  private static double[] doubles(JsonNode list) {
    return new ObjectMapper().convertValue(list, double[].class);
  }

  private static List<Integer> ints(JsonNode list) {
    return List.of(new ObjectMapper().convertValue(list, Integer[].class));
  }

  @Test
  void everyStepIsAJumpAndFreshNoise() {
    List<Double> asked = new ArrayList<>();
    Tensor constant = Tensor.of(new float[] {0.5f}, 1, 1, 1, 1);
    Denoiser model =
        new Denoiser() {
          @Override
          public Tensor denoise(Tensor latents, double sigma) {
            asked.add(sigma);
            return constant;
          }

          @Override
          public Tensor uncond() {
            return constant;
          }
        };
    Tensor x = Tensor.of(new float[] {14}, 1, 1, 1, 1);
    List<Float> seen = new ArrayList<>();
    TestingRun run = new TestingRun(model, x, TABLE.at(999), TABLE.at(499), TABLE.at(39), 0);
    run.noise =
        out -> {
          seen.add(x.data()[0]);
          Arrays.fill(out.data(), 2);
        };
    new Lcm().sample(run);
    assertThat(asked).containsExactly(TABLE.at(999), TABLE.at(499), TABLE.at(39));
    // The jump: c_skip x + c_out D with t scaled by 10, sigma_data 0.5.
    double t = 9990;
    double jump = 0.25 / (t * t + 0.25) * 14 + t / Math.sqrt(t * t + 0.25) * 0.5;
    assertThat((double) seen.get(0)).isCloseTo(jump, within(1e-6));
    double second = 0.5 + 2 * TABLE.at(499);
    t = 4990;
    jump = 0.25 / (t * t + 0.25) * second + t / Math.sqrt(t * t + 0.25) * 0.5;
    assertThat((double) seen.get(1)).isCloseTo(jump, within(1e-6));
    assertThat(seen).hasSize(2);
    assertThat((double) x.data()[0]).isCloseTo(0.5, within(1e-4));
  }
}
