package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.http.TestingServer.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KilnPluginsTest {
  private TestingServer server = TestingServer.free();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void pluginsAreSwitchedAndTheAnswerIsTheList() throws Exception {
    Answer off = server.post("/kiln/v1/plugins/notes/disable", "");
    assertThat(off.status()).isEqualTo(200);
    assertThat(off.json()).isEqualTo(server.get("/kiln/v1/plugins").json());
    assertThat(server.site.switched).isEqualTo("notes false");
    assertThat(server.post("/kiln/v1/plugins/notes/enable", "").status()).isEqualTo(200);
    assertThat(server.site.switched).isEqualTo("notes true");
  }

  @Test
  void anUnknownPluginIs404() throws Exception {
    Answer answer = server.post("/kiln/v1/plugins/nope/enable", "");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().get("detail").asText())
        .isEqualTo("there is no plugin \"nope\"; GET /kiln/v1/plugins lists all");
  }

  @Test
  void whereAnyoneMayCallNobodySwitches() throws Exception {
    server.close();
    server = TestingServer.with(TestingServer.listening(Access.LOCAL));
    Answer answer = server.post("/kiln/v1/plugins/notes/disable", "");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json().get("detail").asText()).contains("--api-auth");
    assertThat(server.site.switched).isEmpty();
  }

  @Test
  void optionsAreDescribedAsJsonSchemas() throws Exception {
    server.site.options =
        List.of(
            TestingSite.options(
                "notes",
                List.of(),
                List.of(TestingSite.field("size", "Size", "int", 4, 1, 8, List.of()))));
    assertThat(server.get("/kiln/v1/options").json())
        .isEqualTo(
            server.parse(
                """
                {"notes":{"type":"object","additionalProperties":false,"properties":{
                  "size":{"type":"integer","title":"Size","default":4,"minimum":1.0,"maximum":8.0}}}}
                """));
  }
}
