package dev.kiln.host.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HostSamplersTest {
  static SamplerProvider named(String name) {
    return HostSamplers.all().stream()
        .filter(sampler -> sampler.info().name().equals(name))
        .findFirst()
        .orElseThrow()
        .provider();
  }

  /** The algorithm in Karras' variables, without the last step into VP space. */
  static Sampler plain(String name) {
    SamplerProvider provider = named(name);
    return provider instanceof VpSampler vp ? vp.factory().get() : provider.create();
  }

  static String[] names() {
    return HostSamplers.all().stream().map(sampler -> sampler.info().name()).toArray(String[]::new);
  }

  /** webUI: range(0, 1000, 1000 // steps) + 1, descending. */
  @ParameterizedTest
  @CsvSource({"20,951,20", "30,991,31", "50,981,50", "1,501,2", "1000,999,1000"})
  void timestepSamplersTakeWebuisTimesteps(int steps, int first, int count) {
    double[] sigmas = named("DDIM").ownSigmas(steps, TestingRun.TABLE).orElseThrow();
    assertThat(sigmas).hasSize(count);
    assertThat(sigmas[0]).isEqualTo(TestingRun.TABLE.at(first));
    assertThat(sigmas[count - 1]).isEqualTo(TestingRun.TABLE.at(1));
    assertThat(named("PLMS").ownSigmas(steps, TestingRun.TABLE).orElseThrow()).isEqualTo(sigmas);
    double[] even = named("UniPC").ownSigmas(steps, TestingRun.TABLE).orElseThrow();
    assertThat(even).hasSize(count + 1);
    assertThat(even[0]).isEqualTo(TestingRun.TABLE.max());
    assertThat(even[count]).isEqualTo(TestingRun.TABLE.min());
  }

  /** Their papers' variable is x / sqrt(1 + σ²): unscaled noise at first, x_vp at the end. */
  @Test
  void timestepSamplersBeginAndEndInVpSpace() {
    assertThat(named("DDIM").initialScale(3)).isCloseTo(Math.sqrt(10), within(1e-12));
    assertThat(named("Euler").initialScale(3)).isEqualTo(3);
    Tensor x = Tensor.of(new float[] {2}, 1, 1, 1, 1);
    Tensor y = x.copy();
    named("UniPC").create().sample(new TestingRun(new GaussianModel(x), x, 3, 2, 1));
    plain("UniPC").sample(new TestingRun(new GaussianModel(y), y, 3, 2, 1));
    assertThat(x.data()[0]).isCloseTo((float) (y.data()[0] / Math.sqrt(2)), within(1e-7f));
  }

  @Test
  void onlyTimestepSamplersHaveNoEtaOfTheirOwn() {
    assertThat(Arrays.stream(names()).filter(name -> named(name).defaultEta() == 0).toList())
        .containsExactly("DDIM", "DDIM CFG++", "PLMS", "UniPC", "DDIM trailing", "Euler CFG++");
  }

  /** Ten more steps must not cost as much as one array of latents, 256 kB. */
  @ParameterizedTest
  @MethodSource("names")
  void stepsAllocateNoLatents(String name) {
    long few = allocated(name, 10);
    long many = allocated(name, 20);
    assertThat(many - few).isLessThan(1 << 16);
  }

  private static long allocated(String name, int steps) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Tensor x = Tensor.zeros(1, 4, 128, 128);
    Arrays.fill(x.data(), 1);
    TestingRun run =
        new TestingRun(new GaussianModel(x), x, HostSchedules.karras(steps, 0.03, 14.6, 7));
    long before = threads.getCurrentThreadAllocatedBytes();
    named(name).create().sample(run);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
