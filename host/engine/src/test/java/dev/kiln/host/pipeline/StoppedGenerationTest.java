package dev.kiln.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generations that end before their time: cancelled at once, interrupted with what there is. */
class StoppedGenerationTest {
  @TempDir static Path temp;
  private static ModelStore models;
  private static GenerationPipeline pipeline;

  @BeforeAll
  static void open() {
    models = DefaultModel.store(temp);
    pipeline = new GenerationPipeline(models, HookSource.NONE);
  }

  @AfterAll
  static void close() {
    models.close();
  }

  @Test
  void cancellationEndsWithinAStep() {
    Cancellation cancellation = new Cancellation();
    List<Integer> steps = new ArrayList<>();
    Progress progress =
        new Progress() {
          @Override
          public void step(int step, int all) {
            steps.add(step);
            if (step == 2) {
              cancellation.cancel();
            }
          }
        };
    assertThatThrownBy(
            () -> pipeline.generate("job", request().steps(50).build(), progress, cancellation))
        .isInstanceOf(CancellationException.class);
    assertThat(steps).containsExactly(1, 2);
  }

  @Test
  void cancellationFromAnotherThreadStopsTheRunningStep() throws InterruptedException {
    Cancellation cancellation = new Cancellation();
    Thread other =
        new Thread(
            () -> {
              try {
                Thread.sleep(700);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              cancellation.cancel();
            });
    other.start();
    assertThatThrownBy(
            () ->
                pipeline.generate(
                    "job",
                    request().size(512, 512).steps(500).build(),
                    Progress.SILENT,
                    cancellation))
        .isInstanceOf(CancellationException.class);
    other.join();
  }

  @Test
  void interruptGivesThePredictionOfTheStepThatItEnds() {
    Cancellation cancellation = new Cancellation();
    Progress progress =
        new Progress() {
          @Override
          public void step(int step, int all) {
            if (step == 12) {
              cancellation.interrupt();
            }
          }
        };
    GenerationResult result =
        pipeline.generate("job", request().steps(20).batch(1, 3).build(), progress, cancellation);
    assertThat(result.images()).hasSize(1);
    assertThat(result.warnings())
        .containsExactly("interrupted with 1 of 3 pictures; the last may be unfinished");
    // The last prediction is close to the picture, the noisy latents of the same step are not.
    byte[] whole = images(request().steps(20)).get(0).rgb();
    assertThat(distance(result.images().get(0).rgb(), whole)).isBetween(0.5, 25.0);
  }

  @Test
  void skipEndsTheBatchAndGoesOnWithTheNext() {
    Cancellation cancellation = new Cancellation();
    List<Integer> steps = new ArrayList<>();
    Progress progress =
        new Progress() {
          @Override
          public void step(int step, int all) {
            steps.add(step);
            if (steps.size() == 2) {
              cancellation.skip();
            }
          }
        };
    GenerationResult result =
        pipeline.generate("job", request().batch(1, 3).build(), progress, cancellation);
    assertThat(steps).containsExactly(1, 2, 1, 2, 3, 4, 1, 2, 3, 4);
    assertThat(result.images()).extracting(GeneratedImage::seed).containsExactly(7L, 8L, 9L);
    assertThat(result.warnings()).containsExactly("batch 1 of 3 was skipped; it may be unfinished");
    assertThat(result.images().get(1).rgb()).isEqualTo(images(request().seed(8)).get(0).rgb());
    assertThat(result.images().get(0).rgb()).isNotEqualTo(images(request()).get(0).rgb());
    assertThat(cancellation.skipped()).isFalse();
  }

  /** It was told to take 2 steps and takes as many as it needs: the end must not wait for that. */
  @Test
  void interruptEndsAnAdaptiveSamplerToo() {
    Cancellation cancellation = new Cancellation();
    List<Integer> steps = new ArrayList<>();
    Progress progress =
        new Progress() {
          @Override
          public void step(int step, int all) {
            steps.add(step);
            if (steps.size() == 4) {
              cancellation.interrupt();
            }
          }
        };
    GenerationRequest adaptive = request().sampler("DPM adaptive").steps(2).build();
    GenerationResult result = pipeline.generate("job", adaptive, progress, cancellation);
    assertThat(result.images()).hasSize(1);
    assertThat(steps).hasSize(4);
  }

  @Test
  void interruptBeforeTheFirstStepGivesNoPicture() {
    Cancellation cancellation = new Cancellation();
    cancellation.interrupt();
    assertThat(pipeline.generate("job", request().build(), Progress.SILENT, cancellation).images())
        .isEmpty();
  }

  @Test
  void picturesThatWereFinishedSurviveACancellation() {
    Cancellation cancellation = new Cancellation();
    Progress progress =
        new Progress() {
          @Override
          public void image(int index, GeneratedImage image) {
            cancellation.cancel();
          }
        };
    GenerationResult result =
        pipeline.generate("job", request().batch(1, 3).build(), progress, cancellation);
    assertThat(result.images()).hasSize(1);
    assertThat(result.warnings()).containsExactly("stopped after 1 of 3 pictures");
  }

  private static GenerationRequestBuilder request() {
    return GenerationRequest.of("a girl with long red hair in a green meadow, sunset")
        .steps(4)
        .seed(7);
  }

  private static List<GeneratedImage> images(GenerationRequestBuilder request) {
    return pipeline.generate("job", request.build(), Progress.SILENT, new Cancellation()).images();
  }

  /** Mean difference of two pictures, of 255. */
  private static double distance(byte[] a, byte[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xff) - (b[i] & 0xff));
    }
    return sum / a.length;
  }
}
