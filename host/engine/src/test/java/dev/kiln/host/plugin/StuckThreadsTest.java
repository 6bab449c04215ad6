package dev.kiln.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.HangingRun;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.spi.hook.DenoiseHook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who keeps a thread, as its stack tells. */
class StuckThreadsTest {
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch free = new CountDownLatch(1);
  @TempDir private Path temp;
  private TestingPlugins plugins;

  @BeforeEach
  void folder() throws IOException {
    plugins = new TestingPlugins(temp);
    Files.createDirectories(plugins.jars());
  }

  @AfterEach
  void letGo() {
    free.countDown();
  }

  private Keeper keeper(Runnable work) throws InterruptedException {
    try (PluginRuntime runtime = plugins.runtime()) {
      return keeper(runtime, work);
    }
  }

  private Keeper keeper(PluginRuntime runtime, Runnable work) throws InterruptedException {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
    entered.await();
    while (thread.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
    Keeper keeper = runtime.abandon(thread);
    free.countDown();
    thread.join();
    return keeper;
  }

  @Test
  void theNativeRuntimeIsNamed() throws InterruptedException {
    Keeper keeper = keeper(() -> HangingRun.run(entered, free));
    assertThat(keeper.plugin()).isEmpty();
    assertThat(keeper.what())
        .matches(
            "ONNX Runtime did not come back \\(ai\\.onnxruntime\\.HangingRun\\.run, line \\d+\\)");
    assertThat(keeper.remedy()).isEqualTo("start Kiln again if it happens again");
  }

  @Test
  void theHostIsNamed() throws InterruptedException {
    Keeper keeper = keeper(this::waitForever);
    assertThat(keeper.what())
        .matches(
            "Kiln itself did not come back"
                + " \\(dev\\.kiln\\.host\\.plugin\\.StuckThreadsTest\\.waitForever, line \\d+\\)");
  }

  private void waitForever() {
    entered.countDown();
    try {
      free.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** It waits in the JDK, called from a class of its own that the hook's lambda calls. */
  @Test
  void aPluginIsNamedWithItsHookAndIsOutOfUse() throws InterruptedException {
    waiting().dropInto(plugins.jars(), "waiting.jar");
    try (PluginRuntime runtime = plugins.runtime()) {
      Keeper keeper =
          keeper(
              runtime,
              () -> {
                try (Hooks hooks = runtime.open(TestingPlugins.request("waiting", Map.of()))) {
                  DenoiseHook hook = hooks.of(DenoiseHook.class).get(0).extension();
                  entered.countDown();
                  hook.open(null).orElseThrow().intercept(null);
                }
              });
      assertThat(keeper.plugin()).isEqualTo("waiting");
      assertThat(keeper.what())
          .matches(
              "plugin 'waiting' did not come back from DenoiseInterceptor\\.intercept"
                  + " \\(demo\\.Clock\\.sleep, line \\d+\\)");
      assertThat(keeper.remedy()).startsWith("it is not used again until its jar is replaced");
      assertThat(runtime.report().plugins())
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line.state()).isEqualTo(JarState.FAILED);
                assertThat(line.reason())
                    .startsWith(
                        "it did not come back from DenoiseInterceptor.intercept (demo.Clock")
                    .endsWith(
                        "when a generation was cancelled; replace its jar or start Kiln again");
              });
    }
  }

  private static PluginJar waiting() {
    return PluginJar.of("waiting", "1.0.0")
        .source(
            "demo.Clock",
            """
            package demo;
            class Clock {
              static void sleep() {
                try {
                  Thread.sleep(600_000);
                } catch (InterruptedException e) {
                  return;
                }
              }
            }
            """)
        .source(
            "demo.Interceptor",
            """
            package demo;
            import dev.kiln.spi.generate.DenoiseCall;
            import dev.kiln.spi.hook.DenoiseInterceptor;
            class Interceptor implements DenoiseInterceptor {
              public void intercept(DenoiseCall call) { Clock.sleep(); }
            }
            """)
        .source(
            "demo.Waiting",
            """
            package demo;
            import dev.kiln.spi.generate.PassContext;
            import dev.kiln.spi.hook.*;
            import java.util.Optional;
            @org.pf4j.Extension
            public class Waiting implements DenoiseHook {
              public Optional<DenoiseInterceptor> open(PassContext pass) {
                return Optional.of(new Interceptor());
              }
            }
            """)
        .source(
            "demo.Options",
            "package demo; @dev.kiln.spi.index.PluginOptions public record Options() {}");
  }
}
