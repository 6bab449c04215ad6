package dev.kiln.plugin.freeu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.SkipConnection;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.TestingUnet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Both changes against ComfyUI's formulas in double precision, the filter by whole Fourier
 * transforms, on what a UNet really joins. Within 1e-5 of the largest value.
 */
class FreeUFormulaTest {
  private static final int ROWS = 2;
  private static final int CHANNELS = 16;

  /** Gives out what the lowest join reads, before and after. */
  private record Probe(double b, double s) implements GraphPatch {
    @Override
    public String fingerprint() {
      return "probe";
    }

    @Override
    public void apply(NetworkGraph network) {
      SkipConnection join = network.skips().get(0);
      network.output("hidden", join.hidden());
      network.output("skip", join.skip());
      network.output("amplified", Backbone.amplified(network.editor(), join.hidden(), CHANNELS, b));
      network.output("scaled", LowFrequencies.scaled(network.editor(), join.skip(), s));
    }
  }

  /** Latents of these sizes; the lowest join lies one level below. */
  @ParameterizedTest
  @CsvSource({"12, 10", "16, 16", "2, 6", "2, 2"})
  void whatIsJoinedIsComfysFreeU(int latentHeight, int latentWidth) {
    int height = latentHeight / 2;
    int width = latentWidth / 2;
    NetworkShape shape = new NetworkShape(ROWS, latentHeight, latentWidth, 77);
    GraphPatcher patcher = network -> Optional.of(new Probe(1.3, 0.2));
    TestingUnet unet = TestingUnet.exported("unet-eager-14");
    TestingUnet probed = unet.with(patcher, FakeNetwork.with().shape(shape));
    long[] picture = {ROWS, CHANNELS, height, width};
    Map<String, long[]> outputs =
        Map.of("hidden", picture, "skip", picture, "amplified", picture, "scaled", picture);
    try (GraphRunner runner = probed.open();
        GraphRunner.Prepared run = runner.prepare(probed.inputs(shape), outputs)) {
      run.run();
      float[] hidden = run.read("hidden");
      float[] skip = run.read("skip");
      assertThat(GraphRunner.difference(run.read("amplified"), amplified(hidden, height * width)))
          .isLessThan(1e-5);
      assertThat(GraphRunner.difference(run.read("scaled"), filtered(skip, height, width)))
          .isLessThan(1e-5);
    }
  }

  private static float[] amplified(float[] hidden, int places) {
    float[] result = hidden.clone();
    for (int row = 0; row < ROWS; row++) {
      double[] mean = new double[places];
      double least = Double.MAX_VALUE;
      double most = -Double.MAX_VALUE;
      for (int place = 0; place < places; place++) {
        for (int channel = 0; channel < CHANNELS; channel++) {
          mean[place] += hidden[(row * CHANNELS + channel) * places + place] / (double) CHANNELS;
        }
        least = Math.min(least, mean[place]);
        most = Math.max(most, mean[place]);
      }
      for (int i = 0; i < CHANNELS / 2 * places; i++) {
        // A picture of one place has no range; ComfyUI divides by it.
        double map = most == least ? 0 : (mean[i % places] - least) / (most - least);
        result[row * CHANNELS * places + i] *= (float) (0.3 * map + 1);
      }
    }
    return result;
  }

  private static float[] filtered(float[] skip, int height, int width) {
    float[] result = new float[skip.length];
    for (int from = 0; from < skip.length; from += height * width) {
      filter(skip, result, from, height, width);
    }
    return result;
  }

  /** Transform, multiply where the shifted mask is, transform back, take the real part. */
  private static void filter(float[] in, float[] out, int from, int height, int width) {
    for (int a = 0; a < height; a++) {
      for (int b = 0; b < width; b++) {
        double real = 0;
        double imaginary = 0;
        for (int i = 0; i < height * width; i++) {
          double angle = angle(a, b, i, height, width);
          real += in[from + i] * Math.cos(angle);
          imaginary -= in[from + i] * Math.sin(angle);
        }
        double factor = low(a, height) && low(b, width) ? 0.2 : 1;
        for (int i = 0; i < height * width; i++) {
          double angle = angle(a, b, i, height, width);
          out[from + i] +=
              (float)
                  (factor
                      * (real * Math.cos(angle) - imaginary * Math.sin(angle))
                      / (height * width));
        }
      }
    }
  }

  private static double angle(int a, int b, int place, int height, int width) {
    return 2
        * Math.PI
        * ((double) a * (place / width) / height + (double) b * (place % width) / width);
  }

  /** Places size/2 - 1 and size/2 after the shift, which are the frequencies -1 and 0. */
  private static boolean low(int frequency, int size) {
    return frequency == 0 || frequency == size - 1;
  }
}
