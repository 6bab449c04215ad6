package dev.kiln.host.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kiln.api.DrawRequest;
import dev.kiln.api.Drawing;
import dev.kiln.api.Drawn;
import dev.kiln.api.Kiln;
import dev.kiln.api.KilnException;
import dev.kiln.api.KilnException.Reason;
import dev.kiln.api.Picture;
import dev.kiln.api.Progress;
import dev.kiln.api.ProgressListener;
import dev.kiln.host.image.PngImage;
import dev.kiln.host.testing.TinyModel;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine as a program has it that embeds it. */
@Timeout(120)
class EmbeddedKilnTest {
  @TempDir static Path folder;
  private static Kiln kiln;

  @BeforeAll
  static void open() throws Exception {
    TinyModel.copyTo(folder.resolve("models"));
    kiln = open(folder.resolve("models"));
  }

  private static Kiln open(Path models) {
    return Kiln.open(o -> o.models(models).home(folder.resolve("home")));
  }

  @AfterAll
  static void close() {
    kiln.close();
  }

  private static DrawRequest seeded(int seed) {
    return DrawRequest.txt2img(r -> r.prompt("a girl").seed(seed).steps(2).size(64, 64));
  }

  private static int[] pixels(Picture picture) {
    BufferedImage image = picture.image();
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  /** So long that a test can end it before it ends by itself. */
  private static DrawRequest endless() {
    return DrawRequest.txt2img(r -> r.prompt("a girl").steps(1000).size(256, 256));
  }

  @Test
  void eachOfEightThreadsGetsThePictureOfItsRequest() throws Exception {
    List<int[]> alone = IntStream.range(0, 8).mapToObj(i -> pixels(one(seeded(i)))).toList();
    assertThat(alone.get(0)).isNotEqualTo(alone.get(1));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Picture>> together = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        DrawRequest request = seeded(i);
        together.add(threads.submit(() -> one(request)));
      }
      for (int i = 0; i < 8; i++) {
        Picture picture = together.get(i).get();
        assertThat(pixels(picture)).isEqualTo(alone.get(i));
        assertThat(picture.seed()).hasValue(i);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Picture one(DrawRequest request) {
    return kiln.draw(request).picture();
  }

  @Test
  void aPictureSaysHowItWasDrawnAndIsDrawnAgain() throws Exception {
    Picture picture = kiln.txt2img(r -> r.prompt("a girl").steps(2).cfgScale(5).size(64, 72));
    assertThat(picture.infotext()).startsWith("a girl\n").contains("Steps: 2, ", "CFG scale: 5");
    Path file = folder.resolve("picture.png");
    picture.write(file);
    assertThat(PngImage.parameters("it", Files.readAllBytes(file))).hasValue(picture.infotext());
    assertThat(pixels(Picture.read(file))).isEqualTo(pixels(picture));
    assertThat(Files.list(folder).map(it -> it.getFileName().toString()))
        .noneMatch(name -> name.startsWith(".kiln") && name.endsWith(".png"));

    Picture again = kiln.txt2img(r -> r.infotext(picture.infotext()));
    assertThat(pixels(again)).isEqualTo(pixels(picture));
  }

  @Test
  void aPictureIsDrawnOnAnotherUnderAMask() {
    Picture first = one(seeded(3));
    BufferedImage right = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    right.createGraphics().fillRect(32, 0, 32, 64);
    Picture drawn =
        kiln.img2img(
            r ->
                r.image(first)
                    .mask(Picture.of(right))
                    .maskBlur(0)
                    .prompt("a boy")
                    .strength(1)
                    .steps(2));
    assertThat(drawn.width()).isEqualTo(64);
    assertThat(drawn.image().getRGB(2, 32)).isEqualTo(first.image().getRGB(2, 32));
    assertThat(pixels(drawn)).isNotEqualTo(pixels(first));
  }

  @Test
  void progressAndPicturesAreToldWhileTheyAreMade() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    ProgressListener listener =
        new ProgressListener() {
          @Override
          public void progress(Progress now) {
            told.add(now.state() + " " + now.step() + "/" + now.steps());
          }

          @Override
          public void picture(int index, Picture picture) {
            told.add("picture " + index + " of seed " + picture.seed().orElseThrow());
          }
        };
    Drawing drawing =
        kiln.submit(
            DrawRequest.txt2img(r -> r.prompt("a").seed(7).steps(2).size(64, 64).batchCount(2)),
            listener);
    Drawn drawn = drawing.result().get();
    assertThat(drawn.pictures()).hasSize(2);
    assertThat(drawn.model()).isEqualTo("tiny");
    assertThat(drawn.request()).containsEntry("seed", 7L).containsEntry("steps", 2);
    assertThat(told)
        .containsSubsequence(
            "RUNNING 1/2", "RUNNING 2/2", "picture 0 of seed 7", "picture 1 of seed 8", "DONE 2/2");
    assertThat(told).last().isEqualTo("DONE 2/2");
    assertThat(drawing.progress().fraction()).isEqualTo(1);
    assertThat(drawing.progress().state().ended()).isTrue();
  }

  @Test
  void atItsEndADrawingMayBeginAnother() throws Exception {
    Drawn next =
        kiln.submit(seeded(1)).result().thenApply(first -> kiln.draw(seeded(2))).get(60, SECONDS);
    assertThat(pixels(next.picture())).isEqualTo(pixels(one(seeded(2))));

    CompletableFuture<Drawn> listened = new CompletableFuture<>();
    kiln.submit(
        seeded(1),
        now -> {
          if (now.state() == Progress.State.DONE) {
            listened.complete(kiln.draw(seeded(2)));
          }
        });
    assertThat(pixels(listened.get(60, SECONDS).picture())).isEqualTo(pixels(next.picture()));
  }

  @Test
  void whoFollowsADrawingMayCloseTheEngine() throws Exception {
    for (Progress.State at : List.of(Progress.State.RUNNING, Progress.State.DONE)) {
      Kiln other = open(folder.resolve("models"));
      CompletableFuture<Long> nanos = new CompletableFuture<>();
      Drawing drawing =
          other.submit(
              seeded(1),
              now -> {
                if (now.state() == at && !nanos.isDone()) {
                  long began = System.nanoTime();
                  other.close();
                  nanos.complete(System.nanoTime() - began);
                }
              });
      // Not the ten seconds that a close waits for a thread which does not come back.
      assertThat(nanos.get(60, SECONDS)).isLessThan(SECONDS.toNanos(5));
      drawing.result().handle((drawn, problem) -> "over").get(60, SECONDS);
    }
  }

  @Test
  void whatAListenerThrowsIsItsOwn() {
    assertThatThrownBy(
            () ->
                kiln.draw(
                    seeded(1),
                    now -> {
                      throw new IllegalStateException("mine");
                    }))
        .isInstanceOf(KilnException.class)
        .hasMessage("who follows a drawing failed: java.lang.IllegalStateException: mine");
  }

  @Test
  void eventsEndAsTheDrawingDoes() throws Exception {
    Drawing behind = kiln.submit(endless());
    Drawing drawing = kiln.submit(seeded(1));
    Collected good = new Collected();
    drawing.events().subscribe(good);
    assertThat(drawing.progress().state()).isEqualTo(Progress.State.QUEUED);
    assertThat(drawing.progress().ahead()).isPositive();
    Collected bad = new Collected();
    behind.events().subscribe(bad);
    behind.cancel();
    assertThat(good.end.get(60, TimeUnit.SECONDS)).isEmpty();
    assertThat(good.seen).last().extracting(Progress::state).isEqualTo(Progress.State.DONE);
    assertThat(bad.end.get(60, TimeUnit.SECONDS)).get().isInstanceOf(CancellationException.class);
  }

  /** What a subscriber got. */
  private static final class Collected implements Flow.Subscriber<Progress> {
    final List<Progress> seen = new CopyOnWriteArrayList<>();
    final CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Progress item) {
      seen.add(item);
    }

    @Override
    public void onError(Throwable problem) {
      end.complete(Optional.of(problem));
    }

    @Override
    public void onComplete() {
      end.complete(Optional.empty());
    }
  }

