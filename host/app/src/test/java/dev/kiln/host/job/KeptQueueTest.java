package dev.kiln.host.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.job.Job.State;
import dev.kiln.host.job.JobStore.JobLine;
import dev.kiln.host.job.JobStore.Kept;
import dev.kiln.host.job.store.JobFolder;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue over a store: what a process that was killed leaves to the next one. */
class KeptQueueTest {
  private static final JobLimits LIMITS =
      new JobLimits(20, 1 << 20, 3, 1 << 20, Duration.ofSeconds(30));

  @TempDir private Path temp;
  private final JobPreviews previews = new JobPreviews();
  private TestingGenerator generator = TestingGenerator.stepped(previews);
  private final List<GeneratedImage> saved = new CopyOnWriteArrayList<>();
  private JobQueue queue;
  private int copies;

  @BeforeEach
  void open() {
    queue = open("a");
  }

  private JobQueue open(String folder) {
    return new JobQueue(
        generator,
        previews,
        LIMITS,
        JobFolder.open(temp.resolve(folder), 1 << 30),
        new TestingSaver(saved));
  }

  @AfterEach
  void close() {
    queue.close();
  }

  /** The file as it lies there now is all that another queue gets. */
  private JobQueue killed() throws Exception {
    String next = "copy" + ++copies;
    Files.createDirectories(temp.resolve(next));
    Files.copy(
        temp.resolve("a/jobs.mv"),
        temp.resolve(next).resolve("jobs.mv"),
        StandardCopyOption.REPLACE_EXISTING);
    queue.close();
    generator = TestingGenerator.stepped(previews);
    queue = open(next);
    return queue;
  }

  @Test
  void jobsGoOnInTheirOrderAndUnderTheirIds() throws Exception {
    for (String id : List.of("first", "second", "third")) {
      queue.submit(id, request(id));
    }
    generator.allow(4);
    byte[] drawn = result("first").images().get(0).rgb();
    awaitState("second", State.RUNNING);

    killed();
    awaitState("second", State.RUNNING);
    assertThat(queue.waiting()).containsExactly("third");
    Job first = queue.find("first").orElseThrow();
    assertThat(first.snapshot().state()).isEqualTo(State.DONE);
    assertThat(result("first").images().get(0).rgb()).isEqualTo(drawn);
    generator.allow(8);
    result("third");
    assertThat(generator.requests)
        .extracting(GenerationRequest::prompt)
        .containsExactly("second", "third");
    assertThat(queue.list())
        .extracting(JobLine::id)
        .containsExactlyInAnyOrder("first", "second", "third");
  }

  @Test
  void whatWasCancelledStaysSo() throws Exception {
    queue.submit("running", request("running"));
    awaitState("running", State.RUNNING);
    queue.submit("waiting", request("waiting")).cancel();
    queue.find("running").orElseThrow().cancel();
    awaitState("running", State.CANCELLED);

    killed();
    assertThat(queue.waiting()).isEmpty();
    assertThat(queue.running()).isEmpty();
    assertThatThrownBy(() -> result("waiting")).hasCauseInstanceOf(CancellationException.class);
  }

  @Test
  void whatTheEndOfAServerGivesUpIsDrawnAtTheNextStart() throws Exception {
    Job running = queue.submit("running", request("running"));
    awaitState("running", State.RUNNING);
    Job waiting = queue.submit("waiting", request("waiting"));
    queue.close(Duration.ofMillis(10));
    assertThat(running.snapshot().state()).isEqualTo(State.CANCELLED);
    assertThat(waiting.snapshot().state()).isEqualTo(State.CANCELLED);

    generator = TestingGenerator.stepped(previews);
    queue = open("a");
    generator.allow(8);
    assertThat(result("running").images()).hasSize(1);
    assertThat(result("waiting").images()).hasSize(1);
  }

  @Test
  void aRefusedJobAndOneOfThisProcessAloneAreNotKept() throws Exception {
    queue.submit("own", request("own"), Progress.SILENT);
    awaitState("own", State.RUNNING);
    queue.submit("mine", request("mine"));
    assertThatThrownBy(() -> queue.submit("mine", request("again"))).hasMessageContaining("mine");

    killed();
    generator.allow(8);
    assertThat(result("mine").request().prompt()).isEqualTo("mine");
    assertThat(queue.find("own")).isEmpty();
    assertThat(queue.list()).extracting(JobLine::id).containsExactly("mine");
  }

  @Test
  void eachJobThatWantsFilesHasOneSetOfThem() throws Exception {
    for (int i = 0; i < 2; i++) {
      GenerationRequest seeded =
          GenerationRequest.of("").steps(4).seed(100 * i).batch(2, 1).build();
      queue.submit("job" + i, seeded, PictureEncoding.PNG);
    }
    generator.allow(4);
    result("job0");
    awaitState("job1", State.RUNNING);
    killed();
    generator.allow(4);
    result("job1");
    assertThat(saved).extracting(GeneratedImage::seed).containsExactly(0L, 1L, 100L, 101L);
  }

  @Test
  void filesThatAProcessLeftUnwrittenAreWrittenByTheNext() throws Exception {
    queue.close();
    try (JobStore store = JobFolder.open(temp.resolve("b"), 1 << 30)) {
      Kept job = new Kept(0, "half", Instant.now(), request("x"), PictureEncoding.PNG, null);
      GenerationRequest two = GenerationRequest.of("x").seed(5).batch(2, 1).steps(1).build();
      generator.allow(1);
      GenerationResult made = generator.generate("half", two, Progress.SILENT, new Cancellation());
      store.ended(store.add(job), 0, new Outcome(made, null));
      saved.add(made.images().get(0));
    }
    queue = open("b");
    queue.submit("next", request("next"));
    generator.allow(4);
    result("next");
    assertThat(saved).extracting(GeneratedImage::seed).containsExactly(5L, 6L);
    queue.close();
    queue = open("b");
    queue.submit("last", request("last"));
    generator.allow(4);
    result("last");
    assertThat(saved).hasSize(2);
  }

  @Test
  void finishedOnesComeFromTheStoreWhenMemoryHasThemNoMore() throws Exception {
    generator.allow(99);
    for (int i = 0; i < 5; i++) {
      queue.submit("job" + i, request("prompt " + i));
      result("job" + i);
    }
    assertThat(queue.list())
        .extracting(JobLine::id)
        .containsExactly("job4", "job3", "job2", "job1", "job0");
    assertThat(result("job0").request().prompt()).isEqualTo("prompt 0");
    assertThat(queue.forget("job0")).isTrue();
    assertThat(queue.find("job0")).isEmpty();
    assertThat(queue.forget("job0")).isFalse();
  }

  private static GenerationRequest request(String prompt) {
    return GenerationRequest.of(prompt).steps(4).build();
  }

  private GenerationResult result(String id) throws Exception {
    return queue.find(id).orElseThrow().result().get(30, TimeUnit.SECONDS);
  }

  private void awaitState(String id, State state) throws InterruptedException {
    Job job = queue.find(id).orElseThrow();
    for (long seen = -1; job.snapshot().state() != state; ) {
      long now = job.awaitChange(seen, Duration.ofSeconds(30));
      assertThat(now).as("a change").isNotEqualTo(seen);
      seen = now;
    }
  }
}
