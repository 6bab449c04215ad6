package dev.kiln.plugin.deepshrink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.SkipConnection;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.TestingUnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Sizes are changed as PyTorch changes them, worked out in double precision, within 1e-4. */
class ShrunkNetworkTest {
  private static final int ROWS = 2;
  private static final int CHANNELS = 8;

  private static DeepShrinkOptions options(int block, double factor, boolean afterSkip) {
    return new DeepShrinkOptions(
        block, factor, 0, 0.35, afterSkip, Resizing.BICUBIC, Resizing.BICUBIC);
  }

  /** The patch, with what its join reads and what it makes of it as outputs. */
  private record Tapped(double factor, NetworkShape shape) implements GraphPatch {
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
      new ShrinkPatch(options(2, factor, true), shape).apply(network);
      network.output("skip", join.skip());
      network.output("hidden", join.hidden());
      network.output("joined", join.output());
    }
  }

  /** Of four skip connections the third made is the second read: the first convolution's stride. */
  @ParameterizedTest
  @CsvSource({
    "unet-eager-14, 16, 24, 2, 4, 6",
    "unet-sdpa-17, 10, 14, 2, 2, 4",
    "unet-dynamo-20, 16, 24, 1.5, 5, 8",
    "unet-dynamo-23, 18, 14, 3, 3, 2"
  })
  void belowABlockThePictureIsSmallerAndTheSkipConnectionKeepsItsSize(
      String exporter, int latentHeight, int latentWidth, double factor, int height, int width) {
    NetworkShape shape = new NetworkShape(ROWS, latentHeight, latentWidth, 77);
    TestingUnet tapped =
        TestingUnet.exported(exporter)
            .variant(
                any -> Optional.of(new Tapped(factor, shape)),
                ShrinkPatch.SHRUNK,
                FakeNetwork.with().shape(shape));
    int fullHeight = latentHeight / 2;
    int fullWidth = latentWidth / 2;
    Map<String, long[]> outputs =
        Map.of(
            "skip", new long[] {ROWS, CHANNELS, fullHeight, fullWidth},
            "hidden", new long[] {ROWS, 2 * CHANNELS, height, width},
            "joined", new long[] {ROWS, 3 * CHANNELS, fullHeight, fullWidth});
    try (GraphRunner runner = tapped.open();
        GraphRunner.Prepared run = runner.prepare(tapped.inputs(shape), outputs)) {
      run.run();
      float[] hidden =
          new Interpolation(Resizing.BICUBIC)
              .resized(run.read("hidden"), height, width, fullHeight, fullWidth);
      float[] wanted = joined(hidden, run.read("skip"));
      assertThat(GraphRunner.difference(run.read("joined"), wanted)).isLessThan(1e-4);
    }
  }

  /** Both along the channels. */
  private static float[] joined(float[] hidden, float[] skip) {
    float[] joined = new float[hidden.length + skip.length];
    for (int row = 0; row < ROWS; row++) {
      int below = hidden.length / ROWS;
      int beside = skip.length / ROWS;
      int at = row * (below + beside);
      System.arraycopy(hidden, row * below, joined, at, below);
      System.arraycopy(skip, row * beside, joined, at + below, beside);
    }
    return joined;
  }

  /** What makes the first convolution's result smaller. */
  private record Smaller(Resizing how) implements GraphPatch {
    @Override
    public String fingerprint() {
      return "smaller";
    }

    @Override
    public void apply(NetworkGraph network) {
      GraphEditor editor = network.editor();
      Value skip = network.skips().get(3).skip();
      network.output("skip", skip);
      network.output("small", how.resized(editor, skip, editor.whole(7), editor.whole(3)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPictureIsMadeSmallerAsByPyTorch(Resizing how) {
    NetworkShape shape = new NetworkShape(ROWS, 16, 10, 77);
    TestingUnet tapped =
        TestingUnet.exported("unet-eager-14")
            .with(any -> Optional.of(new Smaller(how)), FakeNetwork.with().shape(shape));
    Map<String, long[]> outputs =
        Map.of(
            "skip", new long[] {ROWS, CHANNELS, 16, 10},
            "small", new long[] {ROWS, CHANNELS, 7, 3});
    try (GraphRunner runner = tapped.open();
        GraphRunner.Prepared run = runner.prepare(tapped.inputs(shape), outputs)) {
      run.run();
      float[] wanted = new Interpolation(how).resized(run.read("skip"), 16, 10, 7, 3);
      assertThat(GraphRunner.difference(run.read("small"), wanted)).isLessThan(1e-4);
    }
  }

  /** 20 and 12 places, halved to 10 and 6, divided by 3 to 7 and 4, rounded, or 3 and 2. */
  @ParameterizedTest
  @CsvSource({"0, 3, true", "1, 3, false", "2, 3, true", "2, 3, false", "2, 1.3, false"})
  void thePredictionHasTheSizeOfThePicture(int block, double factor, boolean afterSkip) {
    NetworkShape shape = new NetworkShape(1, 20, 12, 77);
    FakeNetwork network = FakeNetwork.with(options(block, factor, afterSkip)).shape(shape);
    TestingUnet plain = TestingUnet.exported("unet-eager-14");
    TestingUnet shrunk = plain.variant(new DeepShrink(), ShrinkPatch.SHRUNK, network);
    float[] found = shrunk.run(shape);
    assertThat(found).hasSize(plain.run(shape).length).doesNotContain(Float.NaN);
    assertThat(GraphRunner.difference(found, plain.run(shape))).isGreaterThan(1e-3);
  }

  /** Notes what optimizers are told of attention in the shrunk network. */
  private record Told(ShrinkPatch patch, List<OptionalLong> tokens) implements GraphPatch {
    @Override
    public String fingerprint() {
      return "told";
    }

    @Override
    public boolean dependsOnShape() {
      return true;
    }

    @Override
    public Set<String> variants() {
      return Set.of(ShrinkPatch.SHRUNK);
    }

    @Override
    public void apply(NetworkGraph network) {
      patch.apply(network);
      network.attention().stream().map(AttentionSite::queryTokens).forEach(tokens::add);
    }
  }

  @Test
  void optimizersKnowHowManyTokensAreLeft() {
    NetworkShape shape = new NetworkShape(1, 20, 12, 77);
    List<OptionalLong> tokens = new ArrayList<>();
    Told told = new Told(new ShrinkPatch(options(0, 3, true), shape), tokens);
    TestingUnet.exported("unet-sdpa-17")
        .variant(any -> Optional.of(told), ShrinkPatch.SHRUNK, FakeNetwork.with().shape(shape));
    assertThat(tokens)
        .contains(OptionalLong.of(7 * 4), OptionalLong.of(20 * 12))
        .doesNotContain(OptionalLong.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3|2|true|block 3 cannot be taken in this UNet, in which 4 skip connections were found;"
            + " choose 0 to 2",
        "0|2|false|block 0 cannot be taken in this UNet, in which 4 skip connections were found;"
            + " choose 1 to 2",
        "2|9|true|a factor of 9.0 leaves nothing of the 4 places that block 2 has along a side;"
            + " choose 4 or less"
      })
  void whatCannotBeIsRefused(int block, double factor, boolean afterSkip, String wanted) {
    NetworkShape shape = new NetworkShape(1, 8, 12, 77);
    FakeNetwork network = FakeNetwork.with(options(block, factor, afterSkip)).shape(shape);
    TestingUnet plain = TestingUnet.exported("unet-eager-14");
    assertThatThrownBy(() -> plain.variant(new DeepShrink(), ShrinkPatch.SHRUNK, network))
        .isInstanceOf(BadRequest.class)
        .hasMessage("deep-shrink: " + wanted);
  }
}
