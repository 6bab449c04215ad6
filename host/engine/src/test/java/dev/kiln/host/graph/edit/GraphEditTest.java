package dev.kiln.host.graph.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.Networks;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.spi.graph.Activation;
import dev.kiln.spi.graph.FeedForward;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.SkipConnection;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.graph.WeightLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphEditTest {
  private static final float[] NONE = {};

  @Test
  void findsTheLayersOfTheDefaultModel() {
    GraphEdit edit = Networks.edit(Networks.model("unet"), NetworkKind.UNET);
    List<LinearLayer> linears = edit.linears();
    assertThat(linears)
        .filteredOn(layer -> layer.path().endsWith("transformer_blocks.0/attn1/to_q"))
        .hasSize(7)
        .allSatisfy(layer -> assertThat(layer.layout()).isEqualTo(WeightLayout.IN_OUT));
    assertThat(linears)
        .filteredOn(layer -> layer.path().endsWith("/proj_in"))
        .allSatisfy(layer -> assertThat(layer.pointwise()).isTrue());
    assertThat(linears)
        .filteredOn(layer -> layer.path().endsWith("/attn1/to_out.0"))
        .allSatisfy(layer -> assertThat(layer.bias()).isPresent());
    assertThat(linears).filteredOn(LinearLayer::pointwise).isNotEmpty();
    assertThat(edit.skips()).extracting(SkipConnection::index).startsWith(0, 1, 2);
    assertThat(edit.feedForwards())
        .hasSize(7)
        .extracting(FeedForward::activation)
        .containsOnly(Activation.GELU);
  }

  @Test
  void findsTheActivationsOfTheText() {
    assertThat(
            Networks.edit(Networks.model("text_encoder"), NetworkKind.TEXT_ENCODER).feedForwards())
        .isNotEmpty()
        .extracting(FeedForward::activation)
        .containsOnly(Activation.QUICK_GELU);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unet-sdpa-17.onnx", "unet-dynamo-20.onnx", "unet-half.onnx"})
  void weightsThatAreReadAndWrittenComputeTheSameBits(String name) {
    float[] before = unet(edit(name).finish());
    GraphEdit edit = edit(name);
    for (LinearLayer layer : edit.linears()) {
      edit.write(layer, edit.read(layer));
    }
    assertThat(unet(edit.finish())).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unet-sdpa-17.onnx", "unet-dynamo-20.onnx"})
  void aChangedWeightChangesItsLayerAlone(String name) {
    GraphEdit edit = edit(name);
    LinearLayer layer =
        edit.linears().stream()
            .filter(one -> one.path().endsWith("/attn1/to_q"))
            .findFirst()
            .orElseThrow();
    float[] doubled = edit.read(layer);
    for (int i = 0; i < doubled.length; i++) {
      doubled[i] *= 2;
    }
    edit.write(layer, doubled);
    GraphEdit other = edit(name);
    LinearLayer same =
        other.linears().stream()
            .filter(one -> one.path().equals(layer.path()))
            .findFirst()
            .orElseThrow();
    other.replace(same.output(), other.editor().mul(same.output(), 2));
    float[] changed = unet(edit.finish());
    assertThat(Networks.difference(changed, unet(other.finish()))).isLessThan(1e-6);
    assertThat(Networks.difference(changed, unet(edit(name).finish()))).isGreaterThan(1e-6);
  }

  @Test
  void aLargeWeightIsGivenFromMemory() {
    GraphEdit edit = Networks.edit(Networks.model("unet"), NetworkKind.UNET);
    float[] before = unet(OnnxReader.read(Networks.model("unet")));
    edit.linears().forEach(layer -> edit.write(layer, edit.read(layer)));
    Graph graph = edit.finish();
    assertThat(graph.weights().values())
        .anyMatch(weight -> weight.data() instanceof Weight.InMemory);
    assertThat(unet(graph)).isEqualTo(before);
  }

  @Test
  void outputsKeepTheirNamesAndInputsAreAdded() {
    GraphEdit edit = edit("unet-sdpa-17.onnx");
    Value added = edit.input("residual", "batch", "4", "height", "width");
    Value out = new Value("out_sample");
    edit.output("bare", out);
    edit.replace(out, edit.editor().add(out, added));
    Graph graph = edit.finish();
    assertThat(graph.outputs()).extracting(GraphPort::name).containsExactly("out_sample", "bare");
    assertThat(graph.inputs()).extracting(GraphPort::name).contains("residual");
  }

  @Test
  void oneReaderOfASkipConnectionIsRewired() {
    GraphEdit edit = edit("unet-sdpa-17.onnx");
    for (SkipConnection skip : edit.skips()) {
      Value same = edit.editor().mul(skip.skip(), 1);
      edit.replaceIn(skip.output(), skip.skip(), same);
    }
    assertThat(unet(edit.finish())).isEqualTo(unet(edit("unet-sdpa-17.onnx").finish()));
  }

  @Test
  void anActivationIsSwapped() {
    GraphEdit edit = edit("unet-sdpa-17.onnx");
    for (FeedForward unit : edit.feedForwards()) {
      Value bent = edit.editor().op("Relu", unit.input());
      edit.replace(unit.activated(), edit.editor().mul(bent, bent));
    }
    Graph graph = edit.finish();
    assertThat(graph.nodes()).noneMatch(node -> node.is("Erf"));
    assertThat(unet(graph)).doesNotContain(Float.NaN).isNotEqualTo(NONE);
  }

  private static GraphEdit edit(String name) {
    return Networks.edit(Networks.fixture(name), NetworkKind.UNET);
  }

  private static float[] unet(Graph graph) {
    return Networks.unet(graph, 2, 16, 16, 77);
  }
}
