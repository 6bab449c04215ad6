package dev.kiln.plugin.detailer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.kiln.host.image.Infotext;
import dev.kiln.host.image.InfotextParameters;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.plugin.detailer.detect.TestingDetectors;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar in a real host: woken, bound to options, injected. */
class DetailerJarTest {
  private static final Map<String, Object> UNIT =
      Map.of(
          "ad_model",
          "yolov8",
          "ad_confidence",
          0.5,
          "ad_mask_k",
          2,
          "ad_denoising_strength",
          0.8,
          "ad_prompt",
          "[SKIP][SEP][PROMPT], snow",
          "ad_use_steps",
          true,
          "ad_steps",
          3);

  @TempDir static Path folder;
  private static TestingDetectors detectors;
  private static TestingHost host;

  @BeforeAll
  static void drop() {
    detectors = new TestingDetectors(folder).with("yolov8").withShipped();
    host = new TestingHost(folder.resolve("host"), detectors.services());
    host.drop("detailer", Path.of("target", "classes"));
  }

  @AfterAll
  static void close() {
    host.close();
    detectors.close();
  }

  private static GenerationResult drawn(Map<String, Object> options) {
    return host.generate(request -> request.steps(4).plugin("detailer", options));
  }

  @Test
  void webuisArgumentsAreItsUnits() {
    Map<String, Object> script = Map.of("args", List.of(true, false, UNIT, Map.of()));
    Map<String, Object> request =
        Map.of(
            "alwayson_scripts", Map.of("adetailer", script),
            "override_settings", Map.of("ad_bbox_sortby", "Area (large to small)"));
    assertThat(host.plugins().services().fromWebui(request))
        .isEqualTo(
            Map.of(
                "detailer",
                Map.of(
                    "units",
                    List.of(true, false, UNIT, Map.of()),
                    "order",
                    "Area (large to small)")));
  }

  @Test
  void aPartIsDrawnAgainAndToldAndDrawnTheSameFromWhatIsTold() {
    GenerationResult plain = host.generate(request -> request.steps(4));
    GenerationResult result =
        drawn(Map.of("units", List.of(UNIT), "order", "Area (large to small)"));
    assertThat(result.warnings()).isEqualTo(plain.warnings());
    assertThat(result.images().get(0).rgb()).isNotEqualTo(plain.images().get(0).rgb());
    String infotext = result.images().get(0).infotext();
    assertThat(infotext)
        .startsWith("a girl with long red hair")
        .contains(
            "ADetailer model: yolov8.onnx, ADetailer prompt: \"[SKIP][SEP][PROMPT], snow\","
                + " ADetailer confidence: 0.5, ADetailer method to decide top k masks: Area,"
                + " ADetailer mask only top k: 2, ADetailer dilate erode: 4, ADetailer mask blur: 4,"
                + " ADetailer denoising strength: 0.8, ADetailer inpaint only masked: True,"
                + " ADetailer inpaint padding: 32, ADetailer use separate steps: True,"
                + " ADetailer steps: 3, ADetailer sort by: Area (large to small),"
                + " ADetailer version: 25.3.0");

    Map<String, String> keys = new HashMap<>(InfotextParameters.split(Infotext.parse(infotext)));
    List<String> warnings = new ArrayList<>();
    Map<String, Map<String, Object>> options =
        host.plugins().services().fromInfotext(keys, warnings::add);
    assertThat(warnings).isEmpty();
    assertThat(keys.keySet()).noneMatch(key -> key.startsWith("ADetailer"));
    assertThat(drawn(options.get("detailer")).images().get(0).rgb())
        .isEqualTo(result.images().get(0).rgb());
  }

  @Test
  void keysOfALaterUnitAreItsOwn() {
    Map<String, String> keys =
        new HashMap<>(
            Map.of("ADetailer model 2nd", "yolov8.pt", "ADetailer confidence 2nd", "0.4"));
    assertThat(host.plugins().services().fromInfotext(keys, any -> {}).get("detailer"))
        .extractingByKey("units")
        .asInstanceOf(LIST)
        .hasSize(2);
    assertThat(keys).isEmpty();
  }

  @Test
  void whereNothingIsFoundNothingChanges() {
    GenerationResult plain = host.generate(request -> request.steps(4));
    GenerationResult result =
        drawn(Map.of("units", List.of(Map.of("ad_model", "yolov8", "ad_confidence", 1))));
    assertThat(result.images().get(0).rgb()).isEqualTo(plain.images().get(0).rgb());
    assertThat(result.images().get(0).infotext()).isEqualTo(plain.images().get(0).infotext());
    assertThat(result.warnings()).isEqualTo(plain.warnings());
  }

  @Test
  void whatIsWrongIsRefused() {
    assertThatThrownBy(() -> drawn(Map.of("model", "nothing")))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("ADetailer unit 1 names the model 'nothing', which is not there");
    assertThatThrownBy(() -> drawn(Map.of("confidence", 2)))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("confidence is 2.0; it must be 0 to 1");
  }

  @Test
  void clientsAskForVersionAndDetectors() {
    assertThat(new FakeApiCall("GET", DetailerRoutes.VERSION).jsonFrom(host.plugins()))
        .isEqualTo(Map.of("version", "25.3.0"));
    assertThat(new FakeApiCall("GET", DetailerRoutes.MODELS).jsonFrom(host.plugins()))
        .isEqualTo(Map.of("ad_model", List.of("yolov8.onnx", "seg_ade20k_scenes:person")));
  }

  @Test
  void itsPanelHasUnits() {
    DetailerPanel panel = new DetailerPanel();
    assertThat(panel.html())
        .contains("data-unit=\"1\"", "data-unit=\"2\"", "data-name=\"ad_model\"")
        .doesNotContain("<script", "style=", "{unit}");
    assertThat(panel.script()).contains("export default async function");
    Matcher names = Pattern.compile("data-name=\"(ad_\\w+)\"").matcher(panel.html());
    List<String> fields = Arrays.stream(UnitField.values()).map(UnitField::json).toList();
    assertThat(names.results().map(it -> it.group(1)).distinct().toList())
        .hasSizeGreaterThan(8)
        .isSubsetOf(fields);
  }
}
