package dev.kiln.host.plugin;

import static dev.kiln.host.plugin.TestingPlugins.line;
import static dev.kiln.host.plugin.TestingPlugins.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.plugin.Claims.Slot;
import dev.kiln.host.plugin.JarCopies.JarChanged;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.DenoiseHook;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar that changes, goes or comes back while requests use it. */
class ReplacedJarTest {
  @TempDir private Path temp;
  private TestingPlugins plugins;

  @BeforeEach
  void plugins() {
    plugins = new TestingPlugins(temp);
  }

  @Test
  void jarUnderLoadServesNoOldCodeToANewRequestAndBreaksNoRunningOne() throws Exception {
    drop("build-0");
    AtomicInteger latest = new AtomicInteger();
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService clients = Executors.newFixedThreadPool(3);
    try (PluginRuntime runtime = plugins.runtime()) {
      List<Future<Integer>> served = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        served.add(clients.submit(() -> serve(runtime, latest, stop)));
      }
      for (int build = 1; build <= 10; build++) {
        drop("build-" + build);
        latest.set(build);
        try (Hooks hooks = open(runtime)) {
          assertThat(code(hooks)).isEqualTo("build-" + build);
        }
      }
      stop.set(true);
      for (Future<Integer> client : served) {
        assertThat(client.get()).isPositive();
      }
    } finally {
      stop.set(true);
      clients.shutdown();
    }
  }

  /** As cp and a build tool do it: for a moment there is no jar, then a part of one. */
  @Test
  void requestThatMeetsNoJarOrHalfOfOneWaitsForTheNewOne() throws Exception {
    byte[] whole = Files.readAllBytes(drop("new"));
    drop("old");
    Path jar = plugins.jars().resolve("echo.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      open(runtime).close();
      for (byte[] between : new byte[][] {null, Arrays.copyOf(whole, whole.length / 2)}) {
        Files.delete(jar);
        if (between != null) {
          Files.write(jar, between);
        }
        runtime.refresh();
        ExecutorService client = Executors.newSingleThreadExecutor();
        Future<String> served =
            client.submit(
                () -> {
                  try (Hooks hooks = open(runtime)) {
                    return code(hooks);
                  }
                });
        Thread.sleep(200);
        Files.write(jar, whole);
        assertThat(served.get()).isEqualTo("new");
        client.shutdown();
      }
    }
  }

  /** A generation that asks its hook again and again, as steps do. */
  private static int serve(PluginRuntime runtime, AtomicInteger latest, AtomicBoolean stop) {
    int requests = 0;
    while (!stop.get()) {
      int known = latest.get();
      try (Hooks hooks = open(runtime)) {
        String begun = code(hooks);
        assertThat(Integer.parseInt(begun.substring("build-".length())))
            .isGreaterThanOrEqualTo(known);
        for (int step = 0; step < 50; step++) {
          assertThat(code(hooks)).isEqualTo(begun);
          Thread.onSpinWait();
        }
      }
      requests++;
    }
    return requests;
  }

  @Test
  void runningRequestLoadsItsClassesEvenWhenTheJarIsGone() throws IOException {
    Path jar = drop("old");
    try (PluginRuntime runtime = plugins.runtime()) {
      Hooks running = open(runtime);
      Files.delete(jar);
      runtime.refresh();
      assertThat(runtime.report().plugins()).isEmpty();
      assertThat(code(running)).isEqualTo("old");
      running.close();
    }
  }

  @Test
  void oldCodeIsUnloadedWhenItsLastRequestEnds() {
    drop("old");
    try (PluginRuntime runtime = plugins.runtime()) {
      Hooks running = open(runtime);
      WeakReference<ClassLoader> old = new WeakReference<>(loader(running));
      drop("new");
      runtime.refresh();
      assertThat(code(running)).isEqualTo("old");
      running.close();
      running = null;
      assertGone(List.of(old));
    }
  }

  @Test
  void jarThatGoesAndComesBackWhileInUseIsLoadedAnew() throws IOException {
    Path jar = drop("same");
    try (PluginRuntime runtime = plugins.runtime()) {
      Hooks running = open(runtime);
      Path away = Files.move(jar, temp.resolve("away"));
      runtime.refresh();
      Files.move(away, jar);
      runtime.refresh();
      Hooks next = open(runtime);
      assertThat(loader(next)).isNotSameAs(loader(running));
      running.close();
      assertThat(code(next)).isEqualTo("same");
      next.close();
    }
  }

  @Test
  void pluginThatIsSwitchedOffAndOnWhileInUseStaysUsable() {
    drop("same");
    try (PluginRuntime runtime = plugins.runtime()) {
      Hooks running = open(runtime);
      runtime.enable("echo", false);
      assertThatThrownBy(() -> open(runtime))
          .isInstanceOf(BadRequest.class)
          .hasMessage(
              "plugin 'echo' cannot be used: switched off; switch it on with: kiln plugins enable"
                  + " echo");
      runtime.enable("echo", true);
      running.close();
      try (Hooks next = open(runtime)) {
        assertThat(code(next)).isEqualTo("same");
      }
    }
  }

  @Test
  void requestThatIsClosedTwiceTakesNothingFromAnother() {
    drop("one");
    try (PluginRuntime runtime = plugins.runtime()) {
      Hooks first = open(runtime);
      Hooks second = open(runtime);
      first.close();
      first.close();
      drop("two");
      runtime.refresh();
      assertThat(code(second)).isEqualTo("one");
      second.close();
    }
  }

  @Test
  void newRequestGetsTheNewJarThoughNobodyLookedAtTheFolder() {
    drop("old");
    try (PluginRuntime runtime = plugins.runtime()) {
      open(runtime).close();
      drop("new");
      try (Hooks hooks = open(runtime)) {
        assertThat(code(hooks)).isEqualTo("new");
      }
    }
  }

  @Test
  void jarThatChangedBetweenALookAndItsFirstUseIsNotMixedUp() {
    drop("old");
    try (PluginRuntime runtime = plugins.runtime()) {
      Slot looked = runtime.contributions().of(DenoiseHook.class).get(0);
      drop("new");
      assertThatThrownBy(() -> runtime.borrow(looked))
          .isInstanceOf(JarChanged.class)
          .hasMessage("echo.jar was replaced or removed a moment ago; try again");
      try (Hooks hooks = open(runtime)) {
        assertThat(code(hooks)).isEqualTo("new");
      }
    }
  }

  @Test
  void renamedJarStaysThePlugin() throws IOException {
    Path jar = drop("one");
    try (PluginRuntime runtime = plugins.runtime()) {
      Files.move(jar, jar.resolveSibling("other.jar"));
      runtime.refresh();
      assertThat(line(runtime, "echo").file()).isEqualTo("other.jar");
      try (Hooks hooks = open(runtime)) {
        assertThat(code(hooks)).isEqualTo("one");
      }
    }
  }

  @Test
  void listenersAreToldOfAChangeEvenWhenOneOfThemFails() throws IOException {
    Path jar = drop("one");
    try (PluginRuntime runtime = plugins.runtime()) {
      AtomicInteger told = new AtomicInteger();
      runtime.onChange(
          () -> {
            throw new IllegalStateException("a listener's own trouble");
          });
      runtime.onChange(told::incrementAndGet);
      Files.delete(jar);
      runtime.refresh();
      assertThat(told).hasValue(1);
    }
  }

  @Test
  void copiesOfClassesAreGoneWhenTheRuntimeIs() throws IOException {
    drop("one");
    Hooks running;
    try (PluginRuntime runtime = plugins.runtime()) {
      running = open(runtime);
      assertThat(copies()).hasSize(1);
    }
    assertThat(code(running)).isEqualTo("one");
    running.close();
    assertThat(copies()).isEmpty();
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> work = Files.list(plugins.home().resolve("work"))) {
      return work.toList();
    }
  }

  private Path drop(String name) {
    return plugins.hook("echo", name).dropInto(plugins.jars(), "echo.jar");
  }

  private static Hooks open(PluginRuntime runtime) {
    GenerationRequest request = request("echo", Map.of());
    return runtime.open(request);
  }

  private static String code(Hooks hooks) {
    return hooks.of(DenoiseHook.class).get(0).extension().toString();
  }

  private static ClassLoader loader(Hooks hooks) {
    return hooks.of(DenoiseHook.class).get(0).extension().getClass().getClassLoader();
  }

  /** Collects garbage until nothing is left, at most twenty times. */
  static void assertGone(List<WeakReference<ClassLoader>> loaders) {
    for (int i = 0; i < 20 && loaders.stream().anyMatch(it -> it.get() != null); i++) {
      System.gc();
    }
    assertThat(loaders).allSatisfy(loader -> assertThat(loader.get()).isNull());
  }
}
