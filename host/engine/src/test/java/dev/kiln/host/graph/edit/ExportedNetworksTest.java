package dev.kiln.host.graph.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Networks;
import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.spi.graph.Activation;
import dev.kiln.spi.graph.AttentionKind;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.KeyValue;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same UNet from several exporters, and blocks of other families. */
class ExportedNetworksTest {
  private static final int SITES = 6;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unet-eager-14.onnx",
        "unet-sdpa-17.onnx",
        "unet-half.onnx",
        "unet-dynamo-20.onnx",
        "unet-dynamo-23.onnx"
      })
  void everyExporterWritesTheSameSites(String name) {
    GraphEdit edit = mended(name);
    List<AttentionSite> sites = edit.attention();
    assertThat(sites)
        .extracting(AttentionSite::kind)
        .containsExactly(
            AttentionKind.SELF,
            AttentionKind.CROSS,
            AttentionKind.SELF,
            AttentionKind.CROSS,
            AttentionKind.SELF,
            AttentionKind.CROSS);
    assertThat(sites)
        .allSatisfy(
            site -> {
              assertThat(site.heads()).isEqualTo(2);
              assertThat(site.headSize()).hasValue(4);
              assertThat(site.scale()).isBetween(0.4999f, 0.5001f);
              assertThat(site.path())
                  .containsPattern("/attentions.[01]/transformer_blocks.0/attn[12]$");
            });
    assertThat(edit.skips()).hasSize(4);
    assertThat(edit.feedForwards())
        .hasSize(3)
        .allSatisfy(
            unit -> {
              assertThat(unit.activation()).isEqualTo(Activation.GELU);
              assertThat(unit.value()).isPresent();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unet-eager-14.onnx",
        "unet-sdpa-17.onnx",
        "unet-dynamo-20.onnx",
        "unet-dynamo-23.onnx"
      })
  void fusedAttentionComputesTheSame(String name) {
    int[][] shapes = {{1, 16, 16, 77}, {2, 9, 7, 154}, {2, 16, 12, 77}};
    for (int[] shape : shapes) {
      float[] before = unet(mended(name).finish(), shape);
      Graph after = Networks.allFused(mended(name));
      assertThat(after.nodes()).filteredOn(node -> node.is("MultiHeadAttention")).hasSize(SITES);
      assertThat(Networks.difference(unet(after, shape), before)).as(name).isLessThan(1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unet-sdpa-17.onnx", "unet-dynamo-23.onnx"})
  void sitesThatWereRewrittenAreFoundAgain(String name) {
    Graph fused = Networks.allFused(mended(name));
    List<AttentionSite> first = mended(name).attention();
    List<AttentionSite> again =
        new GraphEdit(fused, NetworkKind.UNET, Optional.empty()).attention();
    assertThat(again)
        .usingRecursiveComparison()
        .comparingOnlyFields("path", "kind", "heads", "headSize", "scale", "level")
        .isEqualTo(first);
  }

  @Test
  void anAttentionIsWrittenOnOtherTokens() {
    GraphEdit edit = mended("unet-sdpa-17.onnx");
    for (AttentionSite site : edit.attention()) {
      Value twice = edit.editor().concat(1, site.query(), site.query());
      Value both = edit.attend(site, twice, new KeyValue(site.key(), site.value()), Value.NONE);
      Value half = edit.editor().div(edit.editor().dim(both, 1), edit.editor().whole(2));
      edit.replace(site.output(), edit.editor().slice(both, 1, edit.editor().whole(0), half));
    }
    assertThat(edit.attention()).hasSize(SITES);
    int[] shape = {2, 9, 7, 77};
    float[] before = unet(mended("unet-sdpa-17.onnx").finish(), shape);
    assertThat(Networks.difference(unet(edit.finish(), shape), before)).isLessThan(1e-5);
  }

  @Test
  void halfPrecisionComputesTheSameWithinItsRounding() {
    int[] shape = {2, 9, 7, 77};
    float[] before = unet(mended("unet-half.onnx").finish(), shape);
    Graph after = Networks.allFused(mended("unet-half.onnx"));
    assertThat(Networks.difference(unet(after, shape), before)).isLessThan(5e-3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unet-sdpa-17.onnx", "unet-dynamo-20.onnx", "unet-eager-14.onnx"})
  void anEditThatChangesNothingKeepsTheBits(String name) {
    int[] shape = {2, 16, 16, 77};
    Graph untouched = OnnxReader.read(Networks.fixture(name));
    float[] before = unet(untouched, shape);
    GraphEdit edit = Networks.edit(Networks.fixture(name), NetworkKind.UNET);
    edit.attention();
    edit.linears();
    assertThat(unet(edit.finish(), shape)).isEqualTo(before);
    assertThat(unet(mended(name).finish(), shape)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unet-eager-14.onnx", "unet-sdpa-17.onnx", "unet-dynamo-20.onnx"})
  void sizesThatDoNotDivideRunOnlyWhenMended(String name) {
    int[] shape = {1, 9, 7, 77};
    Graph untouched = OnnxReader.read(Networks.fixture(name));
    assertThatThrownBy(() -> unet(untouched, shape)).hasMessageContaining("Concat");
    assertThat(unet(mended(name).finish(), shape)).doesNotContain(Float.NaN);
  }

  @Test
  void wholeTimestepsBecomeReal() {
    Graph graph = OnnxReader.read(Networks.fixture("unet-whole-timestep.onnx"));
    assertThat(graph.inputs().get(1).type()).isEqualTo(ElementType.INT64);
    ForeignExport.mend(graph);
    assertThat(graph.inputs().get(1).type()).isEqualTo(ElementType.FLOAT);
    Graph real = OnnxReader.read(Networks.fixture("unet-sdpa-17.onnx"));
    int[] shape = {2, 16, 16, 77};
    assertThat(unet(graph, shape)).isEqualTo(unet(real, shape));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text-eager-17.onnx",
        "text-sdpa-17.onnx",
        "text-dynamo-20.onnx",
        "text-dynamo-23.onnx"
      })
  void theMaskOfATextIsItsBias(String name) {
    GraphEdit edit = Networks.edit(Networks.fixture(name), NetworkKind.TEXT_ENCODER);
    assertThat(edit.attention())
        .hasSize(2)
        .allSatisfy(
            site -> {
              assertThat(site.kind()).isEqualTo(AttentionKind.SELF);
              assertThat(site.heads()).isEqualTo(2);
              assertThat(site.headSize()).hasValue(4);
              assertThat(site.bias()).isPresent();
              assertThat(site.level()).isEmpty();
            });
    assertThat(edit.feedForwards())
        .hasSize(2)
        .allSatisfy(unit -> assertThat(unit.activation()).isEqualTo(Activation.QUICK_GELU));
    float[] before = text(OnnxReader.read(Networks.fixture(name)));
    Graph fused = Networks.allFused(edit);
    assertThat(fused.nodes()).filteredOn(node -> node.is("MultiHeadAttention")).hasSize(2);
    assertThat(Networks.difference(text(fused), before)).isLessThan(1e-5);
  }

  private static float[] text(Graph graph) {
    float[] ids = new float[2 * 77];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i * 7 % 58;
    }
    Map<String, long[]> shapes = Map.of("input_ids", new long[] {2, 77});
    return Networks.run(graph, Map.of("input_ids", ids), shapes, 2, 77, 8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"swin.onnx", "swin-packed.onnx"})
  void windowsWithPositionsAreAnAttention(String name) {
    GraphEdit edit = Networks.edit(Networks.fixture(name), NetworkKind.UNET);
    assertThat(edit.attention())
        .singleElement()
        .satisfies(
            site -> {
              assertThat(site.kind()).isEqualTo(AttentionKind.SELF);
              assertThat(site.heads()).isEqualTo(2);
              assertThat(site.bias()).isPresent();
            });
    assertThat(edit.feedForwards())
        .singleElement()
        .satisfies(unit -> assertThat(unit.value()).isEmpty());
    float[] before = block(OnnxReader.read(Networks.fixture(name)), 64, 8);
    float[] after = block(Networks.allFused(edit), 64, 8);
    assertThat(Networks.difference(after, before)).isLessThan(1e-5);
  }

  @Test
  void poolingIsNoAttention() {
    GraphEdit edit = Networks.edit(Networks.fixture("metaformer.onnx"), NetworkKind.UNET);
    assertThat(edit.attention()).isEmpty();
    assertThat(edit.linears()).hasSize(2);
    float[] before = block(OnnxReader.read(Networks.fixture("metaformer.onnx")), 8, 8, 8);
    assertThat(block(edit.finish(), 8, 8, 8)).isEqualTo(before);
  }

  private static GraphEdit mended(String name) {
    Graph graph = OnnxReader.read(Networks.fixture(name));
    ForeignExport.mend(graph);
    return new GraphEdit(graph, NetworkKind.UNET, Optional.empty());
  }

  private static float[] unet(Graph graph, int[] shape) {
    return Networks.unet(graph, shape[0], shape[1], shape[2], shape[3]);
  }

  private static float[] block(Graph graph, long... one) {
    long[] shape = new long[one.length + 1];
    System.arraycopy(one, 0, shape, 1, one.length);
    shape[0] = 2;
    long size = java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    float[] x = Networks.normal(new Random(3), size);
    return Networks.run(graph, Map.of("x", x), Map.of("x", shape), shape);
  }
}
