package dev.kiln.host.plugin;

import static dev.kiln.host.plugin.TestingPlugins.line;
import static dev.kiln.host.plugin.TestingPlugins.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.DenoiseHook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options of requests and of the settings file, and what a plugin sees of them. */
class PluginSettingsTest {
  @TempDir private Path temp;
  private TestingPlugins plugins;

  @BeforeEach
  void plugin() {
    plugins = new TestingPlugins(temp);
    plugins.hook("echo", "one").source("demo.Home", HOME).dropInto(plugins.jars(), "echo.jar");
  }

  @Test
  void requestStandsOverSettingsAndSettingsOverTheDefault() throws IOException {
    settings("{\"plugins\": {\"echo\": {\"size\": 7, \"name\": \"set\", \"place\": \"there\"}}}");
    assertThat(options(GenerationRequest.of("").build()))
        .hasValue("Options[size=7, name=set, parts=[]]");
    assertThat(options(request("echo", Map.of("size", 1))))
        .hasValue("Options[size=1, name=set, parts=[]]");
  }

  @Test
  void defaultFillsWhatIsNotGiven() {
    assertThat(options(request("echo", Map.of()))).hasValue("Options[size=3, name=none, parts=[]]");
    assertThat(options(request("echo", Map.of("size", 5.0))))
        .hasValue("Options[size=5, name=none, parts=[]]");
  }

  @Test
  void listHoldsJsonAsItCame() throws IOException {
    List<Object> parts = Arrays.asList(1, "a", null, Map.of("b", List.of(true)));
    assertThat(options(request("echo", Map.of("parts", parts))))
        .hasValue("Options[size=3, name=none, parts=[1, a, null, {b=[true]}]]");
    settings("{\"plugins\": {\"echo\": {\"parts\": [1, {\"c\": 2.5}]}}}");
    assertThat(options(GenerationRequest.of("").build()))
        .hasValue("Options[size=3, name=none, parts=[1, {c=2.5}]]");
    refused(Map.of("parts", "a"), "plugin 'echo': parts is a; it must be a list");
    refused(Map.of("parts", Map.of()), "plugin 'echo': parts is {}; it must be a list");
  }

  @Test
  void pluginThatNothingNamesTakesNoPart() throws Exception {
    try (PluginRuntime runtime = plugins.runtime()) {
      try (Hooks named = runtime.open(request("echo", Map.of()));
          Hooks other = runtime.open(GenerationRequest.of("").build())) {
        assertThat(other.of(DenoiseHook.class)).isEmpty();
        assertThat(other.options("echo", type(named))).isEmpty();
      }
    }
  }

  @Test
  void settingsNameTheGuidanceAndTheReportSaysWhoWon() throws IOException {
    settings("{\"guidance\": \"regions\"}");
    try (PluginRuntime runtime = plugins.runtime();
        Hooks hooks = runtime.open(GenerationRequest.of("").build())) {
      assertThat(hooks.guidance()).isEqualTo("regions");
      hooks.decided("GuidanceProvider", List.of("echo", "host"), "host", "rank 0: the host's own");
      assertThat(runtime.report().conflicts())
          .containsExactly(
              new Conflict(
                  "GuidanceProvider",
                  "the last picture",
                  List.of("echo", "host"),
                  "host",
                  "rank 0: the host's own"));
    }
  }

  @Test
  void wrongValuesAreRefused() {
    refused(
        Map.of("size", 5.5), "plugin 'echo': size is 5.5; it must be a whole number from 0 to 9");
    refused(
        Map.of("size", 4_000_000_000L),
        "plugin 'echo': size is 4000000000; it must be a whole number from 0 to 9");
    refused(Map.of("size", 10), "plugin 'echo': size is 10; it must be 0 to 9");
    refused(
        Map.of("size", true), "plugin 'echo': size is true; it must be a whole number from 0 to 9");
    refused(Map.of("name", List.of()), "plugin 'echo': name is []; it must be text");
    refused(
        Map.of("place", "x"), "plugin 'echo' has no option \"place\"; it has: name, size, parts");
  }

  @Test
  void wrongSettingsAreNamedAsSuch() throws IOException {
    settings("{\"plugins\": {\"echo\": {\"sise\": 7}}}");
    refused(
        Map.of(),
        "in settings.json, plugin 'echo' has no option \"sise\"; it has: size, name, parts");
    settings("{\"plugins\": {\"echo\": {\"size\": 70}}}");
    refused(Map.of(), "in settings.json, plugin 'echo': size is 70; it must be 0 to 9");
  }

  @Test
  void settingsThatAreNoJsonAreRefused() throws IOException {
    String message =
        plugins.home().resolve("settings.json")
            + " is no JSON of the form {\"plugins\": {\"id\": {\"option\": value}}}; mend it";
    for (String text :
        List.of(
            "{",
            "[]",
            "null",
            "\"x\"",
            "{\"echo\": {\"size\": 1}}",
            "{\"plugins\": 5}",
            "{\"plugins\": {\"echo\": 5}}")) {
      settings(text);
      refused(Map.of(), message);
    }
  }

