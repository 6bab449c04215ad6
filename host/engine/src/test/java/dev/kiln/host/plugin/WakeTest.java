package dev.kiln.host.plugin;

import static dev.kiln.host.plugin.TestingPlugins.line;
import static dev.kiln.host.plugin.TestingPlugins.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.image.PictureFile;
import dev.kiln.host.model.FoundModels;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.event.GenerationEnded;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.Panel;
import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.hook.ScheduleProvider;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.sampling.ScheduleInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What wakes a plugin, and what then takes part in a request. */
class WakeTest {
  @TempDir private Path temp;
  private TestingPlugins plugins;

  @BeforeEach
  void plugins() {
    plugins = new TestingPlugins(temp);
  }

  @Test
  void offeredNameWakesInWhateverWayItIsWritten() {
    schedule("ours", "\"ours\", label = \"Our Own\"").dropInto(plugins.jars(), "ours.jar");
    for (GenerationRequest request :
        List.of(
            GenerationRequest.of("").scheduler("ours").build(),
            GenerationRequest.of("").scheduler("OUR OWN").build(),
            GenerationRequest.of("").sampler("Euler Ours").build())) {
      try (PluginRuntime runtime = plugins.runtime();
          Hooks hooks = runtime.open(request)) {
        assertThat(hooks.of(ScheduleProvider.class)).hasSize(1);
      }
    }
    try (PluginRuntime runtime = plugins.runtime()) {
      assertThatThrownBy(() -> runtime.check(GenerationRequest.of("").scheduler("oursel").build()))
          .hasMessage("unknown scheduler \"oursel\"; nearest: Normal, Our Own, Karras");
      assertThat(line(runtime, "ours").state()).isEqualTo(JarState.IDLE);
    }
  }

  @Test
  void offeredNameBelongsToOnePluginAndTheOtherIsReported() {
    schedule("one", "\"shared\"").dropInto(plugins.jars(), "z.jar");
    schedule("two", "\"Shared\"").dropInto(plugins.jars(), "a.jar");
    try (PluginRuntime runtime = plugins.runtime();
        Hooks hooks = runtime.open(GenerationRequest.of("").scheduler("shared").build())) {
      assertThat(hooks.of(ScheduleProvider.class)).extracting(Hook::plugin).containsExactly("one");
      assertThat(runtime.services().samplers().schedules())
          .extracting(ScheduleInfo::name)
          .endsWith("gits", "shared");
      assertThat(runtime.report().conflicts())
          .containsExactly(
              new Conflict(
                  "ScheduleProvider",
                  "Shared",
                  List.of("one", "two"),
                  "one",
                  "its id comes first; disable one of the two"));
    }
  }

  @Test
  void whatHooksAPluginHasIsToldWithoutWakingIt() {
    schedule("ours", "\"ours\"").dropInto(plugins.jars(), "ours.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      assertThat(runtime.has(ScheduleProvider.class, Set.of("ours", "others"))).isTrue();
      assertThat(runtime.has(ScheduleProvider.class, Set.of("others"))).isFalse();
      assertThat(runtime.has(DenoiseHook.class, Set.of("ours"))).isFalse();
      assertThat(line(runtime, "ours").state()).isEqualTo(JarState.IDLE);
    }
  }

