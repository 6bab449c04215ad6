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
    "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.lora_magnitude_vector.weight, lora_magnitude_vector",
    // SimpleTuner: lycoris.create_lycoris names modules without their network.
    "lycoris_%s.lokr_w1, lokr_w1",
    "lycoris_unet_%s.lokr_w1, lokr_w1",
    // PEFT's magnitudes beside kohya's tensors.
    "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1.to_q.lora_magnitude_vector, lora_magnitude_vector",
    "unet.base_model.model.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.lora_A.weight, lora_down.weight",
    "base_model.model.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.lora_A.weight, lora_down.weight",
    "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.lora_A.my-style.weight, lora_down.weight",
    "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.lora_B.my style 2.weight, lora_up.weight",
    "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.lora_magnitude_vector.my-style, lora_magnitude_vector",
    "lora_unet_%s.on_input, on_input",
    "lora_unet_%s.bias_values, bias_values",
    "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.processor.to_q_lora.up.weight, lora_up.weight",
    "down_blocks.0.attentions.0.transformer_blocks.0.attn1.processor.to_q_lora.down.weight, lora_down.weight",
    "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.alpha, alpha",
    "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.lokr_w2_b, lokr_w2_b",
  })
  void oneLayerOfTheUnet(String key, String part) {
    KeyName name = KeyName.of(key.formatted(QUERY)).orElseThrow();
    assertThat(name.network()).isEqualTo(NetworkKind.UNET);
    assertThat(name.module()).isEqualTo(QUERY);
    assertThat(name.part()).isEqualTo(part);
  }

  @ParameterizedTest
  @CsvSource({
    "lora_te_text_model_encoder_layers_0_self_attn_out_proj.lora_up.weight",
    "lora_te1_text_model_encoder_layers_0_self_attn_out_proj.lora_up.weight",
    "text_encoder.text_model.encoder.layers.0.self_attn.out_proj.lora_B.weight",
    "text_encoder.text_model.encoder.layers.0.self_attn.out_proj.lora_linear_layer.up.weight",
    "text_encoder.text_model.encoder.layers.0.self_attn.to_out_lora.up.weight",
    "text_model.encoder.layers.0.self_attn.out_proj.lora_B.weight",
    "text_encoder.base_model.model.text_model.encoder.layers.0.self_attn.out_proj.lora_B.my-style.weight",
    "lycoris_text_model_encoder_layers_0_self_attn_out_proj.lora_up.weight",
  })
  void oneLayerOfTheTextEncoder(String key) {
    KeyName name = KeyName.of(key).orElseThrow();
    assertThat(name.network()).isEqualTo(NetworkKind.TEXT_ENCODER);
    assertThat(name.module()).isEqualTo("text_model_encoder_layers_0_self_attn_out_proj");
    assertThat(name.part()).isEqualTo("lora_up.weight");
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
            "lycoris_transformer_blocks_0_attn_to_q.lokr_w1",
            "encoder.down_blocks.0.resnets.0.conv1.lora_A.weight",
            "bundle_emb.word.string_to_param.*",
            "unet.conv_in.weight",
            "")) {
      assertThat(KeyName.of(key)).isEqualTo(Optional.empty());
    }
  }
}
