package dev.kiln.host.job.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.OutOfResources;
import dev.kiln.host.TooLarge;
import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.image.PictureFile;
import dev.kiln.host.image.ResizeMode;
import dev.kiln.host.job.Job.State;
import dev.kiln.host.job.JobStore;
import dev.kiln.host.job.JobStore.End;
import dev.kiln.host.job.JobStore.JobLine;
import dev.kiln.host.job.JobStore.Kept;
import dev.kiln.host.job.Outcome;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.NoiseFields;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.Prompt.Written;
import dev.kiln.spi.tensor.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoredJobsTest {
  private static final long LARGE = 1 << 30;
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final GenerationRequest PLAIN = GenerationRequest.of("a cat").build();

  @TempDir private Path temp;
  private JobStore store = JobStore.NONE;

  @AfterEach
  void close() {
    store.close();
  }

  private static long add(JobStore store, String id, GenerationRequest request) {
    return store.add(new Kept(0, id, NOON, request, null, null));
  }

  /** As the next process finds it. */
  private JobStore reopened() {
    store.close();
    store = JobFolder.open(temp.resolve("jobs"), LARGE);
    return store;
  }

  @Test
  void aWaitingRequestComesBackWithAllThatItSays() {
    GenerationRequest request = full();
    long number = add(reopened(), "mine", request);

    assertThat(reopened().unfinished())
        .singleElement()
        .satisfies(
            kept -> {
              assertThat(kept.number()).isEqualTo(number);
              assertThat(kept.id()).isEqualTo("mine");
              assertThat(kept.asked()).isEqualTo(NOON);
              assertThat(kept.outcome()).isNull();
              assertThat(plain(kept.request())).isEqualTo(plain(request));
              assertThat(kept.request().get(ImageFields.INIT_IMAGES).get(0).bytes())
                  .containsExactly(1, 2, 3);
              assertThat(kept.request().get(ImageFields.MASK).orElseThrow().bytes())
                  .containsExactly(4, 5);
            });
  }

  /** Every field differs from its default, so that one which cannot be stored is found. */
  private static GenerationRequest full() {
    GenerationRequestBuilder request = new GenerationRequestBuilder();
    for (RequestField<?> field : RequestFields.ALL) {
      other(field).ifPresent(value -> request.read(field, value));
    }
    request
        .with(RequestFields.SEED, 9007199254740993L)
        .with(RequestFields.PROMPTS, List.of("é", "\u4e2d"))
        .with(NoiseFields.ETA, OptionalDouble.of(1))
        .with(ImageFields.RESIZE_MODE, ResizeMode.values()[1])
        .with(
            ImageFields.INIT_IMAGES, List.of(new PictureFile("init_images", new byte[] {1, 2, 3})))
        .with(ImageFields.MASK, Optional.of(new PictureFile("mask", new byte[] {4, 5})))
        .plugin("notes", Map.of("a", 1, "b", 2.5, "c", "x", "d", List.of(Map.of("e", true))))
        .plugin("other", Map.of("limit", Double.POSITIVE_INFINITY));
    return request.build();
  }

  private static Optional<Object> other(RequestField<?> field) {
    if (!field.type().choices().isEmpty()) {
      List<String> choices = field.type().choices();
      return Optional.of(choices.get(choices.size() - 1));
    }
    Class<?> written = field.type().written();
    if (written == Boolean.class) {
      return Optional.of(!Boolean.TRUE.equals(field.writtenDefault()));
    } else if (written == Integer.class || written == Long.class) {
      return Optional.of(7L).map(it -> written == Integer.class ? (Object) it.intValue() : it);
    } else if (written == Double.class) {
      return Optional.of(0.25);
    }
    boolean text = written == String.class && !field.equals(ImageFields.MASK);
    return text ? Optional.of("other " + field.name()) : Optional.empty();
  }

  /** Without the pictures, whose records compare arrays by identity. */
  private static GenerationRequest plain(GenerationRequest request) {
    return new GenerationRequestBuilder(request)
        .without(List.of(ImageFields.INIT_IMAGES, ImageFields.MASK))
        .build();
  }

  @Test
  void aResultComesBackToTheLastPixel() {
    GenerationResult result = result(2);
    long number = add(reopened(), "mine", full());
    store.ended(number, 1.5, new Outcome(result, null));

    assertThat(reopened().unfinished()).isEmpty();
    Kept kept = store.finished("mine").orElseThrow();
    assertThat(kept.end().seconds()).isEqualTo(1.5);
    GenerationResult back = kept.outcome().result();
    for (int i = 0; i < 2; i++) {
      GeneratedImage image = back.images().get(i);
      assertThat(image.rgb()).isEqualTo(result.images().get(i).rgb());
      assertThat(image)
          .usingRecursiveComparison()
          .ignoringFields("rgb")
          .isEqualTo(result.images().get(i));
    }
    assertThat(back.pictures()).containsOnlyKeys("map", "edges");
    result
        .pictures()
        .forEach((name, it) -> assertThat(back.pictures().get(name).rgba()).isEqualTo(it.rgba()));
    assertThat(plain(back.request())).isEqualTo(plain(result.request()));
    assertThat(back.infotext()).isEqualTo(result.infotext());
    assertThat(back.warnings()).isEqualTo(result.warnings());
    assertThat(back.modelName()).isEqualTo("model");
    assertThat(back.attention()).isEqualTo("sdp");
    assertThat(store.lines()).containsExactly(new JobLine(number, "mine", State.DONE, NOON, 2));
  }

  @Test
  void whatHasEndedElsewhereIsKeptAsADoneJob() {
    GenerationResult result = result(1);
    End end = new End(0, new Outcome(result, null));
    reopened().add(new Kept(0, "mine", NOON, PLAIN, null, end));

    assertThat(reopened().unfinished()).isEmpty();
    GenerationResult back = store.finished("mine").orElseThrow().outcome().result();
    assertThat(back.images().get(0).rgb()).isEqualTo(result.images().get(0).rgb());
    assertThat(store.lines()).extracting(JobLine::state).containsExactly(State.DONE);
  }

  private static GenerationResult result(int images) {
    Map<String, Picture> pictures = new LinkedHashMap<>();
    pictures.put("map", Picture.black(3, 2));
    pictures.put("edges", new Picture(1, 1, new byte[] {1, 2, 3, 77}));
    return new GenerationResult(
        full(),
        "model",
        "0123456789",
        Stream.iterate(0, i -> i + 1).limit(images).map(StoredJobsTest::image).toList(),
        Map.of("Key", "value"),
        List.of("a warning"),
        "sdp",
        pictures);
  }

  private static GeneratedImage image(int index) {
    byte[] rgb = new byte[3 * 5 * 4];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (31 * i + index);
    }
    return new GeneratedImage(
        5, 4, rgb, 8L + index, 9L, new Written("é", "not"), "é\nSteps: 1, Seed: " + index);
  }

  static Stream<RuntimeException> failures() {
    return Stream.of(
        new BadRequest("wrong"),
        new TooLarge("large"),
        new OutOfResources("full"),
        new PluginProblem("plugin 'a' failed"),
        new CancellationException("stopped"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureComesBackAsItsKind(RuntimeException failure) {
    store = reopened();
    store.ended(add(store, "mine", PLAIN), 0, new Outcome(null, failure));

    RuntimeException back = reopened().finished("mine").orElseThrow().outcome().problem();
    assertThat(back).isExactlyInstanceOf(failure.getClass()).hasMessage(failure.getMessage());
  }

  @Test
  void theOldestThatEndedGoWhenTheyTakeTooMuch() {
    store = JobFolder.open(temp.resolve("jobs"), 40_000);
    long waiting = add(store, "waiting", PLAIN);
    for (int i = 0; i < 10; i++) {
      store.ended(add(store, "job" + i, PLAIN), 0, new Outcome(noise(), null));
    }
    List<String> left = store.lines().stream().map(JobLine::id).toList();
    assertThat(left).hasSizeBetween(1, 4).startsWith("job9").doesNotContain("job0");
    assertThat(store.finished("job0")).isEmpty();
    assertThat(store.unfinished()).extracting(Kept::number).containsExactly(waiting);
  }

  /** 64x64 pixels that no compression makes smaller. */
  private static GenerationResult noise() {
    byte[] rgb = new byte[3 * 64 * 64];
    new Random(1).nextBytes(rgb);
    GeneratedImage image = new GeneratedImage(64, 64, rgb, 1, 1, new Written("", ""), "");
    return new GenerationResult(PLAIN, "", "", List.of(image), Map.of(), List.of(), "", Map.of());
  }

  @Test
  void aSecondJobOfAnIdTakesThePlaceOfTheFirstWhenItBegins() {
    store = reopened();
    long first = add(store, "mine", PLAIN);
    store.ended(first, 0, new Outcome(noise(), null));
    long second = add(store, "mine", PLAIN);
    assertThat(store.finished("mine")).isPresent();
    store.begun(second);
    assertThat(store.finished("mine")).isEmpty();
    assertThat(reopened().unfinished()).extracting(Kept::number).containsExactly(second);
  }

  @Test
  void filesAreMissingUntilTheyAreSaved() {
    PictureEncoding jpeg = new PictureEncoding(PictureEncoding.Format.JPEG, 77);
    long number = reopened().add(new Kept(0, "mine", NOON, PLAIN, jpeg, null));
    assertThat(reopened().unfinished()).extracting(Kept::files).containsExactly(jpeg);
    assertThat(store.unsaved()).isEmpty();
    store.ended(number, 0, new Outcome(noise(), null));
    assertThat(reopened().unsaved()).extracting(Kept::files).containsExactly(jpeg);
    store.saved(number);
    assertThat(reopened().unsaved()).isEmpty();
    assertThat(store.finished("mine")).isPresent();
  }

  @Test
  void aJobThatIsBegunAgainAndAgainIsGivenUp() {
    long number = add(reopened(), "mine", PLAIN);
    for (int i = 0; i < 5; i++) {
      assertThat(reopened().unfinished()).hasSize(1);
      store.begun(number);
    }
    store.postponed(number);
    for (int i = 0; i < 5; i++) {
      store.begun(number);
    }
    assertThat(reopened().unfinished()).isEmpty();
    assertThat(store.finished("mine").orElseThrow().outcome().problem())
        .isInstanceOf(OutOfResources.class)
        .hasMessageStartingWith("Kiln ended 5 times while it drew this");
  }

  @Test
  void aDamagedFileIsSetAsideAndANewOneBegun() throws IOException {
    add(reopened(), "mine", PLAIN);
    store.close();
    Path file = temp.resolve("jobs/jobs.mv");
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, (byte) 7);
    Files.write(file, bytes);

    assertThat(reopened().unfinished()).isEmpty();
    assertThat(add(store, "next", PLAIN)).isPositive();
    assertThat(Files.readAllBytes(temp.resolve("jobs/damaged-1-jobs.mv"))).isEqualTo(bytes);
  }

  @Test
  void anotherProcessesFileIsLeftAlone() {
    add(reopened(), "mine", PLAIN);
    JobStore second = JobFolder.open(temp.resolve("jobs"), LARGE);
    assertThat(second).isSameAs(JobStore.NONE);
    assertThat(add(second, "other", PLAIN)).isZero();
    assertThat(store.unfinished()).hasSize(1);
  }

  @Test
  void aFolderThatCannotBeMadeKeepsNothing() throws IOException {
    Files.writeString(temp.resolve("file"), "");
    assertThat(JobFolder.open(temp.resolve("file/jobs"), LARGE)).isSameAs(JobStore.NONE);
  }
}
