package dev.kiln.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.plugin.PluginReport.PluginLine;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.event.GenerationEnded;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.host.Previews;
import dev.kiln.spi.tensor.Tensor;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginRuntimeTest {
  @TempDir private Path temp;
  private final List<String> published = new ArrayList<>();

  @Test
  void idlePluginIsListedWithoutBeingWoken() {
    EchoPlugin.named("echo", "1.0.0", "one").dropInto(jars(), "echo.jar");
    try (PluginRuntime runtime = runtime()) {
      PluginLine line = runtime.report().plugins().get(0);
      assertThat(line.id()).isEqualTo("echo");
      assertThat(line.state()).isEqualTo(JarState.IDLE);
      assertThat(line.hooks()).containsExactly("DenoiseHook");
      runtime.open(GenerationRequest.of("").build()).close();
      assertThat(state(runtime, "echo")).isEqualTo(JarState.IDLE);
    }
  }

  @Test
  void optionsWakeAPluginAndReachIt() {
    EchoPlugin.named("echo", "1.0.0", "one").dropInto(jars(), "echo.jar");
    try (PluginRuntime runtime = runtime();
        Hooks hooks = runtime.open(request(Map.of("threshold", 0.25)))) {
      assertThat(state(runtime, "echo")).isEqualTo(JarState.AWAKE);
      assertThat(hooks.of(DenoiseHook.class)).hasSize(1);
      assertThat(hooks.of(DenoiseHook.class).get(0).extension()).hasToString("one");
      hooks.fire(new GenerationEnded("job", 1, 2));
      assertThat(published).containsExactly("one saw job");
    }
  }

  @Test
  void wrongOptionsAreRefusedWithTheKnownOnes() {
    EchoPlugin.named("echo", "1.0.0", "one").dropInto(jars(), "echo.jar");
    try (PluginRuntime runtime = runtime()) {
      refused(
          runtime,
          Map.of("treshold", 1),
          "plugin 'echo' has no option \"treshold\"; it has: threshold, on");
      refused(
          runtime, Map.of("threshold", 7), "plugin 'echo': threshold is 7.0; it must be 0 to 1");
      refused(
          runtime,
          Map.of("threshold", "x"),
          "plugin 'echo': threshold is x; it must be a number from 0 to 1");
      refused(runtime, Map.of("on", 1), "plugin 'echo': on is 1; it must be true or false");
      assertThatThrownBy(
              () -> runtime.open(GenerationRequest.of("").plugin("ecko", Map.of()).build()))
          .isInstanceOf(BadRequest.class)
          .hasMessage("there is no plugin 'ecko'; nearest: echo");
    }
  }

  @Test
  void replacedJarServesNewCodeToNewRequestsAndOldCodeToRunningOnes() {
    EchoPlugin.named("echo", "1.0.0", "old").dropInto(jars(), "echo.jar");
    try (PluginRuntime runtime = runtime()) {
      Hooks running = runtime.open(request(Map.of()));
      EchoPlugin.named("echo", "1.0.0", "new").dropInto(jars(), "echo.jar");
      runtime.refresh();
      try (Hooks next = runtime.open(request(Map.of()))) {
        assertThat(next.of(DenoiseHook.class).get(0).extension()).hasToString("new");
        assertThat(running.of(DenoiseHook.class).get(0).extension()).hasToString("old");
      }
      running.close();
    }
  }

  @Test
  void watchedFolderIsFollowedWithoutARestart() throws Exception {
    Files.createDirectories(jars());
    try (PluginRuntime runtime = runtime()) {
      runtime.watch();
      Path jar = EchoPlugin.named("echo", "1.0.0", "one").dropInto(jars(), "echo.jar");
      await(() -> runtime.report().plugins().size() == 1);
      new PluginFiles(home()).disable("echo", true);
      await(() -> state(runtime, "echo") == JarState.DISABLED);
      new PluginFiles(home()).disable("echo", false);
      await(() -> state(runtime, "echo") == JarState.IDLE);
      Files.delete(jar);
      await(() -> runtime.report().plugins().isEmpty());
    }
  }

  @Test
  void badJarsFailWithAReasonAndStopNothingElse() throws IOException {
    EchoPlugin.named("good", "1.0.0", "fine").dropInto(jars(), "good.jar");
    EchoPlugin.named("old", "1.0.0", "x").dropInto(jars(), "old-1.jar");
    EchoPlugin.named("old", "1.1.0", "x").dropInto(jars(), "old-2.jar");
    EchoPlugin.named("future", "1.0.0", "x")
        .manifest("Plugin-Requires", ">=9.0.0")
        .dropInto(jars(), "future.jar");
    EchoPlugin.named("needy", "1.0.0", "x")
        .manifest("Plugin-Dependencies", "absent@>=1.0.0")
        .dropInto(jars(), "needy.jar");
    EchoPlugin.named("picky", "1.0.0", "x")
        .manifest("Plugin-Dependencies", "good@>=2.0.0")
        .dropInto(jars(), "picky.jar");
    EchoPlugin.named("vague", "x", "x").dropInto(jars(), "vague.jar");
    EchoPlugin.named("", "1.0.0", "x").dropInto(jars(), "nameless.jar");
    PluginJar.of("empty", "1.0.0").dropInto(jars(), "empty.jar");
    Files.write(
        jars().resolve("truncated.jar"),
        java.util.Arrays.copyOf(Files.readAllBytes(jars().resolve("good.jar")), 500));
    EchoPlugin.throwing("angry").dropInto(jars(), "angry.jar");
    try (PluginRuntime runtime = runtime()) {
      reason(
          runtime,
          "future",
          "it needs SPI >=9.0.0 and this host has 0.1.0; take a version of the plugin that fits, or another host");
      reason(
          runtime,
          "needy",
          "it needs the plugin 'absent' >=1.0.0, which does not run here; put its jar into the same folder and enable it");
      reason(
          runtime,
          "picky",
          "it needs the plugin 'good' >=2.0.0, and 1.0.0 is there; replace one of the two");
      reason(runtime, "vague", "its Plugin-Version is \"x\"; it must be three numbers like 1.0.0");
      reason(
          runtime,
          "nameless.jar",
          "nameless.jar has no Plugin-Id in its manifest; give it one of lower-case letters, digits and dashes");
      reason(
          runtime,
          "truncated.jar",
          "truncated.jar is no readable jar: it is damaged or incomplete, copy it again");
      reason(
          runtime,
          "empty",
          "it declares no extensions: there is no META-INF/kiln/index.json; compile it with the annotation processor dev.kiln.spi.index.IndexProcessor");
      assertThat(runtime.report().plugins())
          .filteredOn(line -> line.state() == JarState.SHADOWED)
          .extracting(PluginLine::reason)
          .containsExactly("old-2.jar of version 1.1.0 runs instead");
      assertThatThrownBy(
              () -> runtime.open(GenerationRequest.of("").plugin("angry", Map.of()).build()))
          .hasMessage("plugin 'angry' cannot be used: it failed to start: no temper today");
      reason(runtime, "angry", "it failed to start: no temper today");
      try (Hooks hooks = runtime.open(GenerationRequest.of("").plugin("good", Map.of()).build())) {
        assertThat(hooks.of(DenoiseHook.class).get(0).extension()).hasToString("fine");
      }
    }
  }

  @Test
  void safeModeRunsNothing() {
    EchoPlugin.named("echo", "1.0.0", "one").dropInto(jars(), "echo.jar");
    try (PluginRuntime runtime =
        new PluginRuntime(
            new RuntimeSettings(jars(), home(), true, "0.1.0", HostPlaces.NONE), Map.of())) {
      assertThat(runtime.report().plugins()).isEmpty();
    }
  }

  @Test
  void livesOfAPluginLeaveNoClassLoader() throws Exception {
    EchoPlugin.named("echo", "1.0.0", "one").dropInto(jars(), "echo.jar");
    EchoPlugin.throwing("angry").dropInto(jars(), "angry.jar");
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      loaders.add(new WeakReference<>(oneLife()));
    }
    await(
        () -> {
          System.gc();
          return loaders.stream().allMatch(loader -> loader.get() == null);
        });
  }

  private ClassLoader oneLife() {
    try (PluginRuntime runtime = runtime()) {
      assertThatThrownBy(
              () -> runtime.open(GenerationRequest.of("").plugin("angry", Map.of()).build()))
          .isInstanceOf(BadRequest.class);
      try (Hooks hooks = runtime.open(request(Map.of("threshold", 0.5)))) {
        hooks.fire(new GenerationEnded("job", 1, 2));
        return hooks.of(DenoiseHook.class).get(0).extension().getClass().getClassLoader();
      }
    }
  }

  private Path jars() {
    return temp.resolve("plugins");
  }

  private Path home() {
    return temp.resolve("home");
  }

  private PluginRuntime runtime() {
    Previews previews =
        new Previews() {
          @Override
          public boolean wanted() {
            return true;
          }

          @Override
          public void publish(String job, Tensor picture) {
            published.add(job);
          }
        };
    return new PluginRuntime(
        new RuntimeSettings(jars(), home(), false, "0.1.0", HostPlaces.NONE),
        Map.of(Previews.class, previews));
  }

  private static GenerationRequest request(Map<String, Object> options) {
    return GenerationRequest.of("").plugin("echo", options).build();
  }

  private static void refused(PluginRuntime runtime, Map<String, Object> options, String message) {
    assertThatThrownBy(() -> runtime.open(request(options)))
        .isInstanceOf(BadRequest.class)
        .hasMessage(message);
  }

  private static JarState state(PluginRuntime runtime, String id) {
    return runtime.report().plugins().stream()
        .filter(line -> line.id().equals(id))
        .findFirst()
        .orElseThrow()
        .state();
  }

  private static void reason(PluginRuntime runtime, String id, String reason) {
    assertThat(runtime.report().plugins())
        .filteredOn(line -> line.id().equals(id))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.state()).isEqualTo(JarState.FAILED);
              assertThat(line.reason()).isEqualTo(reason);
            });
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) throws InterruptedException {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      Thread.sleep(50);
    }
  }
}
