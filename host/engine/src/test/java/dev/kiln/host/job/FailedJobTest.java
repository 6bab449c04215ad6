package dev.kiln.host.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.OutOfResources;
import dev.kiln.host.pipeline.hook.Attribution;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.plugin.HostPlaces;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.plugin.RuntimeSettings;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.hook.DenoiseHook;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept of a job that failed: a sentence, and nothing of the plugin that failed it. */
class FailedJobTest {
  @TempDir private Path temp;

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new BadRequest("too wide", new Error()), BadRequest.class, "too wide"),
        Arguments.of(
            new PluginProblem("plugin 'a' failed"), PluginProblem.class, "plugin 'a' failed"),
        Arguments.of(new OutOfResources("full"), OutOfResources.class, "full"),
        Arguments.of(new CancellationException("stop"), CancellationException.class, "stop"),
        Arguments.of(
            new UncheckedIOException(new FileNotFoundException("/a (Permission denied)")),
            OutOfResources.class,
            "a file cannot be read or written, Permission denied; see to its rights and to the room"
                + " on its disk, or name another place"),
        Arguments.of(new AssertionError("odd"), JobFailure.class, "java.lang.AssertionError: odd"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void itsSentenceAndKindStay(
      Throwable failure, Class<? extends RuntimeException> kind, String sentence) {
    RuntimeException kept = FailureKind.kept(failure);
    assertThat(kept).isExactlyInstanceOf(kind).hasMessage(sentence).hasNoCause();
    assertThat(kept.getStackTrace()).isEmpty();
  }

  /** Gigabytes stayed in memory through the stacks of failed jobs. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "new Mood()                    | plugin 'angry' failed in denoise: not today",
        "new OutOfMemoryError(\"heap\")| there is not enough memory in plugin 'angry', denoise"
            + " (heap); ask for a smaller size or batch, or leave the plugin out",
        "new dev.kiln.spi.BadRequest(\"no\", new Mood()) | no",
        "new java.util.concurrent.CancellationException(\"no\") | no"
      })
  void aRemovedPluginIsUnloadedThoughItsFailureCanBeAskedFor(String thrown, String sentence)
      throws Exception {
    Path jar = angry(thrown).dropInto(temp.resolve("plugins"), "angry.jar");
    try (PluginRuntime runtime = runtime();
        JobQueue queue =
            new JobQueue(
                (id, request, progress, cancellation) -> fail(runtime, request),
                new JobPreviews(),
                JobLimits.DEFAULT,
                JobStore.NONE,
                new TestingSaver(new ArrayList<>()))) {
      GenerationRequest request = GenerationRequest.of("").plugin("angry", Map.of()).build();
      WeakReference<ClassLoader> loader = loader(runtime, request);
      Job job = queue.submit("failed", request);
      assertThatThrownBy(() -> job.result().join())
          .isInstanceOf(CompletionException.class)
          .cause()
          .hasMessage(sentence);
      Files.delete(jar);
      runtime.refresh();
      for (int i = 0; i < 100 && loader.get() != null; i++) {
        System.gc();
        Thread.sleep(20);
      }
      assertThat(loader.get()).isNull();
      assertThat(queue.find("failed")).isPresent();
    }
  }

  private PluginRuntime runtime() {
    return new PluginRuntime(
        new RuntimeSettings(
            temp.resolve("plugins"), temp.resolve("home"), false, "0.2.0", HostPlaces.NONE),
        Map.of());
  }

  private static <T> T fail(PluginRuntime runtime, GenerationRequest request) {
    try (Hooks hooks = runtime.open(request)) {
      hooks.of(DenoiseHook.class).get(0).extension().open(null);
      throw new IllegalStateException("it did not fail");
    } catch (RuntimeException | Error e) {
      throw Attribution.of(e, "angry", "denoise");
    }
  }

  private static WeakReference<ClassLoader> loader(
      PluginRuntime runtime, GenerationRequest request) {
    try (Hooks hooks = runtime.open(request)) {
      return new WeakReference<>(
          hooks.of(DenoiseHook.class).get(0).extension().getClass().getClassLoader());
    }
  }

  private static PluginJar angry(String thrown) {
    return PluginJar.of("angry", "1.0.0")
        .source(
            "demo.Angry",
            """
            package demo;
            import dev.kiln.spi.generate.PassContext;
            import dev.kiln.spi.hook.*;
            import java.util.Optional;
            @org.pf4j.Extension
            public class Angry implements DenoiseHook {
              static class Mood extends RuntimeException { Mood() { super("not today"); } }
              public Optional<DenoiseInterceptor> open(PassContext pass) { throw %s; }
            }
            """
                .formatted(thrown))
        .source(
            "demo.Options",
            "package demo; @dev.kiln.spi.index.PluginOptions public record Options() {}");
  }
}
