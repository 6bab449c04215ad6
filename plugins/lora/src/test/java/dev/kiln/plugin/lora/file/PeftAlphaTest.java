package dev.kiln.plugin.lora.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.JsonCodec;
import dev.kiln.plugin.lora.type.Changes;
import dev.kiln.plugin.lora.type.LayerShape;
import dev.kiln.plugin.lora.type.LayerTensors;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.host.WeightsFile;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Scales of layers against PEFT's definition, {@code alpha / r} or {@code alpha / sqrt(r)}, with
 * the layer's own alpha and rank (LoraLayer.update_layer, get_pattern_key): the sums of U are taken
 * in double, and found within 1e-6 of the largest.
 */
class PeftAlphaTest {
  private static final LayerShape SHAPE = new LayerShape(6, 5, 1, 1);
  private static final String QUERY = "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q";
  private static final String FIRST = "down_blocks.0.attentions.0.proj_in";
  private static final String TEXT = "text_model.encoder.layers.0.mlp.fc1";

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Random random = new Random(5);

  /** A file in memory. */
  private record Memory(Map<String, String> metadata, Map<String, Tensor> tensors)
      implements WeightsFile {
    @Override
    public Path path() {
      return Path.of("memory.safetensors");
    }

    @Override
    public Set<String> names() {
      return tensors.keySet();
    }

    @Override
    public List<Long> shape(String name) {
      return Arrays.stream(tensors.get(name).shape()).mapToObj(Long::valueOf).toList();
    }

    @Override
    public float[] read(String name) {
      return tensors.get(name).data();
    }
  }

  private void put(String path, int rank) {
    for (String part : List.of("lora_A", "lora_B")) {
      boolean down = part.equals("lora_A");
      Tensor tensor = down ? Tensor.zeros(rank, SHAPE.inputs()) : Tensor.zeros(6, rank);
      for (int i = 0; i < tensor.size(); i++) {
        tensor.data()[i] = (float) random.nextGaussian();
      }
      tensors.put(path + "." + part + ".weight", tensor);
    }
  }

  private Map<Target, LayerTensors> read(String metadata) {
    Memory file = new Memory(Map.of("lora_adapter_metadata", metadata), tensors);
    return LoraFile.read("x", file, new TolerantJson(new JsonCodec())).modules();
  }

  private void check(
      Map<Target, LayerTensors> modules,
      NetworkKind network,
      String path,
      String prefix,
      double s) {
    LayerTensors parts = modules.get(new Target(network, path.replace('.', '_')));
    float[] found =
        Changes.weights(parts, OptionalInt.empty()).orElseThrow().delta(new float[30], SHAPE);
    Tensor up = tensors.get(prefix + path + ".lora_B.weight");
    Tensor down = tensors.get(prefix + path + ".lora_A.weight");
    int rank = down.dim(0);
    double[] wanted = new double[30];
    for (int i = 0; i < 30; i++) {
      for (int r = 0; r < rank; r++) {
        wanted[i] += s * up.data()[i / 5 * rank + r] * down.data()[r * 5 + i % 5];
      }
    }
    double largest = Arrays.stream(wanted).map(Math::abs).max().orElse(0);
    for (int i = 0; i < 30; i++) {
      assertThat(Math.abs(found[i] - wanted[i])).as(path).isLessThan(1e-6 * largest);
    }
  }

