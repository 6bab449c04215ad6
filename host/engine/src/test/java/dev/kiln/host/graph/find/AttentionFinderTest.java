package dev.kiln.host.graph.find;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.Networks;
import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.graph.AttentionKind;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionFinderTest {
  @Test
  void findsEverySiteOfTheDefaultModel() {
    GraphEdit edit =
        new GraphEdit(
            OnnxReader.read(Networks.model("unet")),
            NetworkKind.UNET,
            Optional.of(new NetworkShape(2, 65, 40, 77)));
    List<AttentionSite> sites = edit.attention();
    assertThat(sites).hasSize(14);
    assertThat(sites)
        .filteredOn(site -> site.kind() == AttentionKind.CROSS)
        .hasSize(7)
        .allSatisfy(
            site -> {
              assertThat(site.path()).endsWith("/attn2");
              assertThat(site.keyTokens()).hasValue(77);
            });
    AttentionSite first = sites.get(0);
    assertThat(first.path()).isEqualTo("/down_blocks.0/attentions.0/transformer_blocks.0/attn1");
    assertThat(first.heads()).isEqualTo(4);
    assertThat(first.headSize()).hasValue(16);
    assertThat(first.scale()).isCloseTo(0.25f, org.assertj.core.data.Offset.offset(1e-6f));
    assertThat(first.queryTokens()).hasValue(65 * 40);
    assertThat(sites)
        .filteredOn(site -> site.path().startsWith("/down_blocks.1"))
        .isNotEmpty()
        .allSatisfy(site -> assertThat(site.queryTokens()).hasValue(33 * 20));
  }

  @Test
  void findsTheMiddleOfTheCodecAndTheMaskOfTheText() {
    assertThat(Networks.edit(Networks.model("vae_decoder"), NetworkKind.VAE_DECODER).attention())
        .singleElement()
        .satisfies(site -> assertThat(site.heads()).isEqualTo(1));
    assertThat(Networks.edit(Networks.model("text_encoder"), NetworkKind.TEXT_ENCODER).attention())
        .isNotEmpty()
        .allSatisfy(site -> assertThat(site.bias()).isPresent());
  }

  @ParameterizedTest
  @CsvSource({"1, 16, 16, 77", "2, 17, 12, 154"})
  void theDefaultModelComputesTheSameFused(int rows, int height, int width, int tokens) {
    float[] before =
        Networks.unet(OnnxReader.read(Networks.model("unet")), rows, height, width, tokens);
    Graph after = Networks.allFused(Networks.edit(Networks.model("unet"), NetworkKind.UNET));
    assertThat(after.nodes()).noneMatch(node -> node.is("Softmax"));
    assertThat(Networks.difference(Networks.unet(after, rows, height, width, tokens), before))
        .isLessThan(1e-5);
  }

  @Test
  void theCodecDecodesTheSameFused() {
    Map<String, long[]> shapes = Map.of("latent_sample", new long[] {1, 4, 9, 7});
    Map<String, float[]> latents =
        Map.of("latent_sample", Networks.normal(new Random(5), 4 * 9 * 7));
    GraphEdit edit = Networks.edit(Networks.model("vae_decoder"), NetworkKind.VAE_DECODER);
    float[] after = Networks.run(Networks.allFused(edit), latents, shapes, 1, 3, 72, 56);
    Graph before = OnnxReader.read(Networks.model("vae_decoder"));
    assertThat(Networks.difference(after, Networks.run(before, latents, shapes, 1, 3, 72, 56)))
        .isLessThan(1e-5);
  }

  @Test
  void textIsTheSameFused() {
    float[] ids = new float[77];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i * 7 + 1;
    }
    Map<String, long[]> shapes = Map.of("input_ids", new long[] {1, 77});
    Graph before = OnnxReader.read(Networks.model("text_encoder"));
    Graph after =
        Networks.allFused(Networks.edit(Networks.model("text_encoder"), NetworkKind.TEXT_ENCODER));
    assertThat(after.nodes()).noneMatch(node -> node.is("Softmax"));
    float[] wanted = Networks.run(before, Map.of("input_ids", ids), shapes, 1, 77, 128);
    float[] found = Networks.run(after, Map.of("input_ids", ids), shapes, 1, 77, 128);
    assertThat(Networks.difference(found, wanted)).isLessThan(1e-5);
  }

  @Test
  void tokensOfTheMiddleFollowFromThePicture() {
    for (NetworkKind kind : List.of(NetworkKind.VAE_DECODER, NetworkKind.VAE_ENCODER)) {
      Graph graph = OnnxReader.read(Networks.model(kind.name().toLowerCase(Locale.ROOT)));
      NetworkShape shape = new NetworkShape(1, 40, 25, 77);
      assertThat(new GraphEdit(graph, kind, Optional.of(shape)).attention())
          .isNotEmpty()
          .allSatisfy(site -> assertThat(site.queryTokens()).hasValue(40 * 25));
    }
  }

  @Test
  void aControlNetHasItsSitesToo() {
    Graph graph = OnnxReader.read(DefaultModel.models().resolve("controlnet/pose/model.onnx"));
    assertThat(new GraphEdit(graph, NetworkKind.CONTROLNET, Optional.empty()).attention())
        .isNotEmpty()
        .anyMatch(site -> site.kind() == AttentionKind.CROSS)
        .allSatisfy(site -> assertThat(site.bias()).isEmpty());
  }

  @Test
  void whatIsCausalGetsAMask() {
    float[] given = Networks.normal(new Random(9), 2 * 5 * 8);
    Map<String, long[]> shapes = Map.of("x", new long[] {2, 5, 8});
    float[] before = Networks.run(causal(), Map.of("x", given), shapes, 2, 5, 8);
    GraphEdit edit = new GraphEdit(causal(), NetworkKind.TEXT_ENCODER, Optional.empty());
    Graph fused = Networks.allFused(edit);
    assertThat(fused.nodes()).anyMatch(node -> node.is("MultiHeadAttention"));
    float[] after = Networks.run(fused, Map.of("x", given), shapes, 2, 5, 8);
    assertThat(Networks.difference(after, before)).isLessThan(1e-5);
  }

  private static Graph causal() {
    Graph graph = new Graph("causal");
    graph.operatorSets().put("", 23L);
    NodeWriter writer = NodeWriter.of(graph);
    List<GraphPort.Dimension> shape =
        List.of(
            GraphPort.Dimension.free("batch"),
            GraphPort.Dimension.free("tokens"),
            GraphPort.Dimension.of(8));
    Value x = writer.define(new GraphPort("x", ElementType.FLOAT, shape));
    Attributes attributes =
        Attributes.of("is_causal", 1).and("q_num_heads", 2).and("kv_num_heads", 2);
    Value y = writer.op("Attention", attributes, x, writer.mul(x, 0.7f), x);
    graph.outputs().add(GraphPort.unshaped(y.name(), ElementType.FLOAT));
    return graph;
  }
}
