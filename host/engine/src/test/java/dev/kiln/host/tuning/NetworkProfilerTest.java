package dev.kiln.host.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.NetworkProfiles.Block;
import dev.kiln.spi.host.NetworkProfiles.Kind;
import dev.kiln.spi.host.NetworkProfiles.Layer;
import dev.kiln.spi.host.NetworkProfiles.LayerKind;
import dev.kiln.spi.host.NetworkProfiles.Profile;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks as the runtime really runs them, small. */
class NetworkProfilerTest {
  private static final int ROWS = 2;
  private static final int TOKENS = 256;
  private static final int WIDTH = 64;

  @TempDir static Path temp;
  private static ModelStore models;

  @BeforeAll
  static void open() {
    models = DefaultModel.store(temp);
  }

  @AfterAll
  static void close() {
    models.close();
  }

  private static NetworkProfiler profiler() {
    QuietTime quiet = new QuietTime(new MachineLock(temp.resolve("machine.lock")));
    return new NetworkProfiler(OrtRuntime.open(), models, HookSource.NONE, quiet, 1L << 30);
  }

  private static Profile block(Kind kind) {
    return profiler().block(new Block(kind, ROWS, TOKENS, 4, WIDTH / 4), "none", 0);
  }

  private static double operations(Profile profile, LayerKind kind) {
    return profile.layers().stream()
        .filter(layer -> layer.kind() == kind)
        .mapToDouble(Layer::operations)
        .sum();
  }

  private static Set<LayerKind> kinds(Profile profile) {
    return profile.layers().stream().map(Layer::kind).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aBlockIsRunThreeTimesAtLeastAndItsLayersTakeNoMoreThanItsRuns(Kind kind) {
    Profile profile = block(kind);
    assertThat(profile.seconds()).hasSize(3).allMatch(seconds -> seconds > 0);
    double all = profile.seconds().stream().mapToDouble(it -> it).sum();
    double layers = profile.layers().stream().mapToDouble(Layer::seconds).sum();
    assertThat(layers).isPositive().isLessThan(all / 3 + 1e-4 * profile.layers().size());
  }

  /** Two convolutions of 3x3. */
  @Test
  void theConvolutionsOfAResnetAreCounted() {
    Profile profile = block(Kind.RESNET);
    double one = 2.0 * ROWS * TOKENS * WIDTH * WIDTH * 9;
    assertThat(operations(profile, LayerKind.CONVOLUTION)).isCloseTo(2 * one, within(1.0));
    assertThat(kinds(profile))
        .contains(LayerKind.CONVOLUTION, LayerKind.NORM)
        .doesNotContain(LayerKind.ATTENTION, LayerKind.LINEAR);
  }

  /** Four projections of the width; two products of queries, keys and their sums. */
  @Test
  void theProductsOfAnAttentionAreToldFromItsProjections() {
    Profile profile = block(Kind.ATTENTION);
    double projection = 2.0 * ROWS * TOKENS * WIDTH * WIDTH;
    double product = 2.0 * ROWS * TOKENS * TOKENS * WIDTH;
    assertThat(operations(profile, LayerKind.LINEAR)).isCloseTo(4 * projection, within(1.0));
    assertThat(operations(profile, LayerKind.ATTENTION)).isCloseTo(2 * product, within(1.0));
    assertThat(profile.layers())
        .filteredOn(layer -> layer.operator().equals("Softmax"))
        .extracting(Layer::kind)
        .containsExactly(LayerKind.ATTENTION);
  }

  /** Its windows have 64 tokens, whatever the picture has; its feed-forward has four widths. */
  @Test
  void swinAttendsWithinItsWindows() {
    Profile profile = block(Kind.SWIN);
    double product = 2.0 * ROWS * TOKENS * 64 * WIDTH;
    double square = 2.0 * ROWS * TOKENS * WIDTH * WIDTH;
    assertThat(operations(profile, LayerKind.ATTENTION)).isCloseTo(2 * product, within(1.0));
    assertThat(operations(profile, LayerKind.LINEAR)).isCloseTo(12 * square, within(1.0));
  }

  @Test
  void aMetaformerHasNoAttention() {
    Profile profile = block(Kind.METAFORMER);
    assertThat(kinds(profile)).doesNotContain(LayerKind.ATTENTION, LayerKind.LINEAR);
    assertThat(profile.layers()).extracting(Layer::operator).contains("AveragePool");
  }

  @Test
  void aProductIsOneLinearLayer() {
    Profile profile = profiler().product(128, 0);
    assertThat(operations(profile, LayerKind.LINEAR)).isCloseTo(2.0 * 128 * 128 * 128, within(1.0));
  }

  @Test
  void aWholeNetworkHasLayersOfAllKinds() {
    Profile profile = profiler().unet("", 64, 64, "none", 0);
    assertThat(kinds(profile)).containsExactlyInAnyOrder(LayerKind.values());
    assertThat(profile.layers())
        .filteredOn(layer -> layer.operator().matches("Conv|ReorderInput|ReorderOutput"))
        .isNotEmpty()
        .allMatch(layer -> layer.kind() == LayerKind.CONVOLUTION);
    assertThat(profile.layers())
        .filteredOn(layer -> layer.operator().equals("Softmax"))
        .hasSize(14)
        .allMatch(layer -> layer.kind() == LayerKind.ATTENTION);
    assertThat(profile.layers())
        .filteredOn(layer -> layer.name().endsWith("/norm1/Mul"))
        .isNotEmpty()
        .allMatch(layer -> layer.kind() == LayerKind.NORM);
    assertThat(profile.layers())
        .filteredOn(layer -> layer.name().endsWith("/net.2/Add"))
        .allMatch(layer -> layer.kind() == LayerKind.LINEAR);
  }

  @Test
  void whatIsNoBlockIsRefused() {
    for (Block wrong :
        List.of(
            new Block(Kind.ATTENTION, 1, 10, 2, 8),
            new Block(Kind.SWIN, 1, 36, 2, 8),
            new Block(Kind.RESNET, 0, 64, 2, 16))) {
      assertThatThrownBy(() -> profiler().block(wrong, "none", 0))
          .isInstanceOf(BadRequest.class)
          .hasMessage(
              wrong + " is no block; its tokens are a square number, of a multiple of 8 for SWIN");
    }
    assertThatThrownBy(
            () -> profiler().block(new Block(Kind.ATTENTION, 64, 1 << 20, 1, 1), "none", 0))
        .isInstanceOf(BadRequest.class)
        .hasMessage("it needs about 844424.9 GB, which are not free");
  }
}
