package dev.kiln.host.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.OutOfResources;
import dev.kiln.host.image.PictureFile;
import dev.kiln.host.job.Job.State;
import dev.kiln.host.job.JobStore.JobLine;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.Progress;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.Prompt.Written;
import dev.kiln.spi.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobQueueTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final JobPreviews previews = new JobPreviews();
  private final TestingGenerator generator = TestingGenerator.stepped(previews);
  private final JobQueue queue =
      new JobQueue(
          generator,
          previews,
          new JobLimits(2, 5_000, 3, 50_000, LONG),
          JobStore.NONE,
          new TestingSaver(new ArrayList<>()));

  @AfterEach
  void close() {
    queue.close();
  }

  @Test
  void jobsRunInTheOrderOfTheirArrival() throws Exception {
    Job first = queue.submit("first", request(1));
    Job second = queue.submit("second", request(1));
    await(first, State.RUNNING);

    assertThat(second.snapshot().ahead()).isEqualTo(1);
    assertThat(second.snapshot().state()).isEqualTo(State.QUEUED);
    generator.allow(8);
    result(second);
    assertThat(first.snapshot().state()).isEqualTo(State.DONE);
    assertThat(generator.requests).containsExactly(first.request(), second.request());
  }

  @Test
  void whatNoJobMadeIsListedAsOneThatHasEnded() throws Exception {
    GeneratedImage image =
        new GeneratedImage(1, 1, new byte[3], 7, -1, new Written("a boat", ""), "a boat");
    String id = queue.keep(GenerationResult.of(GenerationRequest.of("a boat").build(), image));

    Job job = queue.find(id).orElseThrow();
    assertThat(job.snapshot().state()).isEqualTo(State.DONE);
    assertThat(result(job).images()).containsExactly(image);
    assertThat(queue.list()).extracting(JobLine::id).containsExactly(id);
    assertThat(queue.forget(id)).isTrue();
    assertThat(queue.list()).isEmpty();
  }

  @Test
  void aSnapshotSaysHowFarAJobIs() throws Exception {
    Job job = queue.submit(null, request(2));
    generator.allow(6);
    awaitSteps(job, 2, 2);

    Job.Snapshot now = job.snapshot();
    assertThat(now.state()).isEqualTo(State.RUNNING);
    assertThat(now.steps()).isEqualTo(4);
    assertThat(now.batch()).isEqualTo(1);
    assertThat(now.batches()).isEqualTo(2);
    assertThat(now.ahead()).isZero();
    assertThat(now.seconds()).isPositive();
  }

  @Test
  void aHookThatInterruptsItsThreadEndsNoLaterJob() throws Exception {
    Progress interrupting =
        new Progress() {
          @Override
          public void step(int step, int steps) {
            if (step == steps) {
              Thread.currentThread().interrupt();
            }
          }
        };
    generator.allow(8);
    result(queue.submit(null, request(1), interrupting));
    assertThat(result(queue.submit(null, request(1))).images()).hasSize(1);
  }

  @Test
  void aFullQueueRefusesAndTakesAgainWhenThereIsRoom() throws Exception {
    Job running = queue.submit(null, request(1));
    await(running, State.RUNNING);
    queue.submit(null, request(1));
    Job last = queue.submit(null, request(1));

    assertThatThrownBy(() -> queue.submit(null, request(1)))
        .isInstanceOf(QueueFull.class)
        .hasMessage("the queue is full: 2 jobs wait; try again when one is finished");
    last.cancel();
    assertThat(queue.submit(null, request(1)).snapshot().ahead()).isEqualTo(2);
  }

  @Test
  void whatWaitsIsBoundedByItsMemoryAndOneMayAlwaysWait() throws Exception {
    await(queue.submit(null, bringing(9_000)), State.RUNNING);
    Job waiting = queue.submit(null, bringing(3_000_000));

    assertThatThrownBy(() -> queue.submit(null, bringing(1)))
        .isInstanceOf(QueueFull.class)
        .hasMessage(
            "the queue is full: what waits asks for takes 2 MB; try again when one is"
                + " finished");
    waiting.cancel();
    queue.submit(null, bringing(2_000));
    queue.submit(null, bringing(2_000));
  }

  @Test
  void picturesThatARequestBroughtCountAmongTheFinishedOnes() throws Exception {
    generator.allow(99);
    Job first = queue.submit("first", bringing(30_000));
    result(first);
    assertThat(queue.find("first")).isPresent();
    result(queue.submit("second", bringing(30_000)));
    assertThat(queue.find("first")).isEmpty();
    assertThat(queue.find("second")).isPresent();
  }

  /** With a picture file, half of it as the text of a plugin's option. */
  private static GenerationRequest bringing(int bytes) {
    byte[] file = new byte[bytes / 2];
    return GenerationRequest.of("a cat")
        .steps(1)
        .with(ImageFields.INIT_IMAGES, List.of(new PictureFile("x.png", file)))
        .plugin("control", Map.of("units", List.of(Map.of("image", "a".repeat(bytes / 2)))))
        .build();
  }

  @Test
  void aWrongRequestIsRefusedBeforeItWaits() {
    generator.onCheck(
        request -> {
          throw new BadRequest("steps is 0; it must be 1 to 1000");
        });

    assertThatThrownBy(() -> queue.submit(null, request(1)))
        .isInstanceOf(BadRequest.class)
        .hasMessage("steps is 0; it must be 1 to 1000");
    assertThat(queue.waiting()).isEmpty();
  }

  @Test
  void theIdOfAJobThatIsNotFinishedCannotBeUsedAgain() throws Exception {
    Job job = queue.submit("task(txt2img-ABC)", request(1));

    assertThatThrownBy(() -> queue.submit("task(txt2img-ABC)", request(1)))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "job \"task(txt2img-ABC)\" is not finished; give another id or wait for its end");
    generator.allow(4);
    result(job);
    assertThat(queue.submit("task(txt2img-ABC)", request(1))).isNotSameAs(job);
  }

  @Test
  void anIdThatFitsIntoNoAddressIsRefused() {
    assertThatThrownBy(() -> queue.submit("a/b", request(1)))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "job id \"a/b\" is not 1 to 100 letters, digits or any of . _ ( ) -; give another or"
                + " leave it out");
  }

  @Test
  void aWaitingJobThatIsCancelledEndsAtOnce() throws Exception {
    await(queue.submit(null, request(1)), State.RUNNING);
    Job waiting = queue.submit(null, request(1));
    waiting.cancel();

    assertThat(waiting.snapshot().state()).isEqualTo(State.CANCELLED);
    assertThatThrownBy(() -> result(waiting))
        .hasRootCauseInstanceOf(CancellationException.class)
        .hasRootCauseMessage("the generation was stopped");
  }

  @Test
  void aRunningJobThatIsInterruptedGivesTheFinishedAndTheUnfinishedPicture() throws Exception {
    Job job = queue.submit(null, request(3));
    generator.allow(5);
    awaitSteps(job, 2, 1);

    queue.running().orElseThrow().interrupt();
    assertThat(result(job).images()).hasSize(2);
    assertThat(job.snapshot().state()).isEqualTo(State.DONE);
    assertThat(queue.running()).isEmpty();
  }

  @Test
  void aCancellationBeforeTheFirstPictureGivesNone() throws Exception {
    Job job = queue.submit(null, request(1));
    generator.allow(1);
    awaitSteps(job, 1, 1);
    job.cancel();

    assertThatThrownBy(() -> result(job)).hasCauseInstanceOf(CancellationException.class);
    assertThat(job.snapshot().state()).isEqualTo(State.CANCELLED);
  }

  @Test
  void aFailureOfOneJobDoesNotStopTheNext() throws Exception {
    generator.onWork(
        request -> {
          throw new OutOfMemoryError("Java heap space");
        });
    Job failing = queue.submit(null, request(1));
    assertThatThrownBy(() -> result(failing))
        .cause()
        .isInstanceOf(OutOfResources.class)
        .hasMessage("there is not enough memory for this request; ask for a smaller size or batch");
    assertThat(failing.snapshot().state()).isEqualTo(State.FAILED);

    generator.onWork(request -> {});
    generator.allow(4);
    assertThat(result(queue.submit(null, request(1))).images()).hasSize(1);
  }

  @Test
  void finishedJobsAreKeptUntilTheirNumberOrTheirPicturesAreTooMany() throws Exception {
    generator.allow(1000);
    for (int i = 0; i < 4; i++) {
      result(queue.submit("job" + i, request(1)));
    }
    assertThat(queue.find("job0")).isEmpty();
    assertThat(queue.find("job1")).isPresent();

    // Each picture takes 64 x 64 x 3 = 12288 bytes, and 50000 are allowed.
    result(queue.submit("large", request(4)));
    assertThat(queue.find("job3")).isEmpty();
    assertThat(queue.find("large")).isPresent();
  }

  @Test
  void aPreviewIsThereWhileItsJobRuns() throws Exception {
    Job job = queue.submit("seen", request(1));
    generator.allow(2);
    awaitSteps(job, 1, 2);

    byte[] png = job.snapshot().preview().png();
    assertThat(job.snapshot().preview().number()).isEqualTo(2);
    assertThat(ImageIO.read(new ByteArrayInputStream(png)).getRGB(0, 0)).isEqualTo(0xff800000);
    generator.allow(2);
    result(job);
    assertThat(job.snapshot().preview()).isNull();
    previews.publish("seen", Tensor.zeros(3, 2, 2));
    assertThat(job.snapshot().preview()).isNull();
  }

  @Test
  void aPreviewOfAnotherShapeIsRefused() throws Exception {
    await(queue.submit("seen", request(1)), State.RUNNING);

    assertThatThrownBy(() -> previews.publish("seen", Tensor.zeros(1, 3, 2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a preview is [3, height, width] in 0..1, found Tensor[1, 3, 2, 2]");
  }

  @Test
  void closingLetsTheRunningJobFinishAndGivesUpThoseThatWait() throws Exception {
    Job running = queue.submit(null, request(1));
    await(running, State.RUNNING);
    Job waiting = queue.submit(null, request(1));
    Thread closing = new Thread(() -> queue.close(LONG));
    closing.start();
    await(waiting, State.CANCELLED);

    assertThat(running.snapshot().state()).isEqualTo(State.RUNNING);
    assertThatThrownBy(() -> queue.submit(null, request(1)))
        .isInstanceOf(QueueClosed.class)
        .hasMessage("the server is stopping and takes no more jobs; try again later");
    generator.allow(4);
    closing.join(LONG.toMillis());
    assertThat(result(running).images()).hasSize(1);
  }

  @Test
  void closingCancelsWhatDoesNotFinishInTime() throws Exception {
    Job running = queue.submit(null, request(1));
    await(running, State.RUNNING);
    queue.close(Duration.ofMillis(20));

    assertThat(running.snapshot().state()).isEqualTo(State.CANCELLED);
  }

  private static GenerationRequest request(int batches) {
    return GenerationRequest.of("a cat").steps(4).batch(1, batches).build();
  }

  private static GenerationResult result(Job job) throws Exception {
    return job.result().get(30, TimeUnit.SECONDS);
  }

  private static void await(Job job, State state) throws InterruptedException {
    for (long seen = -1; job.snapshot().state() != state; ) {
      long now = job.awaitChange(seen, LONG);
      assertThat(now).as("a change within " + LONG).isNotEqualTo(seen);
      seen = now;
    }
  }

  private static void awaitSteps(Job job, int batch, int step) throws InterruptedException {
    for (long seen = -1; !at(job.snapshot(), batch, step); ) {
      long now = job.awaitChange(seen, LONG);
      assertThat(now).as("a change within " + LONG).isNotEqualTo(seen);
      seen = now;
    }
  }

  private static boolean at(Job.Snapshot now, int batch, int step) {
    return now.batch() == batch - 1 && now.step() == step;
  }
}
