package dev.kiln.host.graph.find;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Networks;
import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.spi.graph.GroupNorm;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.Operator;
import dev.kiln.spi.graph.Value;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupNormFinderTest {
  private static List<GroupNorm> norms(Path file) {
    return Networks.edit(file, NetworkKind.UNET).groupNorms();
  }

  @Test
  void findsEveryNormOfTheDefaultModelsDecoder() {
    List<GroupNorm> norms = norms(Networks.model("vae_decoder"));
    assertThat(norms).hasSize(22).allSatisfy(norm -> assertThat(norm.groups()).isEqualTo(8));
    assertThat(norms).allSatisfy(norm -> assertThat(norm.epsilon()).isEqualTo(1e-6f));
    assertThat(norms.get(0).path()).isEqualTo("/decoder/mid_block/resnets.0/norm1");
  }

  /** Of instance norms, and of the operator that set 23 has. */
  @ParameterizedTest
  @ValueSource(strings = {"unet-eager-14", "unet-sdpa-17", "unet-dynamo-20", "unet-dynamo-23"})
  void findsThoseOfEveryExporter(String name) {
    Path file = Networks.fixture(name + ".onnx");
    Graph graph = OnnxReader.read(file);
    long written =
        graph.nodes().stream()
            .filter(node -> node.is("InstanceNormalization") || node.is("GroupNormalization"))
            .count();
    assertThat(norms(file)).hasSize(Math.toIntExact(written)).hasSizeGreaterThan(3);
  }

  @Test
  void anOperatorIsShownAsItMayBeWrittenAgain() {
    var edit = Networks.edit(Networks.model("vae_decoder"), NetworkKind.VAE_DECODER);
    GroupNorm norm = edit.groupNorms().get(0);
    Operator conv = edit.operator(norm.input()).orElseThrow();
    assertThat(conv.name()).isEqualTo("Conv");
    assertThat(conv.outputs()).containsExactly(norm.input());
    assertThat(conv.inputs()).hasSize(3);
    assertThat(conv.attributes().values()).containsKeys("kernel_shape", "pads", "strides");
    assertThat((long[]) conv.attributes().values().get("pads")).containsExactly(1, 1, 1, 1);
    Value input = edit.inputs().get(0);
    assertThat(edit.operator(input)).isEmpty();
    assertThat(edit.operator(conv.inputs().get(1))).isEmpty();
  }
}
