package dev.kiln.plugin.detailer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.plugin.detailer.detect.ChosenDetector;
import dev.kiln.plugin.detailer.detect.TestingDetectors;
import dev.kiln.spi.hook.InfotextReader;
import dev.kiln.spi.index.Offers;
import dev.kiln.spi.testkit.InfotextReaderContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitKeysTest extends InfotextReaderContract {
  private static final Map<String, Object> UNIT =
      Map.ofEntries(
          Map.entry("ad_model", "yolov8.onnx"),
          Map.entry("ad_prompt", "a face [SEP] another, [PROMPT]"),
          Map.entry("ad_confidence", 0.25),
          Map.entry("ad_mask_k", 2),
          Map.entry("ad_mask_filter_method", "Confidence"),
          Map.entry("ad_mask_min_ratio", 0.01),
          Map.entry("ad_x_offset", -3),
          Map.entry("ad_mask_merge_invert", "Merge"),
          Map.entry("ad_inpaint_only_masked", false),
          Map.entry("ad_use_inpaint_width_height", true),
          Map.entry("ad_inpaint_height", 640),
          Map.entry("ad_use_steps", true),
          Map.entry("ad_steps", 30),
          Map.entry("ad_use_cfg_scale", true),
          Map.entry("ad_use_sampler", true),
          Map.entry("ad_sampler", "Euler a"),
          Map.entry("ad_scheduler", "Karras"),
          Map.entry("ad_use_noise_multiplier", true),
          Map.entry("ad_noise_multiplier", 1.1));

  @TempDir private Path temp;
  private TestingDetectors testing;

  @BeforeEach
  void open() {
    testing = new TestingDetectors(temp).with("yolov8").withShipped();
  }

  @AfterEach
  void close() {
    testing.close();
  }

  @Override
  protected InfotextReader reader() {
    return new UnitKeys(testing.files());
  }

  private static Map<String, String> told(int index, Map<String, Object> unit) {
    Map<String, String> infotext = new LinkedHashMap<>();
    UnitValues values = TestingUnits.values(unit);
    ChosenDetector detector = new ChosenDetector(Path.of("x"), "yolov8.onnx", List.of());
    UnitText.write(new DetailerUnit(index, values, detector), Order.NONE, infotext::put);
    infotext.remove(DetailerOptions.VERSION_KEY);
    return infotext;
  }

  @Override
  protected Map<String, String> written() {
    return told(1, Map.of("ad_model", "yolov8"));
  }

  @Override
  protected Map<String, Object> options() {
    Map<String, Object> unit =
        Map.of(
            "ad_model", "yolov8.onnx",
            "ad_confidence", "0.3",
            "ad_dilate_erode", "4",
            "ad_mask_blur", "4",
            "ad_denoising_strength", "0.4",
            "ad_inpaint_only_masked", "True",
            "ad_inpaint_only_masked_padding", "32");
    return Map.of("units", List.of(Map.of("ad_model", "None"), unit));
  }

  @Test
  void aUsualUnitIsToldAsAdetailerTellsIt() {
    assertThat(told(0, Map.of()))
        .containsExactly(
            Map.entry("ADetailer model", "yolov8.onnx"),
            Map.entry("ADetailer confidence", "0.3"),
            Map.entry("ADetailer dilate erode", "4"),
            Map.entry("ADetailer mask blur", "4"),
            Map.entry("ADetailer denoising strength", "0.4"),
            Map.entry("ADetailer inpaint only masked", "True"),
            Map.entry("ADetailer inpaint padding", "32"));
  }

  @Test
  void whatIsToldIsReadBackAsItWas() {
    for (int index : new int[] {0, 2, 9}) {
      Map<String, Object> options = reader().options(told(index, UNIT), any -> {});
      List<?> units = (List<?>) options.get("units");
      assertThat(units).hasSize(index + 1);
      @SuppressWarnings("unchecked")
      Map<String, Object> again = (Map<String, Object>) units.get(index);
      assertThat(TestingUnits.values(again).values()).isEqualTo(TestingUnits.values(UNIT).values());
    }
  }

  @Test
  void whatHasNoEffectIsNotTold() {
    Map<String, Object> vain =
        Map.of(
            "ad_restore_face",
            true,
            "ad_controlnet_model",
            "inpaint",
            "ad_controlnet_weight",
            0.5,
            "ad_vae",
            "Use same VAE",
            "ad_steps",
            99,
            "ad_checkpoint",
            "Use same checkpoint");
    assertThat(told(0, vain)).isEqualTo(told(0, Map.of()));
  }

  @Test
  void theOrderOfPartsIsToldWhereItIsNotAsFound() {
    Map<String, String> infotext = new LinkedHashMap<>();
    ChosenDetector detector = new ChosenDetector(Path.of("x"), "yolov8.onnx", List.of());
    DetailerUnit unit = new DetailerUnit(0, TestingUnits.values(Map.of()), detector);
    UnitText.write(unit, Order.LEFT_TO_RIGHT, infotext::put);
    assertThat(infotext)
        .containsEntry("ADetailer sort by", "Position (left to right)")
        .containsEntry("ADetailer version", DetailerOptions.VERSION);
  }

  @Test
  void keysAreThoseOfTheFields() {
    List<String> fields =
        Arrays.stream(UnitField.values())
            .filter(field -> field != UnitField.TAB_ENABLE)
            .map(UnitField::key)
            .toList();
    assertThat(UnitKeys.class.getAnnotation(Offers.class).value())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(fields.stream(), Stream.of(UnitKeys.OLDER_K)).toList());
  }

  @Test
  void aTextOfWebuisIsReadWhateverItsVersion() {
    Map<String, String> webui =
        Map.of(
            "ADetailer model", "yolov8.pt",
            "ADetailer confidence", "0.3",
            "ADetailer mask only top k largest", "1",
            "ADetailer dilate erode", "32",
            "ADetailer model 2nd", "scenes:person",
            "ADetailer prompt 2nd", "a boy");
    assertThat(reader().options(webui, any -> {}).get("units"))
        .isEqualTo(
            List.of(
                Map.of(
                    "ad_model", "yolov8.pt",
                    "ad_confidence", "0.3",
                    "ad_mask_k", "1",
                    "ad_dilate_erode", "32",
                    "ad_inpaint_only_masked", "False"),
                Map.of(
                    "ad_model", "scenes:person",
                    "ad_prompt", "a boy",
                    "ad_inpaint_only_masked", "False")));
  }

  @Test
  void aDetectorThatIsNotHereIsToldAndLeftOut() {
    List<String> warnings = new ArrayList<>();
    Map<String, String> webui =
        Map.of("ADetailer model", "mediapipe_face_full", "ADetailer model 2nd", "yolov8.pt");
    assertThat((List<?>) reader().options(webui, warnings::add).get("units"))
        .hasSize(2)
        .first()
        .isEqualTo(Map.of("ad_model", "None"));
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("ADetailer unit 1 names mediapipe_face_full, a detector of MediaPipe")
        .endsWith("; the parts that it found are not drawn again");
    assertThat(reader().options(Map.of("ADetailer model", "gone"), warnings::add)).isEmpty();
  }
}