  @Test
  void whoCancelsItsFutureOrIsInterruptedCancelsTheDrawing() throws Exception {
    Drawing first = kiln.submit(endless());
    assertThat(first.result().cancel(true)).isTrue();
    assertThatThrownBy(first::await).isInstanceOf(CancellationException.class);
    assertThat(first.progress().state()).isEqualTo(Progress.State.CANCELLED);

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> kiln.draw(endless())).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(one(seeded(1)).width()).isEqualTo(64);
  }

  @Test
  void aDrawingThatIsInterruptedGivesWhatItHas() {
    Drawing drawing = kiln.submit(endless());
    while (drawing.progress().step() == 0) {
      Thread.onSpinWait();
    }
    drawing.interrupt();
    assertThat(drawing.await().pictures()).isNotEmpty();
  }

  @Test
  void whatIsWrongIsSaidInASentence() {
    assertThat(refused(() -> kiln.txt2img(r -> r.prompt("a").steps(0))))
        .hasMessage("steps is 0; it must be 1 to 1000");
    assertThat(refused(() -> kiln.txt2img(r -> r.prompt("a").field("stepz", 3))))
        .hasMessageStartingWith("unknown field \"stepz\"; nearest: steps");
    assertThat(refused(() -> kiln.txt2img(r -> r.prompt("a").with("nope"))))
        .hasMessageStartingWith("there is no plugin 'nope'");
    assertThat(refused(() -> kiln.txt2img(r -> r.prompt("a").batchSize(2))))
        .hasMessage("the request asks for several pictures; Kiln.draw gives all of them");
    assertThat(refused(() -> kiln.upscale(u -> u.image(Picture.of(new BufferedImage(8, 8, 1))))))
        .hasMessage(
            "no plugin offers an upscaler; add dev.kiln:upscaler-diffusion or"
                + " dev.kiln:upscaler-onnx to the class path, or its jar to the folder of plugins");
    assertThat(refused(() -> open(folder.resolve("none"))))
        .hasMessageStartingWith("there are no models at " + folder.resolve("none"));
    assertThat(refused(() -> Kiln.open(o -> o.models(folder).threads(-1))))
        .hasMessage("threads are -1; they must be 0 to 1024");
    assertThat(refused(() -> Picture.of(new byte[5])))
        .hasMessageStartingWith("the picture of 5 bytes is no readable PNG");
  }

  private static KilnException refused(Runnable asked) {
    KilnException refused = catchThrowableOfType(KilnException.class, asked::run);
    assertThat(refused.reason()).isEqualTo(Reason.BAD_REQUEST);
    return refused;
  }

  @Test
  void twoEnginesDrawBesideEachOtherAndOneOutlivesTheOther() {
    Picture expected = one(seeded(5));
    Drawing unfinished;
    try (Kiln other = open(folder.resolve("models/tiny"))) {
      assertThat(other.models()).extracting("name").containsExactly("tiny");
      assertThat(pixels(other.draw(seeded(5)).picture())).isEqualTo(pixels(expected));
      unfinished = other.submit(endless());
      assertThat(pixels(one(seeded(5)))).isEqualTo(pixels(expected));
      other.close();
      assertThatThrownBy(unfinished::await).isInstanceOf(CancellationException.class);
      KilnException closed =
          catchThrowableOfType(KilnException.class, () -> other.submit(seeded(1)));
      assertThat(closed.reason()).isEqualTo(Reason.CLOSED);
    }
    assertThat(pixels(one(seeded(5)))).isEqualTo(pixels(expected));
  }

  @Test
  void whoseQueueIsFullIsTold() {
    try (Kiln small =
        Kiln.open(
            o -> o.models(folder.resolve("models")).home(folder.resolve("home")).waiting(1))) {
      List<Drawing> taken = new ArrayList<>();
      KilnException full =
          catchThrowableOfType(
              KilnException.class,
              () -> {
                for (int i = 0; i < 3; i++) {
                  taken.add(small.submit(endless()));
                }
              });
      assertThat(full.reason()).isEqualTo(Reason.QUEUE_FULL);
      assertThat(taken).isNotEmpty();
    }
  }
}
