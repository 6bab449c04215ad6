package dev.kiln.host.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.job.Job.State;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.plugin.HostPlaces;
import dev.kiln.host.plugin.JarState;
import dev.kiln.host.plugin.Keeper;
import dev.kiln.host.plugin.PluginReport.PluginLine;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.plugin.RuntimeSettings;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.hook.DenoiseHook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that was cancelled and does not end: the queue goes on without its thread. */
class HungJobTest {
  private static final String FREE = "kiln.test.free";
  private static final GenerationRequest ENDLESS =
      GenerationRequest.of("").plugin("endless", Map.of()).build();
  private static final GenerationRequest PLAIN = GenerationRequest.of("").build();

  private final CountDownLatch begun = new CountDownLatch(1);
  @TempDir private Path temp;

  @BeforeEach
  void hang() {
    System.clearProperty(FREE);
  }

  @AfterEach
  void letGo() {
    System.setProperty(FREE, "true");
  }

  private PluginRuntime runtime() {
    return new PluginRuntime(
        new RuntimeSettings(
            temp.resolve("plugins"), temp.resolve("home"), false, "0.2.0", HostPlaces.NONE),
        Map.of());
  }

  private static JobQueue queue(Generator generator) {
    return new JobQueue(
        generator,
        new JobPreviews(),
        new JobLimits(9, 1 << 20, 9, 1 << 20, Duration.ofSeconds(1)),
        JobStore.NONE,
        new TestingSaver(new ArrayList<>()));
  }

  /** Goes through the hooks of the plugins that are awake, in step 4 of 20. */
  private final class Opening implements Generator {
    private final PluginRuntime runtime;

    Opening(PluginRuntime runtime) {
      this.runtime = runtime;
    }

    @Override
    public GenerationResult generate(
        String job, GenerationRequest request, Progress progress, Cancellation cancellation) {
      progress.stage("denoise", 0, 1);
      progress.step(3, 20);
      try (Hooks hooks = runtime.open(request)) {
        begun.countDown();
        hooks.of(DenoiseHook.class).forEach(hook -> hook.extension().open(null));
      }
      return new GenerationResult(
          request, "fake", "", List.of(), Map.of(), List.of(), "", Map.of());
    }

    @Override
    public Keeper abandon(Thread thread) {
      return runtime.abandon(thread);
    }
  }

  @Test
  void thePluginThatHangsIsNamedAndOutOfUseAndTheNextJobRuns() throws Exception {
    endless("1.0.0").dropInto(temp.resolve("plugins"), "endless.jar");
    try (PluginRuntime runtime = runtime();
        JobQueue queue = queue(new Opening(runtime))) {
      Job hung = queue.submit("hung", ENDLESS);
      Job next = queue.submit("next", PLAIN);
      begun.await();
      TimeUnit.MILLISECONDS.sleep(100);
      hung.cancel();
      assertThatThrownBy(() -> hung.result().join())
          .isInstanceOf(CompletionException.class)
          .cause()
          .isExactlyInstanceOf(PluginProblem.class)
          .message()
          .matches(
              "plugin 'endless' did not come back from DenoiseHook\\.open \\(demo\\.Endless\\.spin,"
                  + " line \\d+\\) within 1 s after the generation was cancelled at step 4 of 20; it is"
                  + " not used again until its jar is replaced or Kiln is started again");
      assertThat(hung.snapshot().state()).isEqualTo(State.FAILED);
      next.result().get(30, TimeUnit.SECONDS);

      // It is not woken for itself, and who asks for it learns why.
      assertThatThrownBy(() -> queue.submit(null, ENDLESS).result().join())
          .cause()
          .isInstanceOf(BadRequest.class)
          .hasMessageStartingWith(
              "plugin 'endless' cannot be used: it did not come back from DenoiseHook.open");
      assertThat(line(runtime).state()).isEqualTo(JarState.FAILED);
      try (PluginRuntime another = runtime()) {
        assertThat(line(another).state()).isEqualTo(JarState.IDLE);
        assertThat(line(another).reason())
            .startsWith("in a running host, it did not come back from DenoiseHook.open (demo.");
      }

      System.setProperty(FREE, "true");
      endless("1.0.1").dropInto(temp.resolve("plugins"), "endless.jar");
      runtime.refresh();
      assertThat(line(runtime).reason()).isEmpty();
      assertThat(queue.submit(null, ENDLESS).result().get(30, TimeUnit.SECONDS).modelName())
          .isEqualTo("fake");
    }
    try (PluginRuntime later = runtime()) {
      assertThat(line(later).reason()).isEmpty();
    }
  }

  private static PluginLine line(PluginRuntime runtime) {
    return runtime.report().plugins().get(0);
  }

  /** It ends when it is let go, and what it says then changes nothing. */
  @Test
  void whatAThreadSaysThatWasLeftBehindDoesNotCount() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Generator late =
        (id, request, progress, cancellation) -> {
          if (id.equals("hung")) {
            begun.countDown();
            awaitUninterrupted(free);
            progress.step(7, 9);
            over.countDown();
          }
          return new GenerationResult(
              request, id, "", List.of(), Map.of(), List.of(), "", Map.of());
        };
    try (JobQueue queue = queue(late)) {
      Job hung = queue.submit("hung", PLAIN);
      begun.await();
      hung.cancel();
      assertThatThrownBy(() -> hung.result().join())
          .cause()
          .isInstanceOf(GivenUp.class)
          .hasMessage(
              "the generation did not come back within 1 s after the generation was cancelled;"
                  + " start Kiln again if it happens again");
      free.countDown();
      over.await();
      Job next = queue.submit("next", PLAIN);
      assertThat(next.result().get(30, TimeUnit.SECONDS).modelName()).isEqualTo("next");
      assertThat(hung.snapshot().state()).isEqualTo(State.FAILED);
      assertThat(hung.snapshot().step()).isZero();
      assertThat(queue.running()).isEmpty();
    }
  }

  private static void awaitUninterrupted(CountDownLatch free) {
    while (true) {
      try {
        free.await();
        return;
      } catch (InterruptedException again) {
        continue;
      }
    }
  }

  private static PluginJar endless(String version) {
    return PluginJar.of("endless", version)
        .source(
            "demo.Endless",
            """
            package demo;
            import dev.kiln.spi.generate.PassContext;
            import dev.kiln.spi.hook.*;
            import java.util.Optional;
            @org.pf4j.Extension
            public class Endless implements DenoiseHook {
              public Optional<DenoiseInterceptor> open(PassContext pass) {
                spin();
                return Optional.empty();
              }
              private static void spin() {
                while (!Boolean.getBoolean("kiln.test.free")) Thread.onSpinWait();
              }
            }
            """)
        .source(
            "demo.Options",
            "package demo; @dev.kiln.spi.index.PluginOptions public record Options() {}");
  }
}
