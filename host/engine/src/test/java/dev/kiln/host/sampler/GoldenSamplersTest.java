package dev.kiln.host.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.model.Evaluation;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.model.UnetRun;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.Safetensors;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.sampling.Denoiser;
import dev.kiln.spi.sampling.SamplerOptions;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The samplers on the default model against k-diffusion 0.1.1 and diffusers, 1e-3 relative: 12
 * steps, cfg 6; the k-th noise drawn is {@code step_noise[k]}.
 */
class GoldenSamplersTest {
  private static final double TOLERANCE = 1e-3;
  private static final int STEPS = 12;
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("euler", "Euler"),
          Map.entry("euler_ancestral", "Euler a"),
          Map.entry("heun", "Heun"),
          Map.entry("lms", "LMS"),
          Map.entry("dpm_2", "DPM2"),
          Map.entry("dpm_2_ancestral", "DPM2 a"),
          Map.entry("dpmpp_2s_ancestral", "DPM++ 2S a"),
          Map.entry("dpmpp_sde", "DPM++ SDE"),
          Map.entry("dpmpp_2m", "DPM++ 2M"),
          Map.entry("dpmpp_2m_sde", "DPM++ 2M SDE"),
          Map.entry("dpmpp_2m_sde_heun", "DPM++ 2M SDE Heun"),
          Map.entry("dpmpp_3m_sde", "DPM++ 3M SDE"));
  private static final Safetensors GOLDEN = Safetensors.resource("/goldens/samplers.safetensors");

  @TempDir static Path temp;
  private static ModelStore store;
  private static ModelStore.Lease lease;
  private static RunControl control;
  private static GuidedUnet model;

  @BeforeAll
  static void open() {
    store = DefaultModel.store(temp);
    lease = store.use("");
    control = new RunControl(lease.model().runtime());
    model =
        new GuidedUnet(
            new UnetRun(
                lease.model().unet(), SessionPlan.plain(NetworkKind.UNET), 16, 16, control));
  }

  @AfterAll
  static void close() {
    model.unet.close();
    control.close();
    lease.close();
    store.close();
  }

  static String[] samplersAndSchedules() {
    return GOLDEN.keys().stream()
        .filter(key -> key.contains(".") && NAMES.containsKey(key.split("\\.")[0]))
        .filter(key -> !key.endsWith(".rgb"))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("samplersAndSchedules")
  void samplerEqualsKDiffusion(String key) {
    String[] parts = key.split("\\.");
    double[] sigmas = doubles(GOLDEN.tensor("sigmas." + parts[1]));
    TestingRun run = run(sigmas, sigmas[0]);
    HostSamplersTest.named(NAMES.get(parts[0])).create().sample(run);
    assertThat(Safetensors.difference(run.latents(), GOLDEN.tensor(key))).isLessThan(TOLERANCE);
    assertThat(run.ended).containsExactlyElementsOf(IntStream.range(0, STEPS).boxed().toList());
  }

  /** 2/255 in the mean; the golden's bytes are [height, width, 3]. */
  @Test
  void decodedPictureEqualsDiffusers() {
    double[] sigmas = doubles(GOLDEN.tensor("sigmas.karras"));
    TestingRun run = run(sigmas, sigmas[0]);
    HostSamplersTest.named("DPM++ 2M").create().sample(run);
    Tensor picture =
        lease
            .model()
            .codec()
            .decode(run.latents(), 0, SessionPlan.plain(NetworkKind.VAE_DECODER), control);
    Tensor rgb = GOLDEN.tensor("dpmpp_2m.karras.rgb");
    int plane = rgb.size() / 3;
    double sum = 0;
    for (int i = 0; i < rgb.size(); i++) {
      double unit = (picture.data()[i % 3 * plane + i / 3] + 1) / 2;
      sum += Math.abs(255 * Math.max(0, Math.min(1, unit)) - rgb.data()[i]);
    }
    assertThat(sum / rgb.size()).isLessThan(2);
  }

  @Test
  void churnEqualsKDiffusion() {
    double[] sigmas = doubles(GOLDEN.tensor("sigmas.karras"));
    TestingRun run = run(sigmas, sigmas[0]);
    run.options = new SamplerOptions(1, 4, 0.1, 10, 1.003);
    HostSamplersTest.named("Euler").create().sample(run);
    assertThat(Safetensors.difference(run.latents(), GOLDEN.tensor("euler_churn")))
        .isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({"DPM fast,dpm_fast", "DPM adaptive,dpm_adaptive"})
  void dpmSolverEqualsKDiffusion(String name, String key) {
    double[] sigmas = HostSamplersTest.named(name).ownSigmas(STEPS, TestingRun.TABLE).orElseThrow();
    TestingRun run = run(sigmas, sigmas[0]);
    run.steps = STEPS;
    run.options = TestingRun.eta(0);
    run.noise = out -> noise(0, out);
    HostSamplersTest.named(name).create().sample(run);
    assertThat(Safetensors.difference(run.latents(), GOLDEN.tensor(key))).isLessThan(TOLERANCE);
  }

  /** On diffusers' time steps, of which PLMS repeats one; the last step ends at time step 0. */
  @ParameterizedTest
  @CsvSource({"DDIM,ddim", "PLMS,plms", "UniPC,unipc"})
  void timestepSamplerEqualsDiffusers(String name, String key) {
    double[] timesteps = doubles(GOLDEN.tensor(key + ".timesteps"));
    double[] sigmas =
        Arrays.stream(Arrays.copyOf(timesteps, timesteps.length + 1))
            .distinct()
            .map(t -> TestingRun.TABLE.at((int) t))
            .toArray();
    TestingRun run = run(sigmas, HostSamplersTest.named(name).initialScale(sigmas[0]));
    run.options = TestingRun.eta(HostSamplersTest.named(name).defaultEta());
    HostSamplersTest.named(name).create().sample(run);
    assertThat(Safetensors.difference(run.latents(), GOLDEN.tensor(key))).isLessThan(TOLERANCE);
  }

  private static TestingRun run(double[] sigmas, double scale) {
    Tensor x = GOLDEN.tensor("noise");
    Linear.scale(x.data(), scale);
    TestingRun run = new TestingRun(model, x, sigmas);
    run.noise =
        new Consumer<>() {
          private int call;

          @Override
          public void accept(Tensor out) {
            noise(call++, out);
          }
        };
    return run;
  }

  private static void noise(int call, Tensor out) {
    System.arraycopy(
        GOLDEN.tensor("step_noise").data(), call * out.size(), out.data(), 0, out.size());
  }

  private static double[] doubles(Tensor tensor) {
    return IntStream.range(0, tensor.size()).mapToDouble(i -> tensor.data()[i]).toArray();
  }

  /** denoised = x - σ (uncond + cfg (cond - uncond)), the network fed with x / sqrt(σ² + 1). */
  private static final class GuidedUnet implements Denoiser {
    private static final double CFG = 6;
    private final UnetRun unet;
    private final Evaluation rows =
        new Evaluation(Tensor.zeros(2, 4, 16, 16), 0, states("cond"), states("uncond"));
    private final Tensor denoised = Tensor.zeros(1, 4, 16, 16);
    private final Tensor uncond = Tensor.zeros(1, 4, 16, 16);

    private GuidedUnet(UnetRun unet) {
      this.unet = unet;
    }

    private static Tensor states(String key) {
      return Tensor.of(GOLDEN.tensor(key).data(), 77, 128);
    }

    @Override
    public Tensor denoise(Tensor latents, double sigma) {
      int size = latents.size();
      for (int i = 0; i < 2 * size; i++) {
        rows.sample().data()[i] = (float) (latents.data()[i % size] / Math.sqrt(sigma * sigma + 1));
      }
      rows.timestep(TestingRun.TABLE.timestep(sigma));
      unet.evaluate(rows, 0, 2);
      Tensor eps = rows.denoised();
      for (int i = 0; i < size; i++) {
        double x = latents.data()[i];
        double u = eps.data()[size + i];
        uncond.data()[i] = (float) (x - sigma * u);
        denoised.data()[i] = (float) (x - sigma * (u + CFG * (eps.data()[i] - u)));
      }
      return denoised;
    }

    @Override
    public Tensor uncond() {
      return uncond;
    }
  }
}
