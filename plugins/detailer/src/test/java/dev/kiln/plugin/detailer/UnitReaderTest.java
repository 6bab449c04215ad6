package dev.kiln.plugin.detailer;

import static dev.kiln.plugin.detailer.TestingUnits.options;
import static dev.kiln.plugin.detailer.TestingUnits.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.plugin.detailer.UnitReader.Asked;
import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ADetailer's arguments in all their forms. */
class UnitReaderTest {
  private static final Map<String, Object> FACE = Map.of("ad_model", "face_yolov8n.pt");
  private final List<String> warnings = new ArrayList<>();

  private UnitValues unit(String field, Object value) {
    Map<String, Object> unit = new HashMap<>(FACE);
    unit.put(field, value);
    return read(warnings::add, unit).units().get(0);
  }

  @Test
  void truthsBeforeTheUnitsMayBeLeftOut() {
    assertThat(read(warnings::add, FACE).units()).containsOnlyKeys(0);
    assertThat(read(warnings::add, true, FACE).units()).containsOnlyKeys(0);
    assertThat(read(warnings::add, false, FACE).units()).isEmpty();
    Asked skipping = read(warnings::add, true, true, Map.of("ad_model", "None"), FACE);
    assertThat(skipping.units()).containsOnlyKeys(1);
    assertThat(skipping.units().get(1).name()).isEqualTo("ADetailer unit 2");
    assertThat(skipping.onInitPicture()).isTrue();
    assertThat(read(warnings::add, true, false, FACE).onInitPicture()).isFalse();
    assertThat(read(warnings::add, true).units()).isEmpty();
    assertThat(warnings).isEmpty();
  }

  @Test
  void unitsThatNameNothingOrAreSwitchedOffAreLeftOut() {
    assertThat(unit("ad_tab_enable", true)).isNotNull();
    for (String field : List.of("ad_tab_enable", "ad_tap_enable")) {
      assertThat(read(warnings::add, Map.of("ad_model", "face", field, false)).units()).isEmpty();
    }
    assertThat(read(warnings::add, Map.of(), Map.of("ad_model", "none")).units()).isEmpty();
  }

  @Test
  void whatIsNotSaidIsAsInAdetailer() {
    UnitValues values = read(warnings::add, FACE).units().get(0);
    assertThat(values.number(UnitField.CONFIDENCE)).isEqualTo(0.3);
    assertThat(values.whole(UnitField.DILATE_ERODE)).isEqualTo(4);
    assertThat(values.whole(UnitField.MASK_BLUR)).isEqualTo(4);
    assertThat(values.number(UnitField.STRENGTH)).isEqualTo(0.4);
    assertThat(values.is(UnitField.ONLY_MASKED)).isTrue();
    assertThat(values.whole(UnitField.PADDING)).isEqualTo(32);
    assertThat(values.get(UnitField.MERGE_INVERT)).isEqualTo(Merge.NONE);
  }

  @Test
  void optionsOfTheRequestHoldForUnitsThatDoNotSayThem() {
    DetailerOptions said = new DetailerOptions(List.of(), "face", 0.5, 0.6, 256, "None");
    UnitValues one = new UnitReader().read(said, warnings::add).units().get(0);
    assertThat(one.text(UnitField.MODEL)).isEqualTo("face");
    assertThat(one.number(UnitField.CONFIDENCE)).isEqualTo(0.5);
    assertThat(one.number(UnitField.STRENGTH)).isEqualTo(0.6);
    assertThat(one.is(UnitField.USE_SIZE)).isTrue();
    assertThat(one.whole(UnitField.HEIGHT)).isEqualTo(256);
    Map<String, Object> own = Map.of("ad_model", "hand", "ad_confidence", 0.1);
    DetailerOptions both = new DetailerOptions(List.of(own), "face", 0.5, 0.6, 0, "None");
    UnitValues unit = new UnitReader().read(both, warnings::add).units().get(0);
    assertThat(unit.text(UnitField.MODEL)).isEqualTo("hand");
    assertThat(unit.number(UnitField.CONFIDENCE)).isEqualTo(0.1);
    assertThat(unit.number(UnitField.STRENGTH)).isEqualTo(0.6);
  }