  /** Ranks 4, 8 and 2: their scales are written as fractions of alpha. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '^',
      textBlock =
          """
          {"unet.lora_alpha": 3, "text_encoder.lora_alpha": 5} ; 3 ; 3 ; 5
          {"unet.lora_alpha": 3} ; 3 ; 3 ; 2
          {"unet.r": 2, "unet.rank_pattern": {"to_q": 8}, "unet.lora_alpha": 3} ; 3 ; 3 ; 2
          {"unet.lora_alpha": 1, "unet.alpha_pattern": {"FIRST": 7.5, "QUERY": 0.5}} ; 7.5 ; 0.5 ; 2
          {"unet.lora_alpha": 1, "unet.alpha_pattern": {"to_q": 9, "QUERY": 0.5}} ; 1 ; 9 ; 2
          {"unet.lora_alpha": 1, "unet.alpha_pattern": {"q": 9, "o_q": 9}} ; 1 ; 1 ; 2
          {"unet.lora_alpha": 1, "unet.alpha_pattern": {".*attn[12].*": 6}} ; 1 ; 6 ; 2
          {"unet.lora_alpha": 1, "unet.alpha_pattern": {"proj_in|to_[kq]": 6}} ; 6 ; 6 ; 2
          {"text_encoder.alpha_pattern": {"mlp.fc1": 6}} ; 4 ; 8 ; 6
          {"unet.alpha_pattern": {"mlp.fc1": 6, "to_q": 1}} ; 4 ; 1 ; 2
          {"lora_alpha": 3, "alpha_pattern": {"to_q": 1.5}} ; 3 ; 1.5 ; 3
          {"unet.lora_alpha": 3, "unet.alpha_pattern": {}} ; 3 ; 3 ; 2
          {"unet.lora_alpha": 3, "unet.alpha_pattern": null} ; 3 ; 3 ; 2
          """)
  void eachLayerHasItsAlphaOverItsRank(String metadata, double first, double query, double text) {
    putAll("unet.", "text_encoder.");
    Map<Target, LayerTensors> modules =
        read(metadata.replace("FIRST", FIRST).replace("QUERY", QUERY));
    check(modules, NetworkKind.UNET, FIRST, "unet.", first / 4);
    check(modules, NetworkKind.UNET, QUERY, "unet.", query / 8);
    check(modules, NetworkKind.TEXT_ENCODER, TEXT, "text_encoder.", text / 2);
  }

  private void putAll(String unet, String text) {
    put(unet + FIRST, 4);
    put(unet + QUERY, 8);
    put(text + TEXT, 2);
  }

  @Test
  void rankStabilisedFilesDivideByTheRootOfTheLayersRank() {
    putAll("unet.", "text_encoder.");
    Map<Target, LayerTensors> modules =
        read(
            """
            {"unet.r": 2, "unet.lora_alpha": 3, "unet.use_rslora": true,
             "unet.rank_pattern": {"proj_in": 4, "to_q": 8}, "unet.alpha_pattern": {"to_q": 5},
             "text_encoder.r": 2, "text_encoder.lora_alpha": 1, "text_encoder.use_rslora": false}
            """);
    check(modules, NetworkKind.UNET, FIRST, "unet.", 3 / Math.sqrt(4));
    check(modules, NetworkKind.UNET, QUERY, "unet.", 5 / Math.sqrt(8));
    check(modules, NetworkKind.TEXT_ENCODER, TEXT, "text_encoder.", 0.5);
  }

  /** As {@code unet.save_lora_adapter()} names tensors and settings. */
  @Test
  void aFileOfOneNetworkNamesItNowhere() {
    putAll("", "");
    Map<Target, LayerTensors> modules =
        read(
            "{\"r\": 2, \"lora_alpha\": 3, \"use_rslora\": true, \"alpha_pattern\": {\"to_q\": 5}}");
    check(modules, NetworkKind.UNET, FIRST, "", 3 / Math.sqrt(4));
    check(modules, NetworkKind.UNET, QUERY, "", 5 / Math.sqrt(8));
    check(modules, NetworkKind.TEXT_ENCODER, TEXT, "", 3 / Math.sqrt(2));
  }

  @Test
  void anAlphaAmongTheTensorsWins() {
    putAll("unet.", "text_encoder.");
    tensors.put("text_encoder." + TEXT + ".lora_linear_layer.alpha", Tensor.of(new float[] {7}, 1));
    tensors.put("unet." + QUERY + ".alpha", Tensor.of(new float[] {6}, 1));
    Map<Target, LayerTensors> modules = read("{\"lora_alpha\": 1}");
    check(modules, NetworkKind.UNET, QUERY, "unet.", 6.0 / 8);
    check(modules, NetworkKind.TEXT_ENCODER, TEXT, "text_encoder.", 7.0 / 2);
  }

  /** An expression of a stranger may be none, or one whose search never ends. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          to_(q            | is no regular expression
          ((.+)+[.])+!     | takes too long
          """)
  void aPatternThatCannotBeUsedIsToldInOneSentence(String pattern, String why) {
    putAll("unet.", "text_encoder.");
    assertThatThrownBy(() -> read("{\"unet.alpha_pattern\": {\"" + pattern + "\": 1}}"))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "the LoRA file's alpha_pattern cannot be read: \"%s\" %s; choose another file",
            pattern, why);
  }
}
