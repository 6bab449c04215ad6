package dev.kiln.client;

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
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client of a real host. */
@Timeout(120)
class KilnClientTest {
  @TempDir static Path folder;
  private static RunningHost host;
  private static Kiln kiln;

  @BeforeAll
  static void start() throws Exception {
    host = RunningHost.in(folder);
    kiln = KilnClient.connect(host.address());
  }

  @AfterAll
  static void stop() {
    kiln.close();
    host.close();
  }

  private static DrawRequest seeded(int seed) {
    return DrawRequest.txt2img(r -> r.prompt("a girl").seed(seed).steps(2).size(64, 64));
  }

  private static DrawRequest endless() {
    return DrawRequest.txt2img(r -> r.prompt("a girl").steps(1000).size(256, 256));
  }

  private static int[] pixels(Picture picture) {
    BufferedImage image = picture.image();
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  @Test
  void itDrawsWhatAnEngineInTheProcessDraws() {
    Drawn far = kiln.draw(seeded(7));
    try (Kiln engine = Kiln.open(o -> o.models(host.models()).home(folder.resolve("engine")))) {
      Drawn near = engine.draw(seeded(7));
      assertThat(pixels(far.picture())).isEqualTo(pixels(near.picture()));
      assertThat(far.picture().infotext()).isEqualTo(near.picture().infotext());
      assertThat(far.picture().seed()).isEqualTo(near.picture().seed());
      assertThat(far.model()).isEqualTo(near.model());
      assertThat(far.modelHash()).isEqualTo(near.modelHash());
      assertThat(far.request().keySet()).isEqualTo(near.request().keySet());
      assertThat(kiln.models()).isEqualTo(engine.models());
    }
  }

  @Test
  void aPictureIsDrawnOnAnother() {
    Picture first = kiln.draw(seeded(3)).picture();
    Picture drawn =
        kiln.img2img(r -> r.image(first).prompt("a boy").strength(0.5).steps(2).seed(1));
    assertThat(drawn.width()).isEqualTo(64);
    assertThat(pixels(drawn)).isNotEqualTo(pixels(first));
  }

  @Test
  void progressAndPicturesAreTold() {
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
    DrawRequest request =
        DrawRequest.txt2img(r -> r.prompt("a").seed(7).steps(20).size(64, 64).batchCount(2));
    Drawing drawing = kiln.submit(request, listener);
    assertThat(drawing.await().pictures()).hasSize(2);
    assertThat(told).anyMatch(it -> it.startsWith("RUNNING "));
    assertThat(told).endsWith("picture 0 of seed 7", "picture 1 of seed 8", "DONE 20/20");
    assertThat(drawing.progress().fraction()).isEqualTo(1);
  }

  @Test
  void whatAListenerThrowsEndsTheDrawing() {
    KilnException failed =
        catchThrowableOfType(
            KilnException.class,
            () ->
                kiln.draw(
                    endless(),
                    progress -> {
                      throw new IllegalArgumentException("no");
                    }));
    assertThat(failed)
        .hasMessage("who follows a drawing failed: java.lang.IllegalArgumentException: no");
    assertThat(kiln.draw(seeded(1)).pictures()).hasSize(1);
  }

  @Test
  void aDrawingIsCancelledOrInterruptedAtTheHost() throws Exception {
    Drawing cancelled = kiln.submit(endless());
    Drawing interrupted = kiln.submit(endless());
    assertThat(interrupted.progress().state()).isEqualTo(Progress.State.QUEUED);
    assertThat(cancelled.result().cancel(true)).isTrue();
    assertThatThrownBy(cancelled::await).isInstanceOf(CancellationException.class);
    assertThat(cancelled.progress().state()).isEqualTo(Progress.State.CANCELLED);
    while (interrupted.progress().step() == 0) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    interrupted.interrupt();
    assertThat(interrupted.await().pictures()).hasSize(1);
  }

  @Test
  void closingStopsWhatWasSubmittedHereAlone() {
    Drawing other = kiln.submit(endless());
    Kiln closed = KilnClient.connect(host.address());
    Drawing own = closed.submit(endless());
    closed.close();
    assertThatThrownBy(own::await).isInstanceOf(CancellationException.class);
    KilnException refused =
        catchThrowableOfType(KilnException.class, () -> closed.submit(seeded(1)));
    assertThat(refused.reason()).isEqualTo(Reason.CLOSED);
    assertThat(other.progress().state().ended()).isFalse();
    other.cancel();
    assertThatThrownBy(other::await).isInstanceOf(CancellationException.class);
    assertThat(kiln.draw(seeded(1)).pictures()).hasSize(1);
  }

  @Test
  void whatTheHostRefusesHasItsSentence() {
    assertThat(refused(() -> kiln.txt2img(r -> r.prompt("a").steps(0))))
        .hasMessage("steps is 0; it must be 1 to 1000");
    assertThat(refused(() -> kiln.txt2img(r -> r.prompt("a").field("stepz", 3))))
        .hasMessageStartingWith("unknown field \"stepz\"; nearest: steps");
    Picture small = Picture.of(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB));
    assertThat(refused(() -> kiln.upscale(u -> u.image(small))))
        .hasMessage(
            host.address()
                + "/kiln/v1/upscale answers with status 404; it is no Kiln, or lacks a plugin for"
                + " this");
  }

  private static KilnException refused(Runnable asked) {
    KilnException refused = catchThrowableOfType(KilnException.class, asked::run);
    assertThat(refused.reason()).isEqualTo(Reason.BAD_REQUEST);
    return refused;
  }

  @Test
  void moreDrawingsThanMayWaitAreDrawnAllTheSame() {
    List<Drawing> all = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      all.add(kiln.submit(seeded(i)));
    }
    for (int i = 0; i < 24; i++) {
      assertThat(all.get(i).await().picture().seed()).hasValue(i);
    }
  }

  @Test
  void aDrawingOutlivesItsHost(@TempDir Path own) throws Exception {
    try (RunningHost mortal = RunningHost.in(own);
        Kiln client = KilnClient.connect(mortal.address())) {
      Drawing drawing =
          client.submit(DrawRequest.txt2img(r -> r.prompt("a").seed(5).steps(300).size(128, 128)));
      while (drawing.progress().step() == 0) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      mortal.kill();
      assertThat(drawing.progress().state().ended()).isFalse();
      mortal.startAgain();
      assertThat(drawing.await().picture().seed()).hasValue(5);
    }
  }
}