  @Test
  void settingsOfNobodyAndOfNothingAreLeftAlone() throws IOException {
    for (String text :
        List.of(
            "",
            "{}",
            "{\"plugins\": null}",
            "{\"plugins\": {\"gone\": {\"a\": 1}, \"echo\": null}}")) {
      settings(text);
      assertThat(options(request("echo", Map.of())))
          .hasValue("Options[size=3, name=none, parts=[]]");
    }
  }

  @Test
  void settingsOfTheOtherScopeAskForNothing() throws Exception {
    settings("{\"plugins\": {\"echo\": {\"place\": \"there\"}}}");
    try (PluginRuntime runtime = plugins.runtime();
        Hooks hooks = runtime.open(GenerationRequest.of("").build())) {
      assertThat(hooks.of(DenoiseHook.class)).isEmpty();
    }
    settings("{\"plugins\": {\"echo\": {}}}");
    assertThat(options(GenerationRequest.of("").build()))
        .hasValue("Options[size=3, name=none, parts=[]]");
  }

  @Test
  void pluginSeesItsSettingsAndItsFolder() throws Exception {
    settings("{\"plugins\": {\"echo\": {\"place\": \"there\", \"size\": 1}}}");
    try (PluginRuntime runtime = plugins.runtime()) {
      assertThat(new TestingCall("/kiln/v1/home").jsonFrom(runtime.services()))
          .contains(
              Map.of(
                  "id",
                  "echo",
                  "settings",
                  "Places[place=there]",
                  "folder",
                  plugins.home().resolve("data").resolve("echo").toString()));
      assertThat(plugins.home().resolve("data").resolve("echo")).isDirectory();
    }
  }

  @Test
  void listOfDisabledPluginsThatCannotBeReadStopsTheHostFromRunningThem() throws IOException {
    Files.createDirectories(plugins.home());
    Path list = Files.write(plugins.home().resolve("disabled-plugins.txt"), new byte[] {-1, -2});
    assertThatThrownBy(() -> plugins.runtime().close())
        .isInstanceOf(BadRequest.class)
        .hasMessage(list + " cannot be read; mend it: plain text, one plugin id a line");
  }

  private Optional<String> options(GenerationRequest request) {
    try (PluginRuntime runtime = plugins.runtime();
        Hooks hooks = runtime.open(request)) {
      return hooks.options("echo", type(hooks)).map(Record::toString);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<? extends Record> type(Hooks hooks) throws ClassNotFoundException {
    Hook<DenoiseHook> hook = hooks.of(DenoiseHook.class).get(0);
    ClassLoader loader = hook.extension().getClass().getClassLoader();
    return loader.loadClass("demo.Options").asSubclass(Record.class);
  }

  @Test
  void whoExcludesAnotherIsRefusedWithItUnlessOneOfThemIsExact() throws IOException {
    PluginJar.of("knob", "1.0.0")
        .source(
            "demo.Knob",
            """
            package demo;
            import dev.kiln.spi.index.*;
            @PluginOptions(excludes = @Excludes(plugin = "echo", why = "both skip"))
            public record Knob(
              @Option(label = "T", defaultValue = "0.5", min = 0, max = 1, infotext = "T", exact = "0") double t) {}
            """)
        .source(
            "demo.Nothing",
            """
            package demo;
            import java.util.Optional;
            @org.pf4j.Extension
            public class Nothing implements dev.kiln.spi.hook.RowHook {
              public Optional<dev.kiln.spi.hook.RowFilter> open(dev.kiln.spi.generate.PassContext pass) {
                return Optional.empty();
              }
            }
            """)
        .dropInto(plugins.jars(), "knob.jar");
    settings("{\"plugins\": {\"knob\": {}}}");
    refused(
        Map.of("size", 1),
        "plugins 'knob' and 'echo' cannot make one picture together: both skip; leave one of them"
            + " out");
    settings("{\"plugins\": {\"knob\": {\"t\": 0}}}");
    assertThat(options(request("echo", Map.of("size", 1)))).isPresent();
  }

  private void settings(String text) throws IOException {
    Files.createDirectories(plugins.home());
    Files.writeString(plugins.home().resolve("settings.json"), text);
  }

  /** What a request says is refused from the index; the settings file is read with the request. */
  private void refused(Map<String, Object> options, String message) {
    try (PluginRuntime runtime = plugins.runtime()) {
      if (!options.isEmpty()) {
        assertThatThrownBy(() -> runtime.check(request("echo", options))).hasMessage(message);
        assertThat(line(runtime, "echo").state()).isEqualTo(JarState.IDLE);
      }
      assertThatThrownBy(() -> runtime.open(request("echo", options)))
          .isInstanceOf(BadRequest.class)
          .hasMessage(message);
    }
  }

  private static final String HOME =
      """
      package demo;
      import dev.kiln.spi.hook.HttpEndpoint;
      import dev.kiln.spi.host.*;
      import dev.kiln.spi.index.Route;
      import java.util.Map;
      @org.pf4j.Extension
      @Route(method = "GET", path = "/kiln/v1/home", summary = "Home")
      public class Home implements HttpEndpoint {
        private final PluginHome home;
        @jakarta.inject.Inject Home(PluginHome home) { this.home = home; }
        public ApiResponse handle(ApiCall call) {
          return ApiResponse.ok(
              Map.of(
                  "id", home.id(),
                  "settings", home.settings(Places.class).toString(),
                  "folder", home.folder().toString()));
        }
      }
      """;
}