  @Test
  void textsThatSayANumberOrATruthAreThat() {
    assertThat(unit("ad_confidence", "0.25").number(UnitField.CONFIDENCE)).isEqualTo(0.25);
    assertThat(unit("ad_mask_k_largest", 2.0).whole(UnitField.MASK_K)).isEqualTo(2);
    assertThat(unit("ad_inpaint_only_masked", "False").is(UnitField.ONLY_MASKED)).isFalse();
    assertThat(unit("ad_mask_merge_invert", "merge and invert").get(UnitField.MERGE_INVERT))
        .isEqualTo(Merge.MERGE_AND_INVERT);
    assertThat(unit("ad_prompt", null).text(UnitField.PROMPT)).isEmpty();
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ad_confidence | 1.5 | 1.5; it must be a number of 0 to 1",
        "ad_confidence | high | \"high\"; it must be a number of 0 to 1",
        "ad_dilate_erode | 2.5 | 2.5; it must be a whole number of -8192 to 8192",
        "ad_steps | 0 | 0; it must be a whole number of 1 to 1000",
        "ad_noise_multiplier | 2 | 2; it must be a number of 0.5 to 1.5",
        "ad_use_steps | perhaps | \"perhaps\"; it must be true or false",
        "ad_mask_filter_method | Size | \"Size\"; it must be Area or Confidence",
        "ad_prompt | 7 | 7; it must be text"
      })
  void whatDoesNotFitIsRefusedInASentence(String field, String text, String told) {
    Object value =
        text.matches("-?\\d+")
            ? Integer.valueOf(text)
            : text.matches("\\d.*") ? Double.valueOf(text) : text;
    assertThatThrownBy(() -> unit(field, value))
        .isInstanceOf(BadRequest.class)
        .hasMessage("ADetailer unit 1: %s is %s".formatted(field, told));
  }

  @Test
  void whatIsNoUnitIsRefusedInASentence() {
    assertThatThrownBy(() -> read(warnings::add, true, false, "face_yolov8n.pt"))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith(
            "ADetailer unit 1 is \"face_yolov8n.pt\"; it must be a JSON object");
    assertThatThrownBy(() -> read(warnings::add, true, false, true, FACE))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("ADetailer unit 1 is true; it must be a JSON object");
    DetailerOptions nothing =
        new DetailerOptions(Arrays.asList(true, null), "", 0.3, 0.4, 0, "None");
    assertThatThrownBy(() -> new UnitReader().read(nothing, warnings::add))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("ADetailer unit 1 is null; it must be a JSON object");
    DetailerOptions many = options(Collections.nCopies(11, FACE).toArray());
    assertThatThrownBy(() -> new UnitReader().read(many, warnings::add))
        .isInstanceOf(BadRequest.class)
        .hasMessage("ADetailer has 11 units; it takes at most 10");
  }

  @Test
  void whatHasNoEffectIsNamed() {
    unit("ad_nothing", 1);
    unit("is_api", true);
    assertThat(warnings).containsExactly("ADetailer unit 1: nothing is called ad_nothing");
    warnings.clear();
    read(
        warnings::add,
        Map.of(
            "ad_model",
            "face",
            "ad_restore_face",
            true,
            "ad_controlnet_model",
            "control_v11p_sd15_inpaint",
            "ad_use_vae",
            true,
            "ad_vae",
            "kl-f8",
            "ad_use_clip_skip",
            true));
    assertThat(warnings)
        .containsExactly(
            "ADetailer unit 1: Kiln has nothing for ad_use_vae, ad_vae, ad_use_clip_skip, ad_clip_skip,"
                + " ad_restore_face, ad_controlnet_model");
  }

  @Test
  void whatClientsAlwaysSendIsNotNamed() {
    Map<String, Object> neutral = new HashMap<>(FACE);
    neutral.put("ad_use_vae", true);
    neutral.put("ad_vae", "Use same VAE");
    neutral.put("ad_clip_skip", 2);
    neutral.put("ad_controlnet_model", "None");
    neutral.put("ad_controlnet_weight", 0.5);
    neutral.put("ad_checkpoint", null);
    read(warnings::add, neutral);
    assertThat(warnings).isEmpty();
  }
}
