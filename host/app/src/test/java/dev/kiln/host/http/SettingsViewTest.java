package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page's settings are made from. */
class SettingsViewTest {
  private static final String ROUTE = "/kiln/v1/settings";
  private final TestingServer server = TestingServer.free();

  @BeforeEach
  void giveAPlugin() {
    server.site.options =
        List.of(
            TestingSite.options(
                "cutoff",
                List.of(),
                List.of(
                    TestingSite.field(
                        "ngms", "NGMS", "double", 0.0, 0, 15, List.of("s_min_uncond")),
                    // A field of requests, and no option of webUI's.
                    TestingSite.field(
                        "on", "Hires", "boolean", false, 0, 0, List.of("enable_hr")))));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Map<String, JsonNode> byName() throws Exception {
    Map<String, JsonNode> all = new TreeMap<>();
    server.get(ROUTE).json().forEach(option -> all.put(option.get("name").asText(), option));
    return all;
  }

  @Test
  void eachHasTypeBoundsChoicesAndValue() throws Exception {
    server.post("/sdapi/v1/options", "{\"CLIP_stop_at_last_layers\":2,\"s_min_uncond\":3}");
    Map<String, JsonNode> all = byName();

    assertThat(all.get("CLIP_stop_at_last_layers").toString())
        .isEqualTo(
            "{\"plugin\":\"\",\"name\":\"CLIP_stop_at_last_layers\",\"label\":\"Clip skip\","
                + "\"help\":\"leave out the text encoder's last N-1 layers\",\"type\":\"int\","
                + "\"defaultValue\":1,\"min\":1.0,\"max\":48.0,\"step\":null,\"choices\":[],"
                + "\"value\":2}");
    assertThat(all.get("s_min_uncond"))
        .isEqualTo(
            server.parse(
                "{\"plugin\":\"cutoff\",\"name\":\"s_min_uncond\",\"label\":\"NGMS\",\"help\":\"\","
                    + "\"type\":\"double\",\"defaultValue\":0.0,\"min\":0.0,\"max\":15.0,"
                    + "\"step\":null,\"choices\":[],\"exact\":null,\"value\":3}"));
    assertThat(all.get("emphasis").get("choices"))
        .extracting(JsonNode::asText)
        .containsExactly("None", "Ignore", "Original", "No norm");
    assertThat(all.get("sd_model_checkpoint").get("choices"))
        .extracting(JsonNode::asText)
        .containsExactly("default [0123456789]", "other [fedcba9876]");
    assertThat(all.get("sd_vae").get("choices"))
        .extracting(JsonNode::asText)
        .containsExactly("Automatic", "None", "kl-f8");
    assertThat(all).doesNotContainKeys("enable_hr", "randn_source", "samples_save");
  }

  @Test
  void everyOneHasALabelAndIsAnOption() throws Exception {
    JsonNode options = server.get("/sdapi/v1/options").json();
    byName()
        .forEach(
            (name, option) -> {
              assertThat(option.get("label").asText()).as(name).isNotBlank().doesNotContain("_");
              assertThat(options.has(name)).as(name).isTrue();
              assertThat(option.get("value")).as(name).isEqualTo(options.get(name));
            });
  }
}
