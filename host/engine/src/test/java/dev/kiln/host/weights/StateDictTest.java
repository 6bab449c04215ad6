package dev.kiln.host.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightValues;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.weights.file.NewTensor;
import dev.kiln.host.weights.file.SafetensorsWriter;
import dev.kiln.host.weights.name.LdmUnetNames;
import dev.kiln.host.weights.name.LdmVaeNames;
import dev.kiln.host.weights.name.OpenClipNames;
import dev.kiln.host.weights.name.StoredName;
import dev.kiln.host.weights.name.UnetLayout;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDictTest {
  private static final String QUERY = "decoder.mid_block.attentions.0.to_q.weight";

  @TempDir Path temp;

  @Test
  void theDefaultModelsFolderGivesItsWeights() {
    StateDict unet = StateDict.inFolder(DefaultModel.diffusers().resolve("default/unet"));
    Weight weight = unet.weight("conv_in.weight", 64, 4, 3, 3);
    assertThat(weight.type()).isEqualTo(ElementType.FLOAT16);
    assertThat(weight.data()).isInstanceOf(Weight.InFile.class);
    assertThat(unet.has("conv_in.bias")).isTrue();
    assertThat(unet.has("conv_in.nothing")).isFalse();
  }

  @Test
  void whatIsMissingOrOfAnotherShapeIsNamedWithBothShapes() throws IOException {
    StateDict dict = StateDict.open(write("model.safetensors", zeros("a.weight", 4, 3)));
    assertThatThrownBy(() -> dict.weight("a.weight", 3, 4))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            dict.file()
                + " keeps 'a.weight' in the shape [4, 3], where the network needs [3, 4]; use the"
                + " config.json that belongs to this file");
    assertThatThrownBy(() -> dict.weight("b.weight", 3, 4))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            dict.file()
                + " has no 'b.weight', which the network needs in the shape [3, 4]; use a complete"
                + " file, and the config.json that belongs to it");
  }

  @Test
  void wholeNumbersAreNoWeights() throws IOException {
    Path file = write("model.safetensors", NewTensor.copy(Weight.longs("a", new long[] {1}, 1)));
    assertThatThrownBy(() -> StateDict.open(file).weight("a", 1))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("keeps 'a' as I64, where a network needs floating values");
  }

  /** ComfyUI's scaled fp8: drawing with the values alone would be silently wrong. */
  @Test
  void weightsThatWereDividedByAScaleAreRefused() throws IOException {
    Path file =
        write(
            "model.safetensors",
            NewTensor.zeros("a.weight", ElementType.FLOAT8E4M3FN, 2, 2),
            NewTensor.zeros("a.scale_weight", ElementType.FLOAT));
    assertThatThrownBy(() -> StateDict.open(file).weight("a.weight", 2, 2))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining(
            "keeps 'a.weight' divided by a scale of its own, which Kiln does not read; use the"
                + " model's F16 or F32 file");
  }

  @Test
  void textEncodersAreReadWithAndWithoutTheirPrefix() throws IOException {
    for (String stored : List.of("text_model.a.weight", "a.weight")) {
      StateDict dict = StateDict.open(write("model.safetensors", zeros(stored, 2)));
      for (String wanted : List.of("text_model.a.weight", "a.weight")) {
        assertThat(dict.weight(wanted, 2).name()).isEqualTo(wanted);
      }
    }
  }

  @Test
  void theOldNamesOfTheVaesAttentionAreKnown() throws IOException {
    Map<String, String> names =
        Map.of("to_q", "query", "to_k", "key", "to_v", "value", "to_out.0", "proj_attn");
    for (var name : names.entrySet()) {
      String start = "decoder.mid_block.attentions.0.";
      Path file = write("model.safetensors", zeros(start + name.getValue() + ".weight", 2, 2));
      assertThat(StateDict.open(file).has(start + name.getKey() + ".weight")).isTrue();
    }
  }

  @Test
  void aPointwiseConvolutionIsALinearLayer() throws IOException {
    StateDict dict = StateDict.open(write("model.safetensors", zeros(QUERY, 4, 2, 1, 1)));
    assertThat(dict.weight(QUERY, 4, 2).shape()).containsExactly(4, 2);
    assertThat(dict.weight(QUERY, 4, 2, 1, 1).shape()).containsExactly(4, 2, 1, 1);
    assertThatThrownBy(() -> dict.weight(QUERY, 2, 4)).isInstanceOf(BadRequest.class);
    StateDict linear = StateDict.open(write("model.safetensors", zeros(QUERY, 4, 1)));
    assertThat(linear.weight(QUERY, 4, 1, 1, 1).shape()).containsExactly(4, 1, 1, 1);
    assertThatThrownBy(() -> linear.weight(QUERY, 4)).isInstanceOf(BadRequest.class);
  }

  @Test
  void theFilesOfAnIndexAreOne() throws IOException {
    write("model-1-of-2.safetensors", NewTensor.copy(Weight.floats("a", new long[] {1}, 1)));
    write("model-2-of-2.safetensors", NewTensor.copy(Weight.floats("b", new long[] {1}, 2)));
    StateDict dict =
        StateDict.open(index("{'a': 'model-1-of-2.safetensors', 'b': 'model-2-of-2.safetensors'}"));
    assertThat(WeightValues.floats(dict.weight("a", 1))).containsExactly(1);
    assertThat(WeightValues.floats(dict.weight("b", 1))).containsExactly(2);
    assertThat(StateDict.inFolder(temp).tensors()).containsOnlyKeys("a", "b");
  }

  @Test
  void anIndexThatLeadsNowhereIsOneSentence() throws IOException {
    write("one.safetensors", zeros("a", 1));
    assertRefused(
        "{'a': 'two.safetensors'}", "needs the file two.safetensors beside it, which is missing");
    assertRefused("{'b': 'one.safetensors'}", "says that 'one.safetensors' holds 'b', which it");
    assertRefused("{'a': '../one.safetensors'}", "names the file '../one.safetensors', where only");
    assertRefused("{'a': 1}", "names the file '1', where only");
    assertRefused("{}", "has no weight_map; copy it again");
    assertRefused("{'a': ", "is not valid JSON; copy it again");
  }

  @Test
  void aFolderWithoutSafetensorsSaysWhatToDo() throws IOException {
    assertThatThrownBy(() -> StateDict.inFolder(temp))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            temp
                + " has no diffusion_pytorch_model.safetensors or model.safetensors; copy the file"
                + " there");
    Files.writeString(temp.resolve("diffusion_pytorch_model.bin"), "PK");
    assertThatThrownBy(() -> StateDict.inFolder(temp))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("diffusion_pytorch_model.bin is a Python pickle");
    assertThatThrownBy(() -> StateDict.inFolder(temp.resolve("none")))
        .hasMessage("there is no folder " + temp.resolve("none") + " with a network's weights");
  }

  @Test
  void wellKnownKeysAreWhereTheyAre() {
    UnetLayout layout =
        new UnetLayout(
            List.of(
                new UnetLayout.Level(320, 2, 1),
                new UnetLayout.Level(640, 2, 1),
                new UnetLayout.Level(1280, 2, 1),
                new UnetLayout.Level(1280, 2, 0)));
    LdmUnetNames unet = new LdmUnetNames("", layout);
    assertThat(unet.places("down_blocks.1.resnets.0.conv_shortcut.weight"))
        .containsExactly(StoredName.whole("input_blocks.4.0.skip_connection.weight"));
    assertThat(unet.places("up_blocks.3.attentions.2.transformer_blocks.0.attn2.to_v.weight"))
        .containsExactly(
            StoredName.whole("output_blocks.11.1.transformer_blocks.0.attn2.to_v.weight"));
    assertThat(unet.places("up_blocks.0.upsamplers.0.conv.bias"))
        .containsExactly(StoredName.whole("output_blocks.2.1.conv.bias"));
    assertThat(unet.places("down_blocks.9.resnets.0.conv1.weight")).isEmpty();
    assertThat(unet.places("nonsense")).isEmpty();
    assertThat(new LdmVaeNames("", 4).places("decoder.up_blocks.0.upsamplers.0.conv.weight"))
        .containsExactly(StoredName.whole("decoder.up.3.upsample.conv.weight"));
    assertThat(new OpenClipNames("").places("text_model.encoder.layers.7.self_attn.v_proj.bias"))
        .containsExactly(new StoredName("transformer.resblocks.7.attn.in_proj_bias", 2, 3));
  }

  private void assertRefused(String map, String part) throws IOException {
    Path index = index(map);
    assertThatThrownBy(() -> StateDict.open(index))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith(index + " " + part);
  }

  private Path index(String map) throws IOException {
    return Files.writeString(
        temp.resolve("model.safetensors.index.json"),
        ("{'metadata': {}, 'weight_map': " + map + "}").replace('\'', '"'));
  }

  private Path write(String name, NewTensor... tensors) throws IOException {
    Path file = temp.resolve(name);
    new SafetensorsWriter(Map.of(), List.of(tensors)).write(file);
    return file.toRealPath();
  }

  private static NewTensor zeros(String name, long... shape) {
    return NewTensor.zeros(name, ElementType.FLOAT, shape);
  }
}
