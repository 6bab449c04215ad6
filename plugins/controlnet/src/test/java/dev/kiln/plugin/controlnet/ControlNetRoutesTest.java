package dev.kiln.plugin.controlnet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.testkit.FakeApiCall;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes on the plugin's jar in a host, with the project's models. */
class ControlNetRoutesTest {
  @TempDir static Path temp;
  private static ControlHost host;

  @BeforeAll
  static void open() {
    host = new ControlHost(temp);
  }

  @AfterAll
  static void close() {
    host.close();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> get(String path) {
    return (Map<String, Object>) new FakeApiCall("GET", path).jsonFrom(host.plugins());
  }

  @Test
  void versionAndSettingsAreThoseOfTheExtension() throws Exception {
    assertThat(get("/controlnet/version")).isEqualTo(Map.of("version", 3));
    assertThat(get("/controlnet/settings")).isEqualTo(Map.of("control_net_unit_count", 3));
  }

  @Test
  @SuppressWarnings("unchecked")
  void modelsHaveNameAndShortHash() throws Exception {
    List<String> models = (List<String>) get("/controlnet/model_list").get("model_list");
    assertThat(models).hasSize(4).allMatch(it -> it.matches("(pose|seg) \\[[0-9a-f]{8}]"));
    // Each title that is listed can be sent.
    for (String title : models) {
      String map = title.startsWith("seg") ? "seg.png" : "pose.png";
      var result = host.draw(r -> r.steps(1), List.of(ControlHost.unit(title, map)));
      assertThat(result.infotext().get("ControlNet 0")).contains("Model: " + title + ",");
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void typesSayWhatGoesTogether() throws Exception {
    Map<String, Map<String, Object>> types =
        (Map<String, Map<String, Object>>) get("/controlnet/control_types").get("control_types");
    assertThat(types.keySet()).startsWith("All").contains("Canny", "OpenPose", "Segmentation");
    assertThat(types.get("All")).containsEntry("default_option", "none");
    Map<String, Object> seg = types.get("Segmentation");
    assertThat((List<String>) seg.get("module_list")).containsExactly("none", "seg_ofade20k");
    assertThat((List<String>) seg.get("model_list")).hasSize(3).startsWith("None");
    assertThat(seg).containsEntry("default_option", "seg_ofade20k");
    assertThat((String) seg.get("default_model")).startsWith("seg [");
    assertThat((String) types.get("OpenPose").get("default_model")).startsWith("pose [");
    assertThat(types.get("Canny")).containsEntry("default_model", "None");
  }

  @Test
  void panelHasAUnitForEachOfTheSettings() {
    var panel =
        host.plugins().services().panels().stream()
            .filter(it -> it.title().endsWith("(ControlNet)"))
            .findFirst()
            .orElseThrow();
    assertThat(panel.html()).contains("data-unit=\"0\"", "data-unit=\"2\"");
    assertThat(panel.script()).contains("/controlnet/detect");
  }
}
