package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import dev.kiln.host.plugin.RouteInput;
import dev.kiln.spi.host.ApiResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private TestingServer server = TestingServer.free();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everyRouteIsDescribedPluginsToo() throws Exception {
    var route = TestingSite.route("notes", "GET", "/kiln/v1/notes/{name}", "One note");
    server.site.serve(Map.of(route, call -> ApiResponse.ok(Map.of())));
    JsonNode document = server.get("/openapi.json").json();

    Set<String> described = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(
              method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
    }
    Set<String> served = new TreeSet<>(server.api.routes());
    served.add("GET /kiln/v1/notes/{name}");
    MissingFeatures.routes().stream()
        .filter(list -> list.method().equals("GET"))
        .forEach(list -> served.add("GET " + list.path()));
    assertThat(described).isEqualTo(served);
    JsonNode plugin = document.at("/paths/~1kiln~1v1~1notes~1{name}/get");
    assertThat(plugin.get("summary").asText()).isEqualTo("One note");
    assertThat(plugin.at("/tags/0").asText()).isEqualTo("notes");
  }

  @Test
  void theDocumentIsSound() throws Exception {
    JsonNode document = server.get("/openapi.json").json();

    assertThat(document.get("openapi").asText()).isEqualTo("3.1.0");
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (JsonNode operation : path.getValue()) {
        assertThat(operation.get("summary").asText()).as(path.getKey()).isNotBlank();
        assertThat(operation.get("responses")).as(path.getKey()).isNotEmpty();
        List<String> declared = new ArrayList<>();
        for (JsonNode one : operation.get("parameters")) {
          if (one.get("in").asText().equals("path")) {
            declared.add(one.get("name").asText());
          }
        }
        assertThat(declared).isEqualTo(parts(path.getKey()));
      }
    }
    for (JsonNode reference : document.findValues("$ref")) {
      assertThat(document.at(reference.asText().substring(1)).isMissingNode())
          .as(reference.asText())
          .isFalse();
    }
  }

  @Test
  void theQueryOfARouteIsDescribed() throws Exception {
    JsonNode stop =
        server.get("/openapi.json").json().at("/paths/~1kiln~1v1~1jobs~1{id}/delete/parameters");

    assertThat(stop.findValuesAsText("in")).containsExactly("path", "query", "query");
    assertThat(stop.findValuesAsText("name")).containsExactly("id", "interrupt", "forget");
    assertThat(stop.at("/1/schema/type/0").asText()).isEqualTo("boolean");
    assertThat(stop.at("/1/schema/default").asBoolean(true)).isFalse();
  }

  @Test
  void aBodyIsDescribedByItsFields() throws Exception {
    JsonNode fields =
        server.get("/openapi.json").json().at("/components/schemas/Txt2Img/properties");

    assertThat(fields.get("steps").toString())
        .isEqualTo("{\"type\":[\"integer\",\"null\"],\"default\":50}");
    assertThat(fields.at("/alwayson_scripts/type/0").asText()).isEqualTo("object");
    assertThat(fields.get("prompt").toString())
        .isEqualTo("{\"type\":[\"string\",\"array\",\"null\"],\"default\":\"\"}");
  }

  @Test
  void optionsOfPluginsAreDescribedByTheirTypes() throws Exception {
    double none = Double.POSITIVE_INFINITY;
    server.site.options =
        List.of(
            TestingSite.options(
                "notes",
                List.of(),
                List.of(
                    TestingSite.choice("mode", "How it works.", "two-shot", "one", "two-shot"),
                    TestingSite.field("on", "On", "boolean", true, -none, none, List.of()),
                    TestingSite.field("size", "Size", "int", 4, 1, 8, List.of()),
                    TestingSite.field("name", "Name", "String", "x", -none, none, List.of()),
                    TestingSite.field(
                        "units", "Units", "List", List.of(), -none, none, List.of()))));
    JsonNode schemas = server.get("/openapi.json").json().at("/components/schemas");

    assertThat(schemas.at("/Generation/properties/plugins/$ref").asText())
        .isEqualTo("#/components/schemas/PluginOptions");
    assertThat(schemas.get("PluginOptions"))
        .isEqualTo(
            server.parse(
                """
                {"type":["object","null"],"additionalProperties":false,"properties":{"notes":
                 {"type":"object","additionalProperties":false,"properties":{
                  "mode":{"type":"string","title":"mode","description":"How it works.",
                   "default":"two-shot","enum":["one","two-shot"]},
                  "on":{"type":"boolean","title":"On","default":true},
                  "size":{"type":"integer","title":"Size","default":4,"minimum":1.0,"maximum":8.0},
                  "name":{"type":"string","title":"Name","default":"x"},
                  "units":{"type":"array","title":"Units","default":[]}}}}}
                """));
  }

  @Test
  void whatARouteOfAPluginTakesIsDescribed() throws Exception {
    FieldIndex size =
        new FieldIndex(
            "size",
            "int",
            "Size",
            "",
            4,
            1.0,
            8.0,
            null,
            List.of(),
            List.of("the_size", "s"),
            List.of(),
            "",
            null);
    FieldIndex name =
        new FieldIndex(
            "name", "String", "Name", "", "x", null, null, null, List.of(), List.of(), List.of(),
            "", null);
    RouteInput takes =
        new RouteInput(List.of(size), List.of(name), List.of("image/*"), List.of("mask"));
    server.site.serve(
        Map.of(
            new Contribution<>(
                "notes", new RouteIndex("POST", "/kiln/v1/notes/{id}", "Keep", takes)),
            call -> ApiResponse.ok(Map.of())));
    JsonNode operation =
        server.get("/openapi.json").json().at("/paths/~1kiln~1v1~1notes~1{id}/post");

    assertThat(operation.at("/parameters/1"))
        .isEqualTo(
            server.parse(
                """
                {"name":"the_size","in":"query","schema":{"type":"integer","title":"Size",
                 "default":4,"minimum":1.0,"maximum":8.0}}
                """));
    assertThat(operation.at("/requestBody/content"))
        .isEqualTo(
            server.parse(
                """
                {"image/*":{"schema":{}},
                 "multipart/form-data":{"schema":{"type":"object","properties":{"mask":{}}}},
                 "application/json":{"schema":{"type":"object","properties":{
                  "name":{"type":"string","title":"Name","default":"x"}}}}}
                """));
    assertThat(statuses(operation))
        .containsExactly(
            "200", "400", "403", "404", "408", "413", "415", "422", "429", "500", "503");
  }

  @Test
  void theAnswersAreThoseThatARouteHas() throws Exception {
    JsonNode paths = server.get("/openapi.json").json().get("paths");

    assertThat(statuses(paths.at("/~1sdapi~1v1~1txt2img/post")))
        .containsExactly(
            "200", "400", "403", "408", "409", "413", "415", "422", "429", "500", "503");
    assertThat(statuses(paths.at("/~1kiln~1v1~1jobs/post")))
        .containsExactly("202", "400", "403", "408", "413", "415", "422", "429", "500", "503");
    assertThat(statuses(paths.at("/~1kiln~1v1~1jobs~1{id}/get")))
        .containsExactly("200", "403", "404", "500");
  }

  private static List<String> statuses(JsonNode operation) {
    List<String> statuses = new ArrayList<>();
    operation.get("responses").fieldNames().forEachRemaining(statuses::add);
    return statuses;
  }

  @Test
  void credentialsAreMentionedWhenTheyAreNeeded() throws Exception {
    assertThat(server.get("/openapi.json").json().has("security")).isFalse();
    server.close();
    server = TestingServer.with(TestingServer.local("a:b"));

    JsonNode document =
        server.send(server.request("/openapi.json").header("Authorization", "Basic YTpi")).json();
    assertThat(statuses(document.at("/paths/~1kiln~1v1~1models/get")))
        .containsExactly("200", "401", "403", "500");
    assertThat(document.at("/components/securitySchemes/basic/scheme").asText()).isEqualTo("basic");
    server.close();
    server = TestingServer.with(TestingServer.keyed("k"));

    document =
        server.send(server.request("/openapi.json").header("Authorization", "Bearer k")).json();
    assertThat(document.get("security").toString()).isEqualTo("[{\"bearer\":[]}]");
  }

  private static List<String> parts(String path) {
    return Pattern.compile("\\{([^}]+)}").matcher(path).results().map(one -> one.group(1)).toList();
  }
}
