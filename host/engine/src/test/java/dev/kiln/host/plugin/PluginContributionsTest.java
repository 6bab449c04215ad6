package dev.kiln.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.host.ApiResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What plugins give beside hooks, with two plugins that both want one route. */
class PluginContributionsTest {
  @TempDir private Path temp;
  private PluginRuntime runtime;
  private PluginContributions services;

  @BeforeEach
  void start() {
    plugin("one").dropInto(temp.resolve("plugins"), "one.jar");
    plugin("two").dropInto(temp.resolve("plugins"), "two.jar");
    runtime =
        new PluginRuntime(
            new RuntimeSettings(
                temp.resolve("plugins"), temp.resolve("home"), false, "0.1.0", HostPlaces.NONE),
            Map.of());
    services = runtime.services();
  }

  @AfterEach
  void stop() {
    runtime.close();
  }

  @Test
  void routeBelongsToOnePluginAndTheOtherIsReported() {
    assertThat(services.routes())
        .extracting(route -> route.plugin() + " " + route.what().path())
        .containsExactly("one /kiln/v1/shared", "one /kiln/v1/one", "two /kiln/v1/two");
    assertThat(runtime.report().conflicts())
        .containsExactly(
            new Conflict(
                "route",
                "GET /kiln/v1/shared",
                List.of("one", "two"),
                "one",
                "its id comes first; disable one of the two"));
  }

  @Test
  void requestForARouteWakesItsPlugin() throws Exception {
    assertThat(new TestingCall("/kiln/v1/two").jsonFrom(services))
        .hasValueSatisfying(
            json -> assertThat(json).hasToString("{route=/kiln/v1/two, late=Late}"));
    assertThat(new TestingCall("/kiln/v1/none").jsonFrom(services)).isEmpty();
    assertThat(runtime.report().plugins())
        .extracting(line -> line.id() + " " + line.state())
        .containsExactly("one IDLE", "two AWAKE");
  }

  @Test
  void aPluginThatIsRemovedStaysUntilItsAnswerIsSent() {
    String route = "/kiln/v1/two";
    List<String> told = new ArrayList<>();
    services.call(
        "GET",
        route,
        new TestingCall(route),
        (answer, current) -> {
          told.add("current " + current.getAsBoolean());
          Files.delete(temp.resolve("plugins/two.jar"));
          runtime.refresh();
          // Late is a class that is loaded only now, from the jar's copy.
          told.add("current " + current.getAsBoolean() + ", " + ((ApiResponse.Json) answer).json());
        });
    assertThat(told)
        .containsExactly("current true", "current false, {route=/kiln/v1/two, late=Late}");
    assertThat(new TestingCall(route).jsonFrom(services)).isEmpty();
  }

  @Test
  void failureOfARouteNamesItsPlugin() {
    assertThatThrownBy(
            () ->
                services.call(
                    "GET",
                    "/kiln/v1/one",
                    new TestingCall("/kiln/v1/fail"),
                    (answer, current) -> {}))
        .isInstanceOf(PluginProblem.class)
        .hasMessage("plugin 'one' failed in GET /kiln/v1/one: as told");
  }

  @Test
  void webuiFieldsScriptsAndOverridesMeanOptions() {
    assertThat(services.fromWebui(Map.of("one_level", 2, "unrelated", 1)))
        .isEqualTo(Map.of("one", Map.of("level", 2)));
    assertThat(services.fromWebui(Map.of("one_level", 0))).isEmpty();
    assertThat(services.fromWebui(Map.of("override_settings", Map.of("two_level", 3))))
        .isEqualTo(Map.of("two", Map.of("level", 3)));
    assertThat(
            services.fromWebui(
                Map.of(
                    "alwayson_scripts", Map.of("Script ONE", Map.of("args", List.of(4, "x", 9))))))
        .isEqualTo(Map.of("one", Map.of("level", 4, "name", "x", "units", List.of(9))));
    assertThatThrownBy(
            () -> services.fromWebui(Map.of("alwayson_scripts", Map.of("Absent", Map.of()))))
        .isInstanceOf(BadRequest.class)
        .hasMessage("always on script Absent not found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"args\":\"x\"}", "{\"args\":{\"a\":1}}", "[]", "3"})
  void argumentsThatAreNoListAreRefused(String body) throws Exception {
    Object json = new ObjectMapper().readValue(body, Object.class);
    assertThatThrownBy(
            () -> services.fromWebui(Map.of("alwayson_scripts", Map.of("Script One", json))))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("\"Script One\" must be an object with a list \"args\"");
  }

  @Test
  void aListTakesTheArgumentsThatAreLeftAndAScriptAnswersToItsAliases() {
    Map<String, Object> unit = Map.of("image", "aGk=");
    assertThat(
            services.fromWebui(
                scripts("one m2m", Arrays.asList(null, "x", unit, null, List.of(true)))))
        .isEqualTo(
            Map.of("one", Map.of("name", "x", "units", Arrays.asList(unit, null, List.of(true)))));
    assertThat(services.fromWebui(scripts("Script One", List.of(1))))
        .isEqualTo(Map.of("one", Map.of("level", 1)));
    assertThat(services.fromWebui(Map.of("one_units", List.of()))).isEmpty();
    assertThat(services.fromWebui(Map.of("one_units", List.of(unit))))
        .isEqualTo(Map.of("one", Map.of("units", List.of(unit))));
  }

  private static Map<String, Object> scripts(String title, List<?> arguments) {
    return Map.of("alwayson_scripts", Map.of(title, Map.of("args", arguments)));
  }

  private static PluginJar plugin(String id) {
    return PluginJar.of(id, "1.0.0")
        .source(
            "demo.Shared",
            """
            package demo;
            import dev.kiln.spi.hook.HttpEndpoint;
            import dev.kiln.spi.host.*;
            import dev.kiln.spi.index.Route;
            import java.util.Map;
            @org.pf4j.Extension
            @jakarta.inject.Singleton
            @Route(method = "GET", path = "/kiln/v1/shared", summary = "Both want it")
            @Route(method = "GET", path = "/kiln/v1/ID", summary = "Its own")
            public class Shared implements HttpEndpoint {
              public ApiResponse handle(ApiCall call) {
                if (call.route().endsWith("fail")) { throw new IllegalStateException("as told"); }
                Map<String, Object> json = new java.util.LinkedHashMap<>();
                json.put("route", call.route());
                json.put("late", new Object() { @Override public String toString() { return Late.name(); } });
                return ApiResponse.ok(json);
              }
            }
            """
                .replace("ID", id))
        .source(
            "demo.Late", "package demo; class Late { static String name() { return \"Late\"; } }")
        .source(
            "demo.Options",
            """
            package demo;
            import dev.kiln.spi.index.*;
            import java.util.List;
            @PluginOptions(script = "Script ID", scriptAliases = "ID m2m")
            public record Options(
              @Option(label = "Level", defaultValue = "0", webui = "ID_level") int level,
              @Option(label = "Name", defaultValue = "") String name,
              @Option(label = "Units", defaultValue = "[]", webui = "ID_units") List<Object> units) {}
            """
                .replace("ID", id));
  }
}
