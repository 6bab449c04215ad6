package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.engine.Engine;
import dev.kiln.host.engine.QueuedGenerations;
import dev.kiln.host.job.JobLimits;
import dev.kiln.host.job.JobPreviews;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Generated;
import dev.kiln.spi.host.GenerationJob;
import dev.kiln.spi.host.GenerationWatcher;
import dev.kiln.spi.host.Generations;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a plugin gets from the service by which it makes pictures. */
class QueuedGenerationsTest {
  @TempDir private Path temp;
  private final JobPreviews previews = new JobPreviews();
  private QueuedGenerations front;
  private Engine engine;

  @BeforeEach
  void open() {
    HostOptions options = new HostOptions();
    new CommandLine(options)
        .parseArgs(
            "--home", temp.resolve("home").toString(),
            "--plugins", temp.resolve("plugins").toString(),
            "--models", DefaultModel.models().toString());
    front = new QueuedGenerations(previews, JobLimits.DEFAULT);
    engine = options.engine(new PluginOptionFlags(), front);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private Generations generations() {
    return front;
  }

  @Test
  void picturesComeWithTheirTextsAndTheWorkIsWatched() throws InterruptedException {
    List<String> seen = new ArrayList<>();
    CountDownLatch end = new CountDownLatch(1);
    GenerationWatcher watcher =
        new GenerationWatcher() {
          @Override
          public void stage(String name) {
            seen.add(name);
          }

          @Override
          public void step(int step, int steps) {
            seen.add(step + "/" + steps);
          }

          @Override
          public void over() {
            end.countDown();
          }

          @Override
          public void picture(int index, Picture picture, String infotext) {
            seen.add("picture " + index + " " + picture.width() + "x" + picture.height());
          }
        };
    Generated made =
        generations()
            .submit(Map.of("prompt", "a girl", "steps", 2, "seed", 7, "batch_count", 2), watcher)
            .await();
    assertThat(seen)
        .containsExactly(
            "conditioning",
            "denoise",
            "1/2",
            "2/2",
            "decode",
            "picture 0 128x128",
            "denoise",
            "1/2",
            "2/2",
            "decode",
            "picture 1 128x128");
    assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(made.pictures()).hasSize(2);
    assertThat(made.infotexts().get(1)).startsWith("a girl\n").contains("Seed: 8");
    assertThat(made.pictures().get(0).at(0, 0, 3)).isEqualTo(255);
  }

  @Test
  void theModelsOwnSettingsFillARequestThatAsksForThem() throws InterruptedException {
    Map<String, Object> fields = Map.of("steps", 1, "seed", 7);
    Generated plain = generations().submit(fields, GenerationWatcher.NONE).await();
    assertThat(plain.infotexts().get(0)).contains("CFG scale: 7");
    Generated own =
        generations()
            .submit(Map.of("steps", 1, "seed", 7, "defaults", true), GenerationWatcher.NONE)
            .await();
    assertThat(own.infotexts().get(0)).contains("Steps: 1, ").contains("CFG scale: 6");
  }

  @Test
  void previewsReachTheWatcher() throws InterruptedException {
    AtomicReference<Picture> shown = new AtomicReference<>();
    AtomicReference<GenerationJob> job = new AtomicReference<>();
    GenerationWatcher watcher =
        new GenerationWatcher() {
          @Override
          public void step(int step, int steps) {
            previews.publish(awaited(job).id(), Tensor.zeros(3, 2, 5));
          }

          @Override
          public void preview(Picture picture) {
            shown.set(picture);
          }
        };
    job.set(generations().submit(Map.of("steps", 1), watcher));
    job.get().await();
    assertThat(List.of(shown.get().width(), shown.get().height())).containsExactly(5, 2);
  }

  @Test
  void whatIsWrongIsSaidAtOnce() {
    assertThatThrownBy(() -> generations().submit(Map.of("stepz", 2), GenerationWatcher.NONE))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("unknown field \"stepz\"; nearest: steps");
    assertThatThrownBy(() -> generations().submit(Map.of("steps", "many"), GenerationWatcher.NONE))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("steps: value is not a valid integer; found ");
    assertThatThrownBy(() -> generations().submit(Map.of("steps", 0), GenerationWatcher.NONE))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("steps is 0; it must be 1 to");
  }

  @Test
  void anInterruptGivesTheUnfinishedPictureAndACancelNone() throws InterruptedException {
    AtomicReference<GenerationJob> job = new AtomicReference<>();
    GenerationWatcher afterOne =
        new GenerationWatcher() {
          @Override
          public void step(int step, int steps) {
            awaited(job).interrupt();
          }
        };
    job.set(generations().submit(Map.of("steps", 50), afterOne));
    assertThat(job.get().await().warnings())
        .contains("interrupted with 1 of 1 pictures; the last may be unfinished");

    job.set(null);
    GenerationWatcher atOnce =
        new GenerationWatcher() {
          @Override
          public void step(int step, int steps) {
            awaited(job).cancel();
          }
        };
    job.set(generations().submit(Map.of("steps", 50), atOnce));
    assertThatThrownBy(job.get()::await).isInstanceOf(CancellationException.class);
  }

  @Test
  void aGenerationDoesNotWaitForAnother() throws InterruptedException {
    AtomicReference<Throwable> problem = new AtomicReference<>();
    GenerationJob other = generations().submit(Map.of("steps", 1), GenerationWatcher.NONE);
    other.await();
    GenerationWatcher waits =
        new GenerationWatcher() {
          @Override
          public void step(int step, int steps) {
            try {
              other.await();
            } catch (IllegalStateException | InterruptedException e) {
              problem.set(e);
            }
          }
        };
    generations().submit(Map.of("steps", 1), waits).await();
    assertThat(problem.get())
        .hasMessage("a generation cannot wait for another one: they run one after the other");
  }

  private static GenerationJob awaited(AtomicReference<GenerationJob> job) {
    while (job.get() == null) {
      Thread.onSpinWait();
    }
    return job.get();
  }
}