  @Test
  void tagInAPromptWakesItsPluginAndAllItsHooksTakePart() {
    tagged("mine", "lora").dropInto(plugins.jars(), "mine.jar");
    tagged("rival", "lora", "rival").dropInto(plugins.jars(), "rival.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      for (String without : List.of("", "lora:cape:1", "<lora>", "<LORA:cape:1>", "< lora:cape>")) {
        try (Hooks hooks = runtime.open(GenerationRequest.of(without).build())) {
          assertThat(hooks.of(DenoiseHook.class)).as(without).isEmpty();
        }
      }
      assertThat(line(runtime, "mine").state()).isEqualTo(JarState.IDLE);
      GenerationRequest negative = GenerationRequest.of("").negativePrompt("<lora:x>").build();
      for (GenerationRequest request :
          List.of(GenerationRequest.of("a girl, <lora:cape:0.5>").build(), negative)) {
        try (Hooks hooks = runtime.open(request)) {
          assertThat(hooks.of(PromptProcessor.class)).extracting(Hook::plugin).contains("mine");
          assertThat(hooks.of(DenoiseHook.class)).extracting(Hook::plugin).containsExactly("mine");
        }
      }
      assertThat(line(runtime, "rival").state()).isEqualTo(JarState.IDLE);
      try (Hooks hooks = runtime.open(GenerationRequest.of("").build())) {
        assertThat(hooks.of(DenoiseHook.class)).isEmpty();
      }
      assertThat(runtime.report().conflicts()).extracting(Conflict::key).containsExactly("lora");
    }
  }

  @Test
  void pluginThatATagAsksForAndCannotStartIsTheRequestsFailure() {
    tagged("mine", "lora")
        .source(
            "demo.Wish",
            "package demo; @jakarta.inject.Singleton public class Wish {"
                + " @jakarta.inject.Inject Wish(Runnable unknown) {} }")
        .dropInto(plugins.jars(), "mine.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      assertThatThrownBy(() -> runtime.open(GenerationRequest.of("<lora:x:1>").build()))
          .isInstanceOf(BadRequest.class)
          .hasMessageStartingWith("plugin 'mine' cannot be used: it failed to start: WELD-001408");
    }
  }

  private PluginJar tagged(String id, String... tags) {
    return plugins
        .hook(id, id)
        .source(
            "demo.Tags",
            """
            package demo;
            import dev.kiln.spi.generate.*;
            @org.pf4j.Extension
            @dev.kiln.spi.index.Offers({"TAGS"})
            public class Tags implements dev.kiln.spi.hook.PromptProcessor {
              public Prompts process(Prompts prompts, RequestContext request) { return prompts; }
            }
            """
                .replace("TAGS", String.join("\", \"", tags)));
  }

  @Test
  void generationWakesWhatWaitsForIt() {
    waiting("early", "WakeOn.Wake.GENERATION").dropInto(plugins.jars(), "early.jar");
    waiting("server", "WakeOn.Wake.SERVER").dropInto(plugins.jars(), "server.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      try (Hooks hooks = runtime.open(GenerationRequest.of("").build())) {
        assertThat(hooks.of(Panel.class)).extracting(Hook::plugin).containsExactly("early");
      }
      assertThat(line(runtime, "server").state()).isEqualTo(JarState.IDLE);
      runtime.serverStarted();
      assertThat(line(runtime, "server").state()).isEqualTo(JarState.AWAKE);
    }
  }

  @Test
  void pluginThatIsDroppedIntoARunningServerWakesAtOnce() {
    try (PluginRuntime runtime = plugins.runtime()) {
      runtime.serverStarted();
      waiting("server", "WakeOn.Wake.SERVER").dropInto(plugins.jars(), "server.jar");
      runtime.refresh();
      assertThat(line(runtime, "server").state()).isEqualTo(JarState.AWAKE);
    }
  }

  @Test
  void eventReachesEveryAwakePluginAndItsFailuresAreCounted() {
    plugins.hook("first", "first").dropInto(plugins.jars(), "first.jar");
    failing("second").dropInto(plugins.jars(), "second.jar");
    plugins.hook("third", "third").dropInto(plugins.jars(), "third.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      runtime.open(request("first", Map.of())).close();
      runtime.open(request("second", Map.of())).close();
      try (Hooks hooks = runtime.open(request("third", Map.of()))) {
        assertThat(hooks.of(DenoiseHook.class)).extracting(Hook::plugin).containsExactly("third");
        hooks.fire(new GenerationEnded("job", 1, 1));
        hooks.fire(new GenerationEnded("last", 1, 1));
      }
      assertThat(System.getProperties().remove("kiln.test.first")).isEqualTo("last");
      assertThat(System.getProperties().remove("kiln.test.third")).isEqualTo("last");
      assertThat(line(runtime, "second").failedObservers()).isEqualTo(2);
      assertThat(line(runtime, "third").failedObservers()).isZero();
    }
  }

  @Test
  void pluginThatIsOfferedByNameAndCannotStartIsTheRequestsFailure() {
    schedule("ours", "\"ours\"")
        .source(
            "demo.Wish",
            "package demo; @jakarta.inject.Singleton public class Wish {"
                + " @jakarta.inject.Inject Wish(Runnable unknown) {} }")
        .dropInto(plugins.jars(), "ours.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      assertThatThrownBy(() -> runtime.open(GenerationRequest.of("").scheduler("ours").build()))
          .isInstanceOf(BadRequest.class)
          .hasMessageStartingWith("plugin 'ours' cannot be used: it failed to start: WELD-001408");
    }
  }

  private PluginJar failing(String id) {
    return plugins
        .hook(id, id)
        .source(
            "demo.Observer",
            """
            package demo;
            import dev.kiln.spi.event.GenerationEnded;
            import jakarta.enterprise.event.Observes;
            @jakarta.inject.Singleton
            public class Observer {
              void ended(@Observes GenerationEnded event) { throw new IllegalStateException("deaf"); }
            }
            """);
  }

  @Test
  void aGenerationWakesOnlyWhatItsSizeOrAFolderOfModelsNeeds() throws Exception {
    waiting("large", "value = WakeOn.Wake.GENERATION, pixels = 640 * 640")
        .dropInto(plugins.jars(), "large.jar");
    waiting("decoder", "value = WakeOn.Wake.GENERATION, folders = {\"taesd\", \"other\"}")
        .dropInto(plugins.jars(), "decoder.jar");
    GenerationRequest any = GenerationRequest.of("").build();
    GenerationRequest large = GenerationRequest.of("").size(640, 640).build();
    GenerationRequest ofPicture =
        GenerationRequest.of("")
            .with(ImageFields.INIT_IMAGES, List.of(new PictureFile("a.png", new byte[1])))
            .build();

    assertThat(awake(any)).isEmpty();
    assertThat(awake(large)).containsExactly("large");
    assertThat(awake(ofPicture)).containsExactly("large");
    Files.createDirectories(temp.resolve("models/TAESD"));
    assertThat(awake(any)).containsExactly("decoder");
  }

  @Test
  void aGenerationWakesWhatHasModelsWhereverTheyLie() throws Exception {
    String wake = "value = WakeOn.Wake.GENERATION, folders = \"../words\", models = ";
    waiting("words", wake + "dev.kiln.spi.host.ModelFiles.Kind.EMBEDDING")
        .dropInto(plugins.jars(), "words.jar");
    GenerationRequest any = GenerationRequest.of("").build();
    Path models = Files.createDirectories(temp.resolve("models/words"));
    assertThat(awake(any)).isEmpty();
    Path file = Files.write(models.resolve("any.pt"), new byte[9]);
    assertThat(awake(any)).isEmpty();
    Files.move(file, Files.createDirectories(models.resolve("embeddings")).resolve("any.pt"));
    assertThat(awake(any)).containsExactly("words");
    Files.move(models.resolve("embeddings"), temp.resolve("away"));
    assertThat(awake(any)).isEmpty();
    Files.createDirectory(temp.resolve("words"));
    assertThat(awake(any)).containsExactly("words");
  }

  private List<String> awake(GenerationRequest request) {
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    ModelFiles models = new FoundModels(new ModelCatalog(temp.resolve("models"), hashes), hashes);
    try (PluginRuntime runtime = plugins.runtime(Map.of(ModelFiles.class, models))) {
      runtime.open(request).close();
      return runtime.report().plugins().stream()
          .filter(line -> line.state() == JarState.AWAKE)
          .map(PluginReport.PluginLine::id)
          .toList();
    }
  }

  private static PluginJar waiting(String id, String wake) {
    return PluginJar.of(id, "1.0.0")
        .source(
            "demo.Waiting",
            """
            package demo;
            import dev.kiln.spi.WakeOn;
            @org.pf4j.Extension
            @WakeOn(WHEN)
            public class Waiting implements dev.kiln.spi.hook.Panel {
              public String title() { return ""; }
              public String html() { return ""; }
            }
            """
                .replace("WHEN", wake));
  }

  private static PluginJar schedule(String id, String names) {
    return PluginJar.of(id, "1.0.0")
        .source(
            "demo.Schedule",
            """
            package demo;
            import dev.kiln.spi.hook.ScheduleProvider;
            import dev.kiln.spi.index.OffersSchedule;
            import dev.kiln.spi.sampling.*;
            import java.util.List;
            @org.pf4j.Extension
            @OffersSchedule(name = NAMES)
            public class Schedule implements ScheduleProvider {
              public double[] sigmas(ScheduleCall call) { return new double[0]; }
            }
            """
                .replace("NAMES", names));
  }
}
