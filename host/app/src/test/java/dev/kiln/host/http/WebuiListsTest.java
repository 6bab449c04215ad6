package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.http.TestingServer.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebuiListsTest {
  private final TestingServer server = TestingServer.free();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void samplersHaveNamesAliasesAndOptions() throws Exception {
    assertThat(get("/sdapi/v1/samplers"))
        .isEqualTo(
            server.parse(
                """
                [{"name":"DPM++ 2M","aliases":["k_dpmpp_2m"],"options":{"scheduler":"karras"}},
                 {"name":"Euler a","aliases":["k_euler_a"],"options":{"uses_ensd":true}},
                 {"name":"Euler","aliases":["k_euler"],"options":{}},
                 {"name":"DDIM","aliases":["ddim"],"options":{}}]
                """));
  }

  @Test
  void schedulersHaveTheirExponent() throws Exception {
    assertThat(get("/sdapi/v1/schedulers"))
        .isEqualTo(
            server.parse(
                """
                [{"name":"automatic","label":"Automatic","aliases":[],"default_rho":-1.0,
                  "need_inner_model":false},
                 {"name":"karras","label":"Karras","aliases":["Karras alias"],"default_rho":7.0,
                  "need_inner_model":false}]
                """));
  }

  @Test
  void modelsHaveTitlesAndHashes() throws Exception {
    JsonNode models = get("/sdapi/v1/sd-models");

    assertThat(models).hasSize(2);
    assertThat(models.get(0))
        .isEqualTo(
            server.parse(
                """
                {"title":"default [0123456789]","model_name":"default","hash":"0123456789",
                 "sha256":"0123456789abcdef","filename":"/models/default","config":null}
                """));
    assertThat(get("/kiln/v1/models").at("/1/size").asInt()).isEqualTo(512);
  }

  @Test
  void scriptsAreThePluginsThatHaveATitle() throws Exception {
    var field =
        TestingSite.field("scale", "Scale", "int", 2, 0, Double.POSITIVE_INFINITY, List.of());
    var units =
        TestingSite.field("units", "Units", "List", List.of(), -1 / 0.0, 1 / 0.0, List.of());
    server.site.options =
        List.of(
            TestingSite.options("notes", List.of("Notes", "Notes M2M"), List.of(field, units)),
            TestingSite.options("untitled", List.of(), List.of(field)));

    assertThat(get("/sdapi/v1/scripts"))
        .isEqualTo(
            server.parse(
                "{\"txt2img\":[\"notes\",\"notes m2m\"],\"img2img\":[\"notes\",\"notes m2m\"]}"));
    assertThat(get("/sdapi/v1/script-info"))
        .isEqualTo(
            server.parse(
                """
                [{"name":"notes","is_alwayson":true,"is_img2img":false,"args":[
                  {"label":"Scale","value":2,"minimum":0.0,"maximum":null,"step":null,
                   "choices":null},
                  {"label":"Units","value":[],"minimum":null,"maximum":null,"step":null,
                   "choices":null}]},
                 {"name":"notes","is_alwayson":true,"is_img2img":true,"args":[
                  {"label":"Scale","value":2,"minimum":0.0,"maximum":null,"step":null,
                   "choices":null},
                  {"label":"Units","value":[],"minimum":null,"maximum":null,"step":null,
                   "choices":null}]}]
                """));
  }

  @Test
  void extensionsAreThePlugins() throws Exception {
    assertThat(get("/sdapi/v1/extensions"))
        .isEqualTo(
            server.parse(
                """
                [{"name":"notes","remote":"","branch":"","commit_hash":"","version":"1",
                  "commit_date":"","enabled":true}]
                """));
  }

  @Test
  void theServerTellsOfItself() throws Exception {
    assertThat(get("/internal/ping").toString()).isEqualTo("{}");
    assertThat(get("/sdapi/v1/cmd-flags")).isEqualTo(server.parse("{\"api\":true,\"port\":0}"));
    JsonNode memory = get("/sdapi/v1/memory").get("ram");
    assertThat(memory.get("free").asLong() + memory.get("used").asLong())
        .isEqualTo(memory.get("total").asLong());
    assertThat(server.post("/sdapi/v1/refresh-checkpoints", "").json().isNull()).isTrue();
    assertThat(server.post("/sdapi/v1/refresh-vae", "").json().isNull()).isTrue();
    assertThat(server.post("/sdapi/v1/reload-checkpoint", "").json().toString()).isEqualTo("{}");
    assertThat(server.post("/sdapi/v1/unload-checkpoint", "").json().toString()).isEqualTo("{}");
    assertThat(server.process.asked).isEqualTo("unload");
  }

  @Test
  void theServerIsStoppedOnlyWhereItWasStartedSo() throws Exception {
    for (String route : List.of("server-stop", "server-kill", "server-restart")) {
      Answer refused = server.post("/sdapi/v1/" + route, "");
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.json().get("detail").asText())
          .isEqualTo(
              "/sdapi/v1/" + route + " is switched off; start the server with --api-server-stop");
    }
    assertThat(server.process.asked).isEmpty();
    server.process.stoppable = true;
    Answer stopped = server.post("/sdapi/v1/server-stop", "");
    assertThat(new String(stopped.raw().body(), StandardCharsets.UTF_8)).isEqualTo("Stopping.");
    assertThat(server.process.asked).isEqualTo("stop");
    assertThat(server.post("/sdapi/v1/server-kill", "").status()).isEqualTo(200);
    assertThat(server.process.asked).isEqualTo("kill");
    assertThat(server.post("/sdapi/v1/server-restart", "").status()).isEqualTo(501);
  }

  private JsonNode get(String path) throws Exception {
    Answer answer = server.get(path);
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }
}
