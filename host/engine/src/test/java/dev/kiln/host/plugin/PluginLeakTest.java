package dev.kiln.host.plugin;

import static dev.kiln.host.plugin.TestingPlugins.line;
import static dev.kiln.host.plugin.TestingPlugins.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.plugin.PluginReport.PluginLine;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.event.GenerationEnded;
import dev.kiln.spi.hook.DenoiseHook;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What plugins cost: nothing while idle, nothing when gone. */
class PluginLeakTest {
  private static final int LIVES = 15;

  @TempDir private Path temp;
  private TestingPlugins plugins;

  @BeforeEach
  void plugins() {
    plugins = new TestingPlugins(temp);
  }

  @Test
  void livesInOneHostLeaveNoClassLoader() throws Exception {
    Path jar =
        plugins.hook("echo", "leak").source("demo.Answer", ANSWER).dropInto(temp, "echo.jar");
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    Files.createDirectories(plugins.jars());
    try (PluginRuntime runtime = plugins.runtime()) {
      for (int i = 0; i < LIVES; i++) {
        Path dropped = Files.copy(jar, plugins.jars().resolve("echo.jar"));
        runtime.refresh();
        loaders.add(use(runtime, "job-" + i));
        Files.delete(dropped);
        runtime.refresh();
        assertThat(runtime.report().plugins()).isEmpty();
      }
      ReplacedJarTest.assertGone(loaders);
    }
  }

  /** Hook, options, event and route of one life. */
  private static WeakReference<ClassLoader> use(PluginRuntime runtime, String job)
      throws Exception {
    try (Hooks hooks = runtime.open(request("echo", Map.of("size", 5)))) {
      Hook<DenoiseHook> hook = hooks.of(DenoiseHook.class).get(0);
      ClassLoader loader = hook.extension().getClass().getClassLoader();
      assertThat(hooks.options("echo", options(loader)).orElseThrow())
          .hasToString("Options[size=5, name=none, parts=[]]");
      hooks.fire(new GenerationEnded(job, 1, 1));
      assertThat(System.getProperty("kiln.test.leak")).isEqualTo(job);
      assertThat(new TestingCall("/kiln/v1/answer").jsonFrom(runtime.services()))
          .contains(Map.of("answer", 42));
      return new WeakReference<>(loader);
    }
  }

  private static Class<? extends Record> options(ClassLoader loader) throws ClassNotFoundException {
    return loader.loadClass("demo.Options").asSubclass(Record.class);
  }

  @Test
  void failedStartsLeaveNoClassLoader() throws IOException {
    List<Path> builds =
        List.of(
            keeping(PluginJar.of("angry", "1.0.0")).dropInto(temp, "first.jar"),
            keeping(PluginJar.of("angry", "1.0.1")).dropInto(temp, "second.jar"));
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    Path dropped = Files.createDirectories(plugins.jars()).resolve("angry.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      // In turns: a request waits some time for a jar that was there and is away.
      for (int i = 0; i < LIVES; i++) {
        Files.copy(builds.get(i % 2), dropped, StandardCopyOption.REPLACE_EXISTING);
        runtime.refresh();
        assertThatThrownBy(() -> runtime.open(request("angry", Map.of())))
            .isInstanceOf(BadRequest.class)
            .hasMessage("plugin 'angry' cannot be used: it failed to start: not today");
        ClassLoader failed = (ClassLoader) System.getProperties().remove("kiln.test.loader");
        loaders.add(new WeakReference<>(failed));
        failed = null;
      }
      Files.delete(dropped);
      runtime.refresh();
      ReplacedJarTest.assertGone(loaders);
    }
  }

  @Test
  void thirtyIdleJarsAreListedWithoutAContainerOrACopy() {
    for (int i = 0; i < 30; i++) {
      plugins.hook("idle-" + i, "idle").dropInto(plugins.jars(), "idle-" + i + ".jar");
    }
    try (PluginRuntime runtime = plugins.runtime()) {
      runtime.open(GenerationRequest.of("").build()).close();
      runtime.serverStarted();
      assertThat(runtime.report().plugins())
          .hasSize(30)
          .extracting(PluginLine::state)
          .containsOnly(JarState.IDLE);
      assertThat(plugins.home().resolve("work")).doesNotExist();
      runtime.open(request("idle-7", Map.of())).close();
      assertThat(line(runtime, "idle-7").state()).isEqualTo(JarState.AWAKE);
      assertThat(line(runtime, "idle-8").state()).isEqualTo(JarState.IDLE);
    }
  }

  private static final String ANSWER =
      """
      package demo;
      import dev.kiln.spi.hook.HttpEndpoint;
      import dev.kiln.spi.host.*;
      import dev.kiln.spi.index.Route;
      import java.util.Map;
      @org.pf4j.Extension
      @jakarta.enterprise.context.ApplicationScoped
      @Route(method = "GET", path = "/kiln/v1/answer", summary = "Answer")
      public class Answer implements HttpEndpoint {
        public ApiResponse handle(ApiCall call) { return ApiResponse.ok(Map.of("answer", 42)); }
      }
      """;

  /** Throws when it is made, after it has told its class loader. */
  private static PluginJar keeping(PluginJar jar) {
    return jar.source(
            "demo.Angry",
            """
            package demo;
            import dev.kiln.spi.generate.PassContext;
            import dev.kiln.spi.hook.*;
            import java.util.Optional;
            @org.pf4j.Extension
            public class Angry implements DenoiseHook {
              public Angry() {
                System.getProperties().put("kiln.test.loader", Angry.class.getClassLoader());
                throw new IllegalStateException("not today");
              }
              public Optional<DenoiseInterceptor> open(PassContext pass) { return Optional.empty(); }
            }
            """)
        .source(
            "demo.Options",
            "package demo; @dev.kiln.spi.index.PluginOptions public record Options() {}");
  }
}
