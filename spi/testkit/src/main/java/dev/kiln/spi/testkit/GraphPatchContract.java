package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.hook.GraphPatcher;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every patcher of a UNet promises: extend it in the plugin's tests. */
public abstract class GraphPatchContract {
  protected abstract GraphPatcher patcher();

  /** Options that a request carries for it. */
  protected List<Record> options() {
    return List.of();
  }

  /** Whether the network predicts the same afterwards, within 1e-5. */
  protected boolean exact() {
    return false;
  }

  /**
   * Who computes attention in the patched network: the ways of all optimizers that come with Kiln.
   */
  protected List<AttentionOptimizer> optimizers() {
    return ReferenceOptimizer.all();
  }

  private FakeNetwork network(NetworkShape shape) {
    return FakeNetwork.with(options().toArray(Record[]::new)).shape(shape);
  }

  @Test
  void theSameOptionsHaveTheSameFingerprint() {
    FakeNetwork network = network(new NetworkShape(2, 16, 16, 77));
    GraphPatch first = patcher().open(network).orElseThrow();
    assertThat(first.fingerprint())
        .isNotBlank()
        .isEqualTo(patcher().open(network).orElseThrow().fingerprint());
  }

  @ParameterizedTest
  @MethodSource("exporters")
  void whatExportersWriteStillRuns(String exporter) {
    TestingUnet before = TestingUnet.exported(exporter);
    List<NetworkShape> shapes =
        List.of(new NetworkShape(2, 16, 16, 77), new NetworkShape(1, 9, 7, 154));
    List<float[]> wanted = exact() ? before.run(shapes) : List.of();
    for (int i = 0; i < shapes.size(); i++) {
      NetworkShape shape = shapes.get(i);
      float[] after = before.with(patcher(), network(shape)).run(shape);
      assertThat(after).isNotEmpty().doesNotContain(Float.NaN);
      if (exact()) {
        assertThat(GraphRunner.difference(after, wanted.get(i))).isLessThan(1e-5);
      }
    }
  }

  /** What they predict depends on what they are fed, which the patcher's own tests know. */
  @Test
  void variantsAreNetworksThatOpen() {
    FakeNetwork network = network(new NetworkShape(2, 16, 16, 77));
    TestingUnet before = TestingUnet.exported("unet-sdpa-17");
    for (String name : patcher().open(network).orElseThrow().variants()) {
      TestingUnet variant = before.variant(patcher(), name, network);
      assertThat(variant.graph().nodes()).as(name).isNotEmpty();
      variant.open().close();
    }
  }

  /** Of an old file, and of one in which the operators of every version are to be had. */
  @ParameterizedTest
  @ValueSource(strings = {"unet-eager-14", "unet-dynamo-23"})
  void whoeverComputesAttentionPredictsTheSame(String exporter) {
    NetworkShape shape = new NetworkShape(2, 9, 7, 77);
    // So little memory that whoever can cut scores into slices does so.
    FakeNetwork network = network(shape).memory(40_000);
    TestingUnet before = TestingUnet.exported(exporter);
    float[] wanted = before.with(patcher(), network).run(shape);
    for (AttentionOptimizer optimizer : optimizers()) {
      float[] found = before.with(patcher(), optimizer, network).run(shape);
      assertThat(GraphRunner.difference(found, wanted)).as(optimizer.toString()).isLessThan(1e-5);
    }
  }

  @Test
  void aGraphForEveryShapeServesOthers() {
    NetworkShape shape = new NetworkShape(2, 16, 16, 77);
    if (!patcher().open(network(shape)).orElseThrow().dependsOnShape()) {
      TestingUnet after = TestingUnet.exported("unet-sdpa-17").with(patcher(), network(shape));
      assertThat(after.run(new NetworkShape(1, 9, 12, 154))).doesNotContain(Float.NaN);
    }
  }

  static List<String> exporters() {
    return TestingUnet.EXPORTERS;
  }
}
