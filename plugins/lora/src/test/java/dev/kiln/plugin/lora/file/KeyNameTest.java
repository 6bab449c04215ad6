package dev.kiln.plugin.lora.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.graph.NetworkKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names as kohya's scripts, PEFT and the versions of diffusers write them. */
class KeyNameTest {
  private static final String QUERY = "down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q";

  @ParameterizedTest
  @CsvSource({
    "lora_unet_%s.lora_up.weight, lora_up.weight",
    "lora_unet_%s.alpha, alpha",
    "lora_unet_%s.hada_w1_a, hada_w1_a",
    "oft_unet_%s.oft_blocks, oft_blocks",
    "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.lora_A.weight, lora_down.weight",
    "base_model.model.unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.lora_B.default.weight, lora_up.weight",
    "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.lora.down.weight, lora_down.weight",
    "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.lora_magnitude_vector.weight, dora_scale",
    "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.processor.to_q_lora.up.weight, lora_up.weight",
    "down_blocks.0.attentions.0.transformer_blocks.0.attn1.processor.to_q_lora.down.weight, lora_down.weight",
    "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.alpha, alpha",
    "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.lokr_w2_b, lokr_w2_b",
  })
  void oneLayerOfTheUnet(String key, String part) {
    assertThat(KeyName.of(key.formatted(QUERY)))
        .contains(new KeyName(NetworkKind.UNET, QUERY, part));
  }

  @ParameterizedTest
  @CsvSource({
    "lora_te_text_model_encoder_layers_0_self_attn_out_proj.lora_up.weight",
    "lora_te1_text_model_encoder_layers_0_self_attn_out_proj.lora_up.weight",
    "text_encoder.text_model.encoder.layers.0.self_attn.out_proj.lora_B.weight",
    "text_encoder.text_model.encoder.layers.0.self_attn.out_proj.lora_linear_layer.up.weight",
    "text_encoder.text_model.encoder.layers.0.self_attn.to_out_lora.up.weight",
    "text_model.encoder.layers.0.self_attn.out_proj.lora_B.weight",
  })
  void oneLayerOfTheTextEncoder(String key) {
    assertThat(KeyName.of(key))
        .contains(
            new KeyName(
                NetworkKind.TEXT_ENCODER,
                "text_model_encoder_layers_0_self_attn_out_proj",
                "lora_up.weight"));
  }

  @Test
  void anOutputOfAttentionIsTheFirstOfItsModules() {
    assertThat(KeyName.of("unet.mid_block.attentions.0.attn2.processor.to_out_lora.up.weight"))
        .map(KeyName::module)
        .contains("mid_block_attentions_0_attn2_to_out_0");
  }

  @Test
  void networksThatKilnHasNotAreStrangers() {
    for (String key :
        List.of(
            "lora_te2_text_model_encoder_layers_0_mlp_fc1.alpha",
            "text_encoder_2.text_model.encoder.layers.0.mlp.fc1.lora_A.weight",
            "transformer.single_transformer_blocks.0.attn.to_q.lora_A.weight",
            "bundle_emb.word.string_to_param.*",
            "unet.conv_in.weight",
            "")) {
      assertThat(KeyName.of(key)).isEqualTo(Optional.empty());
    }
  }
}
