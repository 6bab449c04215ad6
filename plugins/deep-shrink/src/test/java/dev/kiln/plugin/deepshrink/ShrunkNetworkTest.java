package dev.kiln.plugin.deepshrink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.SkipConnection;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.TestingUnet;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes are changed as PyTorch changes them, worked out in double precision, within 1e-4. */
class ShrunkNetworkTest {
  private static final int ROWS = 2;
  private static final int CHANNELS = 8;

  /** The patch, with what its join reads and what it makes of it as outputs. */
  private record Tapped() implements GraphPatch {
    @Override
    public String fingerprint() {
      return "tapped";
    }

    @Override
    public Set<String> variants() {
      return Set.of(ShrinkPatch.SHRUNK);
    }

    @Override
    public void apply(NetworkGraph network) {
      SkipConnection join = network.skips().get(1);
      new ShrinkPatch(2).apply(network);
      network.output("skip", join.skip());
      network.output("hidden", join.hidden());
      network.output("joined", join.output());
    }
  }

  /** Of four skip connections the third made is the second read: the first convolution's stride. */
  @ParameterizedTest
  @ValueSource(strings = {"unet-eager-14", "unet-sdpa-17", "unet-dynamo-20", "unet-dynamo-23"})
  void belowABlockThePictureIsHalfAsLargeAndTheSkipConnectionKeepsItsSize(String exporter) {
    NetworkShape shape = new NetworkShape(ROWS, 16, 24, 77);
    FakeNetwork network = FakeNetwork.with().shape(shape);
    TestingUnet plain = TestingUnet.exported(exporter);
    TestingUnet tapped =
        plain.variant(any -> Optional.of(new Tapped()), ShrinkPatch.SHRUNK, network);
    Map<String, long[]> outputs =
        Map.of(
            "skip", new long[] {ROWS, CHANNELS, 8, 12},
            "hidden", new long[] {ROWS, 2 * CHANNELS, 4, 6},
            "joined", new long[] {ROWS, 3 * CHANNELS, 8, 12});
    try (GraphRunner runner = tapped.open();
        GraphRunner.Prepared run = runner.prepare(tapped.inputs(shape), outputs)) {
      run.run();
      float[] hidden = resized(run.read("hidden"), 4, 6, 8, 12);
      float[] skip = run.read("skip");
      float[] joined = run.read("joined");
      int below = 2 * CHANNELS * 8 * 12;
      int all = 3 * CHANNELS * 8 * 12;
      for (int row = 0; row < ROWS; row++) {
        float[] large = Arrays.copyOfRange(joined, row * all, row * all + below);
        float[] kept = Arrays.copyOfRange(joined, row * all + below, (row + 1) * all);
        assertThat(
                GraphRunner.difference(
                    large, Arrays.copyOfRange(hidden, row * below, (row + 1) * below)))
            .isLessThan(1e-4);
        assertThat(kept)
            .containsExactly(
                Arrays.copyOfRange(skip, row * (all - below), (row + 1) * (all - below)));
      }
    }
  }

  /** What halves the first convolution's result. */
  private record Halved() implements GraphPatch {
    @Override
    public String fingerprint() {
      return "halved";
    }

    @Override
    public void apply(NetworkGraph network) {
      Value skip = network.skips().get(3).skip();
      network.output("skip", skip);
      network.output("half", new Bicubic(network.editor()).halved(skip, CHANNELS));
    }
  }

  @ParameterizedTest
  @CsvSource({"16, 24", "2, 6"})
  void aHalvedPictureIsThatOfPyTorch(int height, int width) {
    NetworkShape shape = new NetworkShape(ROWS, height, width, 77);
    TestingUnet tapped =
        TestingUnet.exported("unet-eager-14")
            .with(any -> Optional.of(new Halved()), FakeNetwork.with().shape(shape));
    Map<String, long[]> outputs =
        Map.of(
            "skip", new long[] {ROWS, CHANNELS, height, width},
            "half", new long[] {ROWS, CHANNELS, height / 2, width / 2});
    try (GraphRunner runner = tapped.open();
        GraphRunner.Prepared run = runner.prepare(tapped.inputs(shape), outputs)) {
      run.run();
      float[] wanted = resized(run.read("skip"), height, width, height / 2, width / 2);
      assertThat(GraphRunner.difference(run.read("half"), wanted)).isLessThan(1e-4);
    }
  }

  /** interpolate(mode="bicubic", align_corners=False) of planes one after the other. */
  private static float[] resized(float[] planes, int height, int width, int toHeight, int toWidth) {
    int count = planes.length / (height * width);
    float[] result = new float[count * toHeight * toWidth];
    for (int i = 0; i < result.length; i++) {
      int plane = i / (toHeight * toWidth) * height * width;
      double y = (i / toWidth % toHeight + 0.5) * height / toHeight - 0.5;
      double x = (i % toWidth + 0.5) * width / toWidth - 0.5;
      double sum = 0;
      for (int row = (int) Math.floor(y) - 1; row <= Math.floor(y) + 2; row++) {
        for (int column = (int) Math.floor(x) - 1; column <= Math.floor(x) + 2; column++) {
          int atRow = Math.max(0, Math.min(height - 1, row));
          int atColumn = Math.max(0, Math.min(width - 1, column));
          sum += keys(y - row) * keys(x - column) * planes[plane + atRow * width + atColumn];
        }
      }
      result[i] = (float) sum;
    }
    return result;
  }

  private static double keys(double distance) {
    double x = Math.abs(distance);
    double a = -0.75;
    return x <= 1
        ? ((a + 2) * x - (a + 3)) * x * x + 1
        : x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
  }

  @Test
  void oddSidesAreHalvedAndMeetAgain() {
    NetworkShape shape = new NetworkShape(1, 10, 6, 77);
    FakeNetwork network = FakeNetwork.with(new DeepShrinkOptions(2, 0, 0.35)).shape(shape);
    TestingUnet plain = TestingUnet.exported("unet-eager-14");
    TestingUnet shrunk = plain.variant(new DeepShrink(), ShrinkPatch.SHRUNK, network);
    float[] found = shrunk.run(shape);
    assertThat(found).hasSize(plain.run(shape).length).doesNotContain(Float.NaN);
    assertThat(GraphRunner.difference(found, plain.run(shape))).isGreaterThan(1e-3);
  }

  @Test
  void aBlockBehindWhichNothingLiesIsRefused() {
    FakeNetwork network = FakeNetwork.with(new DeepShrinkOptions(3, 0, 0.35));
    assertThatThrownBy(() -> TestingUnet.exported("unet-eager-14").with(new DeepShrink(), network))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "deep-shrink: block 3 is beyond this UNet, in which 4 skip connections were found;"
                + " choose 0 to 2");
  }
}
